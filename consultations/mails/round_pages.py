"""Pages of mails to several people, and of the wordings: prepared by one person, let go by another."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre.pages import ActForm, EditForm, ListPage
from centre.registry import registry
from centre.saved_filters import without_place
from consultations.mails import sending, wording, writing
from consultations.mails.forms import ReleaseForm, SeveralForm, TemplateForm, known_fields
from consultations.models import MailRound, MailTemplate, RecordMail
from jobseekers.filters import JobseekerFilter
from jobseekers.models import Consent, Jobseeker
from privacy.access import record_access
from privacy.models import AccessLog

PREVIEWS = 20


class PrepareSeveral(ActForm):
    """A wording and a list of people, chosen by the conditions of the list of people."""

    template_name = "consultations/mail_several.html"
    form_class = SeveralForm
    title = "複数の方へのメール"
    lead = "条件に合い、有効な同意とメールアドレスのある方に、1人に1通ずつ用意します。まだ送りません。"
    submit = "1通ずつ用意する"
    success_message = "用意しました。1通ずつ確かめてください。送信は、ほかの職員が認めます。"

    @property
    def people(self):
        return JobseekerFilter(self.request.GET or None, queryset=Jobseeker.objects.usable(), request=self.request)

    def get_form_kwargs(self):
        links = [
            (f"{kind.kind}:{value}", label)
            for kind in registry.mail_links.values()
            for value, label in kind.choices(Jobseeker())
        ]
        return super().get_form_kwargs() | {"links": links}

    def act(self, form):
        conditions = without_place(self.request.GET.urlencode())[:1000]
        return writing.prepare_several(
            self.people.qs, conditions=conditions, by=self.request.user, **form.cleaned_data
        )

    def back(self):
        return reverse("consultations:mails"), "メール"

    def get_context_data(self, **kwargs):
        filterset = self.people
        agreed = filterset.qs.filter(consents__in=Consent.objects.filter(withdrawn_on__isnull=True)).distinct()
        return super().get_context_data(
            filterset=filterset,
            chosen=filterset.qs.count(),
            reachable=agreed.exclude(email="").count(),
            most=writing.MOST,
            query=self.request.GET.urlencode(),
            **kwargs,
        )


class ShowRound(ListPage):
    """Every mail of a round as it leaves."""

    template_name = "consultations/mail_round.html"
    paginate_by = PREVIEWS

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.round = get_object_or_404(MailRound.objects.select_related("prepared_by"), pk=kwargs["pk"])

    def get_base_queryset(self):
        return RecordMail.objects.filter(round=self.round).for_page().order_by("pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        label = MailRound._meta.label
        shown = f"{len(context['object_list'])}通を表示"
        record_access(self.request, AccessLog.Action.LIST, label, self.round.pk, detail=shown)
        mails = self.round.mails
        return context | {
            "round": self.round,
            "waiting": mails.prepared().count(),
            "leaving": mails.recallable().count(),
            "may_release": self.round.prepared_by_id != self.request.user.pk,
        }


class ReleaseRound(ActForm):
    template_name = "consultations/mail_round_release.html"
    form_class = ReleaseForm
    title = "送信を認める"
    submit = "送信を認める"

    def dispatch(self, request, *args, **kwargs):
        self.round = get_object_or_404(MailRound, pk=kwargs["pk"])
        self.others = sending.others_in_round(self.round)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"warnings": [], "others": self.others}

    def get_context_data(self, **kwargs):
        return super().get_context_data(others=self.others, **kwargs)

    @property
    def lead(self) -> str:
        waiting = self.round.mails.prepared().count()
        return f"用意された{waiting}通を、1分後から1人に1通ずつ送ります。用意した人とは別の人が認めます。"

    def act(self, form):
        return sending.release_round(self.round, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        messages.success(self.request, f"{made}通の送信を認めました。1分のあいだ、取り消せます。")
        return self.round.get_absolute_url()

    def back(self):
        return self.round.get_absolute_url(), self.round.title


@require_POST
def recall_round(request, pk: int):
    """Hold back the mails of a round that have not left."""
    found = get_object_or_404(MailRound, pk=pk)
    count = sending.recall(RecordMail.objects.filter(round=found), by=request.user)
    if count:
        messages.success(request, f"{count}通の送信を取り消しました。")
    else:
        messages.warning(request, "取り消せるメールはありません。もう送られています。")
    return redirect(found)


class TemplateList(ListPage):
    """The wordings, by reader."""

    template_name = "consultations/mail_templates.html"

    def get_base_queryset(self):
        return MailTemplate.objects.all()

    def get_context_data(self, **kwargs):
        return super().get_context_data(known_fields=known_fields(), **kwargs)


class OfTemplate:
    form_class = TemplateForm

    def get_success_url(self, made):
        return reverse("consultations:mail_templates")

    def back(self):
        return reverse("consultations:mail_templates"), "メールの文面"


class AddTemplate(OfTemplate, ActForm):
    title = "メールの文面を足す"
    success_message = "文面を足しました。"

    def act(self, form):
        return wording.add_template(by=self.request.user, **form.cleaned_data)


class ChangeTemplate(OfTemplate, EditForm):
    title = "メールの文面を直す"
    lead = "前の文面で用意したメールは、そのまま変わりません。"
    success_message = "文面を直しました。"

    def get_object(self):
        return get_object_or_404(MailTemplate, pk=self.kwargs["pk"])

    def get_initial(self):
        return model_to_dict(self.object, TemplateForm.base_fields)

    def act(self, form):
        return wording.change_template(self.object, self.version, by=self.request.user, **form.cleaned_data)

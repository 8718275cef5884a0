"""Pages of mails to one person or one employer: written from the record's page, looked at, let go, called back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.files import download, without_content
from centre.pages import ActForm, EditForm, ListPage
from consultations.mails import sending, writing
from consultations.mails.addresses import addresses_of, warnings
from consultations.mails.forms import MailFilter, ReleaseForm, WriteForm
from consultations.mails.other_people import others_in
from consultations.mails.wording import reader_of, written
from consultations.models import MailAttachment, MailTemplate, RecordMail
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from privacy.rights.turning_back import turned_back

SUBJECT = RecordMail._meta.label


class MailList(ListPage):
    """Mails to people and employers, the newest first; who they went to is written down."""

    template_name = "consultations/mails.html"
    filterset_class = MailFilter

    def get_base_queryset(self):
        return RecordMail.objects.for_page().order_by("-prepared_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if context["object_list"]:
            record_access(
                self.request, AccessLog.Action.LIST, SUBJECT, detail=f"{len(context['object_list'])}通を表示"
            )
        return context


class Written(GuardedPage):
    """A form about a mail to one record."""

    template_name = "consultations/mail_write.html"
    form_class = WriteForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"record": self.record, "user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        templates = MailTemplate.objects.filter(reader=reader_of(self.record))
        return context | {"record": self.record, "templates": templates, "addresses": addresses_of(self.record)}

    def back(self):
        return self.record.get_absolute_url(), self.record.name

    @property
    def guarded_subject(self) -> str:
        return self.record._meta.label


class Write(Written, ActForm):
    """A mail to the record named in the address; `?template=` fills in a wording."""

    title = "メールを書く"
    submit = "用意して確かめる"
    model: type

    def dispatch(self, request, *args, **kwargs):
        self.record = get_object_or_404(self.model, pk=kwargs["pk"])
        if isinstance(self.record, Jobseeker):
            record_access(request, AccessLog.Action.READ, Jobseeker._meta.label, self.record.pk)
        return turned_back(request, self.record) or super().dispatch(request, *args, **kwargs)

    def template_asked_for(self) -> MailTemplate | None:
        number = self.request.GET.get("template", "")
        if not number.isdecimal() or len(number) > 9:
            return None
        return MailTemplate.objects.filter(pk=int(number), reader=reader_of(self.record)).first()

    def get_initial(self):
        template = self.template_asked_for()
        if template is None:
            return {}
        by = self.request.user
        return {
            "subject": written(template.subject, self.record, by),
            "body": written(template.body, self.record, by),
        }

    def act(self, form):
        return writing.prepare(
            self.record, template=self.template_asked_for(), by=self.request.user, **form.cleaned_data
        )


class WriteToPerson(Write):
    model = Jobseeker


class WriteToEmployer(Write):
    model = Establishment


class Revise(Written, EditForm):
    title = "メールを直す"
    success_message = "メールを直しました。"

    def get_object(self):
        mail = get_object_or_404(RecordMail.objects.for_page(), pk=self.kwargs["pk"])
        self.record = mail.record
        return mail

    def get_initial(self):
        mail = self.object
        link = f"{mail.link_kind}:{mail.link_value}" if mail.link_kind else ""
        return {
            "to_address": mail.to_address,
            "subject": mail.subject,
            "body": mail.body,
            "link": link,
            "documents": [one.document.kind for one in mail.attachments.all()],
        }

    def act(self, form):
        return writing.revise(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.object.get_absolute_url(), self.object.subject


class ShowMail(ActForm):
    """A mail exactly as it leaves, what is to be looked at, and the button that lets it go."""

    template_name = "consultations/mail.html"
    form_class = ReleaseForm
    success_message = "送信を認めました。1分のあいだ、取り消せます。"
    submit = "この1通を送る"

    def dispatch(self, request, *args, **kwargs):
        self.mail = get_object_or_404(RecordMail.objects.for_page(), pk=kwargs["pk"])
        record_access(request, AccessLog.Action.READ, SUBJECT, self.mail.pk)
        is_waiting = not (self.mail.released_at or self.mail.dropped_at)
        self.warnings = warnings(self.mail.record, self.mail.to_address) if is_waiting else []
        self.others = others_in(self.mail) if is_waiting and not self.mail.round_id else []
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"warnings": self.warnings, "others": self.others}

    def act(self, form):
        return sending.release(self.mail, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.mail.record.get_absolute_url(), self.mail.record.name

    def get_context_data(self, **kwargs):
        return super().get_context_data(mail=self.mail, warnings=self.warnings, others=self.others, **kwargs)


def attachment(request, pk: int, file: int):
    """A document that goes, or went, with a mail."""
    found = MailAttachment.objects.filter(mail=pk, document__file=file).exists()
    if not found:
        raise Http404("not a document of this mail")
    record_access(request, AccessLog.Action.PRINT, SUBJECT, pk)
    return download(without_content().get(pk=file))


@require_POST
def drop(request, pk: int):
    """Give up a mail that waits."""
    return _done(request, pk, lambda mail: writing.drop(mail, by=request.user), "メールを取りやめました。")


@require_POST
def settle(request, pk: int):
    """Somebody has seen to a mail that did not arrive."""
    return _done(request, pk, lambda mail: sending.settle(mail, by=request.user), "対応したと記録しました。")


@require_POST
def recall(request, pk: int):
    """Hold back a mail that has not left."""
    if sending.recall(RecordMail.objects.filter(pk=pk), by=request.user):
        messages.success(request, "送信を取り消しました。")
    else:
        messages.warning(request, "取り消せません。もう送られています。")
    return redirect(reverse("consultations:mail", args=[pk]))


def _done(request, pk: int, act, said: str):
    mail = get_object_or_404(RecordMail, pk=pk)
    try:
        act(mail)
        messages.success(request, said)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(mail)

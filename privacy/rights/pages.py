"""Pages of the requests: the register, one request with its next step, and its papers."""

from urllib.parse import quote

import django_filters
from django import forms
from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from centre.filters import DayFilter
from centre.pages import ActForm, EditForm, ListPage
from centre.registry import registry
from centre.roles import may
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog, RightsRequest
from privacy.rights import carrying_out, papers, receiving
from privacy.rights.forms import (
    CorrectForm,
    DecideForm,
    FinishForm,
    ForwardForm,
    IdentityForm,
    LiftForm,
    ReceiveForm,
    WithdrawForm,
)
from privacy.rights.offered import open_requests
from privacy.sharing.marking import mark_of

SUBJECT = RightsRequest._meta.label
OPEN, OVER = "open", "over"
RULE = "保有個人情報の請求は県が決めます。窓口は受け付けて県に引き継ぎます。"


class RequestFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす（氏名・内容）", method="by_words")
    kind = django_filters.ChoiceFilter(label="種類", choices=RightsRequest.Kind.choices, empty_label="すべて")
    state = django_filters.ChoiceFilter(
        label="状況", choices=[(OPEN, "途中"), (OVER, "終わった")], method="by_state", empty_label="すべて"
    )
    since = DayFilter(label="から", field_name="received_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="received_on", lookup_expr="lte")

    class Meta:
        model = RightsRequest
        fields = ()

    def by_words(self, queryset, name, value):
        return queryset.filter(requester_name__icontains=value) | queryset.filter(what__icontains=value)

    def by_state(self, queryset, name, value):
        keys = open_requests().order_by().values("pk")
        return queryset.filter(pk__in=keys) if value == OPEN else queryset.exclude(pk__in=keys)


class RequestList(ListPage):
    """The register of requests, newest first."""

    template_name = "privacy/requests.html"
    filterset_class = RequestFilter
    sorts = {"-day": ("-received_on", "-pk"), "due": ("forward_by", "pk")}

    def get_base_queryset(self):
        return RightsRequest.objects.select_related("received_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(rule=RULE, **kwargs)
        record_access(self.request, AccessLog.Action.LIST, SUBJECT, detail=f"{len(context['object_list'])}件を表示")
        return context


def detail(request, pk: int):
    """One request: what it is about, how far it is, what comes next, what was done."""
    found = get_object_or_404(RightsRequest.objects.select_related("received_by", "identity_by"), pk=pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, pk)
    record = carrying_out.record_of(found)
    context = {
        "found": found,
        "record": record,
        "corrections": found.corrections.select_related("corrected_by"),
        "stops": found.stops.select_related("stopped_by", "lifted_by"),
        "is_stopped": found.stops.filter(lifted_at=None).exists(),
        "may_carry_out": may(request.user, "rights.carry_out"),
        "rule": RULE,
    }
    return render(request, "privacy/request.html", context)


class Receive(GuardedPage, ActForm):
    """Receive a request, from the page of a person or without one."""

    guarded_subject = SUBJECT
    form_class = ReceiveForm
    title = "本人からの請求を受け付ける"
    lead = RULE
    submit = "受け付ける"
    success_message = "請求を受け付けました。期限までに県に引き継いでください。"

    def act(self, form):
        return receiving.receive(record=self._record(), by=self.request.user, **form.cleaned_data)

    def _record(self):
        """The person that the address names, of a kind that somebody may ask about."""
        label, key = self.request.GET.get("subject", ""), self.request.GET.get("subject_id", "")
        if not label:
            return None
        if label not in registry.rights or not key.isdecimal() or len(key) > 17:
            raise Http404
        return get_object_or_404(apps.get_model(label), pk=int(key))

    def get_context_data(self, **kwargs):
        self._record()
        return super().get_context_data(**kwargs)

    def back(self):
        return reverse("privacy:requests"), "本人からの請求"


class _Step(EditForm):
    """A step of a request; subclasses name the act."""

    carry = None
    submit = "記録する"
    lead = RULE

    def get_object(self):
        return get_object_or_404(RightsRequest, pk=self.kwargs["pk"])

    def act(self, form):
        return type(self).carry(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.object.get_absolute_url()

    def back(self):
        return self.object.get_absolute_url(), str(self.object)


class CheckIdentity(_Step):
    form_class, title, carry = IdentityForm, "本人確認を記録", receiving.check_identity


class Forward(_Step):
    form_class, title, carry = ForwardForm, "県への引継ぎを記録", receiving.forward


class Decide(_Step):
    form_class, title, carry = DecideForm, "県の決定を記録", receiving.decide


class Finish(_Step):
    form_class, title, carry = FinishForm, "請求の処理を終える", receiving.finish


class Withdraw(_Step):
    form_class, title, carry = WithdrawForm, "請求の取下げを記録", receiving.withdraw


class _CarryOut(ActForm):
    """What changes the record itself."""

    lead = RULE

    def dispatch(self, request, *args, **kwargs):
        self.found = get_object_or_404(RightsRequest, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        return self.found.get_absolute_url()

    def back(self):
        return self.found.get_absolute_url(), str(self.found)


class Correct(_CarryOut):
    form_class = CorrectForm
    title, submit, success_message = "訂正する", "訂正する", "訂正し、前と後の内容を残しました。"

    def get_form_kwargs(self):
        fields = carrying_out.correctable(self.found)
        choices = [(name, str(field.verbose_name)) for name, field in fields.items()]
        return super().get_form_kwargs() | {"choices": choices}

    def act(self, form):
        return carrying_out.correct(self.found, by=self.request.user, **form.cleaned_data)


class Stop(_CarryOut):
    form_class = forms.Form
    title, submit, success_message = "利用を止める", "利用を止める", "利用を止めました。"
    lead = (
        "求人との照会、情報提供、メール、つなぎ、行事の招待に出なくなります。用意してあるメールは取りやめ、"
        "これからの行事の名簿から外れ、回答ページは止まります。"
        "県の決定を待つあいだも止められます。"
    )

    def act(self, form):
        return carrying_out.stop_use(self.found, by=self.request.user)


class Lift(_CarryOut):
    form_class = LiftForm
    title, submit, success_message = "利用の停止を解く", "停止を解く", "利用の停止を解きました。"

    def act(self, form):
        return carrying_out.lift_stop(self.found, by=self.request.user, **form.cleaned_data)


def disclosure_pdf(request, pk: int):
    """Everything kept about the person, for the prefecture to decide on and the person to read."""
    found = get_object_or_404(RightsRequest, pk=pk, kind=RightsRequest.Kind.DISCLOSURE)
    record = carrying_out.record_of(found)
    if record is None:
        messages.error(
            request, "だれの記録かが分からないため、作れません。就職希望者のページから受け付け直してください。"
        )
        return redirect(found.get_absolute_url())
    record_access(request, AccessLog.Action.PRINT, record._meta.label, record.pk, detail=f"{papers.SHEET} 請求{pk}")
    return _pdf(papers.write_disclosure(record, mark=mark_of(request.user)), f"{papers.SHEET}_{pk}.pdf")


def letter_pdf(request, pk: int):
    """The letter that answers who asked."""
    found = get_object_or_404(RightsRequest, pk=pk)
    record_access(request, AccessLog.Action.PRINT, SUBJECT, pk, detail=papers.LETTER)
    return _pdf(papers.write_letter(found, mark=mark_of(request.user)), f"{papers.LETTER}_{pk}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer

"""Pages of the hand-offs to and from partner agencies."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.pages import ActForm, EditForm, ListPage
from consultations.models import Consultation
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from privacy.rights.turning_back import turned_back
from referrals.filters import HandoffFilter
from referrals.forms import AnswerForm, HandOffForm, TakeOverForm
from referrals.handing_off import consent_wording, hand_off, record_answer, take_over
from referrals.models import Handoff
from referrals.partners.sharing import told

SUBJECT = Handoff._meta.label
SHOWN_LINKS = 5


class HandoffList(ListPage):
    """Hand-offs, newest first."""

    template_name = "referrals/handoffs.html"
    filterset_class = HandoffFilter
    sorts = {"-handed": ("-handed_on", "-pk"), "handed": ("handed_on", "pk")}

    def get_base_queryset(self):
        return Handoff.objects.for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()
        action = AccessLog.Action.SEARCH if words else AccessLog.Action.LIST
        shown = len(context["object_list"])
        record_access(self.request, action, SUBJECT, detail=f"{words} {shown}件を表示".strip())
        return context | {"waiting": Handoff.objects.waiting().count()}


def detail(request, pk: int):
    """A hand-off and its answer."""
    handoff = get_object_or_404(Handoff.objects.for_list().select_related("consultation", "consent_text"), pk=pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, handoff.pk)
    today = timezone.localdate()
    is_tellable = Handoff.objects.tellable().filter(pk=pk).exists()
    context = {
        "handoff": handoff,
        "tellable": is_tellable,
        "told": told(handoff) if is_tellable else [],
        "links": handoff.links.select_related("made_by").prefetch_related("uses")[:SHOWN_LINKS],
        "day": today,
        "is_late": Handoff.objects.late(today).filter(pk=pk).exists(),
        "waited": (today - handoff.handed_on).days,
    }
    return render(request, "referrals/handoff.html", context)


class OfSomebody(ActForm):
    """A form opened from the page of a person, an employer or a consultation."""

    def dispatch(self, request, *args, **kwargs):
        self.whom = asked_for(request)
        return super().dispatch(request, *args, **kwargs)

    @property
    def subject(self):
        return self.whom.get("jobseeker") or self.whom["establishment"]

    @property
    def lead(self) -> str:
        return f"{self.subject.name}　{self.explanation}"

    def back(self):
        return self.subject.get_absolute_url(), self.subject.name


class HandOff(GuardedPage, OfSomebody):
    """Passing on; somebody whose use is stopped is not passed on."""

    guarded_subject = SUBJECT
    form_class = HandOffForm
    title = "関係機関へつなぐ"
    success_message = "つなぎを記録しました。「回答ページを作る」か「つなぎ票（PDF）」で相手に渡してください。"

    def get(self, request, *args, **kwargs):
        return turned_back(request, self.whom.get("jobseeker")) or super().get(request, *args, **kwargs)

    @property
    def explanation(self) -> str:
        try:
            text = consent_wording(timezone.localdate())
        except DomainError as missing:
            return missing.message
        return f"次の文面と、選んだ項目を示し、同意を受けてからつなぎます。「{text.body}」（{text}）"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_person": "jobseeker" in self.whom}

    def act(self, form):
        return hand_off(**self.whom, by=self.request.user, **form.cleaned_data)


class TakeOver(GuardedPage, OfSomebody):
    guarded_subject = SUBJECT
    form_class = TakeOverForm
    title = "つなぎを受ける"
    explanation = "関係機関から引き継いだことを記録します。"
    success_message = "受けたつなぎを記録しました。"

    def act(self, form):
        return take_over(**self.whom, by=self.request.user, **form.cleaned_data)


class Answer(GuardedPage, EditForm):
    guarded_subject = SUBJECT
    form_class = AnswerForm
    title = "返事の記録"
    success_message = "返事を記録しました。"

    def get_object(self):
        handoff = get_object_or_404(Handoff.objects.for_list(), pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, handoff.pk)
        return handoff

    def get_initial(self):
        return {name: getattr(self.object, name) for name in self.form_class.base_fields}

    def act(self, form):
        return record_answer(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def back(self):
        return reverse("referrals:handoff", args=[self.object.pk]), "つなぎ"


def asked_for(request) -> dict:
    """Whom the address names: a person, an establishment, or the one a consultation was with. Raises Http404."""
    for kind, model in (("jobseeker", Jobseeker), ("establishment", Establishment)):
        if number := request.GET.get(kind):
            return {kind: _found(model, number)}
    consultation = _found(Consultation, request.GET.get("consultation", ""))
    for kind in ("jobseeker", "establishment"):
        if whom := getattr(consultation, kind):
            return {kind: whom, "consultation": consultation}
    raise Http404("nobody to hand off")


def _found(model, number: str):
    if not number.isdecimal() or len(number) > 15:
        raise Http404(number)
    return get_object_or_404(model, pk=number)

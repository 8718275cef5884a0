"""The work list of promises: overdue first, then by day; one press and a promise is kept."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.pages import ActForm, ListPage
from centre.registry import registry
from centre.roles import Role, may
from consultations.day_words import spoken
from consultations.filters import FollowUpFilter
from consultations.forms import HandOverForm, KeepForm, PostponeForm
from consultations.models import FollowUp
from consultations.naming import promised_to
from consultations.promising import hand_over, hand_over_several, keep_promise, postpone, reopen
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog

SUBJECT = FollowUp._meta.label


class PromiseList(ListPage):
    """Open promises of the user, overdue first; a supervisor sees everybody's, anybody may ask for a colleague's."""

    template_name = "consultations/promises.html"
    filterset_class = FollowUpFilter

    def get_base_queryset(self):
        mine = FollowUp.objects.visible_to(self.request.user).for_list().open_first()
        if self.request.GET:
            return mine
        return mine.open() if self.sees_all() else mine.open().filter(assigned_to=self.request.user)

    def sees_all(self) -> bool:
        """Whether the page without conditions shows everybody's promises."""
        return self.request.user.role in (Role.SUPERVISOR, Role.PRIVACY_MANAGER)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows, today = list(context["object_list"]), timezone.localdate()
        if not self.request.GET:
            keeper = {} if self.sees_all() else {"assigned_to": self.request.user.pk}
            self.filterset.form.initial = {"state": "open", **keeper}
        for row in rows:
            row.shown_party = promised_to(row, self.request.user)
            row.overdue_days = (today - row.due_on).days if row.done_at is None and row.due_on < today else 0
            row.heading = _heading(row, today)
        if any(row.jobseeker_id for row in rows):
            record_access(self.request, AccessLog.Action.LIST, SUBJECT, detail=f"{len(rows)}件を表示")
        context |= {"object_list": rows, "sees_all": self.sees_all(), "is_filtered": bool(self.request.GET)}
        return context | {"others": [] if self.request.GET else _promised_elsewhere(self.request.user, today)}


def _promised_elsewhere(user, today) -> list:
    """What somebody waits for in other rooms: hand-offs without an answer, checks whose day has come."""
    sources = (one for one in registry.home if one.is_promised and may(user, one.ability))
    built = (one.build(user, today) for one in sorted(sources, key=lambda one: one.order))
    return [card for card in built if card]


def _heading(follow_up: FollowUp, today) -> str:
    """Under which heading of the work list a promise stands."""
    if follow_up.done_at:
        return "済み"
    if follow_up.overdue_days:
        return "期限切れ"
    return "今日" if follow_up.due_on == today else f"{follow_up.due_on.year}年{spoken(follow_up.due_on)}"


def theirs(request, pk: int) -> FollowUp:
    """A promise the user may read, 404 for any other."""
    return get_object_or_404(FollowUp.objects.visible_to(request.user).for_list(), pk=pk)


@require_POST
def done(request, pk: int):
    """One press: the promise was kept."""
    follow_up = keep_promise(theirs(request, pk), by=request.user)
    messages.success(request, f"「{follow_up.what}」を済みにしました。")
    return _back_to(request)


@require_POST
def not_done(request, pk: int):
    """One press: the other was a mistake."""
    try:
        follow_up = reopen(theirs(request, pk), by=request.user)
        messages.success(request, f"「{follow_up.what}」を、まだの約束に戻しました。")
    except DomainError as refused:
        messages.error(request, refused.message)
    return _back_to(request)


def _back_to(request):
    """The page on which the button was pressed."""
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        after = reverse("consultations:promises")
    return redirect(after)


class OfPromise(ActForm):
    """A form about a promise that goes back to the work list."""

    def dispatch(self, request, *args, **kwargs):
        self.follow_up = theirs(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        return f"{promised_to(self.follow_up, self.request.user)}：{self.follow_up.what}"

    def get_success_url(self, made):
        return reverse("consultations:promises")

    def back(self):
        return reverse("consultations:promises"), "約束"


class Keep(GuardedPage, OfPromise):
    guarded_subject = SUBJECT
    form_class = KeepForm
    title = "約束を済ませる"
    submit = "済みにする"
    success_message = "約束を済みにしました。"

    def act(self, form):
        return keep_promise(self.follow_up, by=self.request.user, **form.cleaned_data)


class Postpone(OfPromise):
    form_class = PostponeForm
    title = "期日を延ばす"
    success_message = "期日を延ばしました。"

    def act(self, form):
        return postpone(self.follow_up, by=self.request.user, **form.cleaned_data)


class HandOver(OfPromise):
    form_class = HandOverForm
    title = "約束を引き継ぐ"
    success_message = "約束を引き継ぎました。"

    def act(self, form):
        return hand_over(self.follow_up, to=form.cleaned_data["assigned_to"], by=self.request.user)


class HandOverSeveral(ActForm):
    """Hand the promises `?picked=` over to one colleague, all at once."""

    template_name = "consultations/hand_over_several.html"
    form_class = HandOverForm
    title = "選んだ約束を引き継ぐ"
    submit = "引き継ぐ"

    def act(self, form):
        to = form.cleaned_data["assigned_to"]
        count = hand_over_several([row.pk for row in self.chosen()], to=to, by=self.request.user)
        messages.success(self.request, f"{count}件の約束を{to}に引き継ぎました。")

    def chosen(self) -> list[FollowUp]:
        numbers = (self.request.POST or self.request.GET).getlist("picked")
        wanted = [int(number) for number in numbers[:200] if number.isdecimal() and len(number) < 16]
        rows = FollowUp.objects.visible_to(self.request.user).open().for_list().filter(pk__in=wanted)
        return list(rows.order_by("due_on", "pk"))

    def get_success_url(self, made):
        return reverse("consultations:promises")

    def back(self):
        return reverse("consultations:promises"), "約束"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = self.chosen()
        for row in rows:
            row.shown_party = promised_to(row, self.request.user)
        if any(row.jobseeker_id for row in rows):
            record_access(self.request, AccessLog.Action.LIST, SUBJECT, detail=f"{len(rows)}件を表示")
        return context | {"rows": rows}

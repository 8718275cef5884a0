"""Pages of the events: the list, one event with its guests, and the forms about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.pages import ActForm, EditForm, ListPage
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from referrals.events import inviting, planning
from referrals.events.filters import EventFilter, GuestFilter
from referrals.events.forms import CancelForm, EventForm, GuestForm, OutcomeForm, PlainForm
from referrals.events.models import CentreEvent, EventGuest, EventOutcome
from referrals.events.noting_outcomes import drop_outcome, note_outcome
from referrals.events.seats import left

SUBJECT = EventGuest._meta.label
Standing = EventGuest.Standing
ON_A_PAGE = 100


class EventList(ListPage):
    """Events, the coming ones first."""

    template_name = "referrals/events/list.html"
    filterset_class = EventFilter
    sorts = {"-first": ("-first_on", "-pk"), "first": ("first_on", "pk")}

    def get_base_queryset(self):
        return CentreEvent.objects.for_list()

    def get_context_data(self, **kwargs):
        waiting = CentreEvent.objects.to_settle(timezone.localdate())
        return super().get_context_data(**kwargs) | {"to_settle": waiting}


def detail(request, pk: int):
    """An event: what it is, its guests with their answers, what came of it."""
    event = get_object_or_404(CentreEvent.objects.select_related("agency", "settled_by", "recorded_by"), pk=pk)
    listed = event.guests.for_list().by_name().prefetch_related("outcomes__establishment")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    guests = list(page.object_list)
    record_access(request, AccessLog.Action.READ, SUBJECT, detail=f"行事{event.pk} {len(guests)}件を表示")
    context = {
        "event": event,
        "guests": guests,
        "page_obj": page,
        "figures": [
            ("招待・参加", event.guests.exclude(standing=Standing.WITHDRAWN).figures()),
            ("出席の予定", event.guests.filter(standing=Standing.ACCEPTED).figures()),
            ("出席", event.guests.filter(standing=Standing.ATTENDED).figures()),
            ("うち当日の参加", event.guests.filter(standing=Standing.ATTENDED, is_walk_in=True).figures()),
        ],
        "seats_left": left(event),
        "outcomes": _counted(event),
        "has_begun": event.first_on <= timezone.localdate(),
        "is_planned": event.state == CentreEvent.State.PLANNED,
        "is_cancelled": event.state == CentreEvent.State.CANCELLED,
    }
    return render(request, "referrals/events/detail.html", context)


def _counted(event: CentreEvent) -> list[tuple[str, int]]:
    """How often each kind of outcome was noted, those that were, in their order."""
    noted = EventOutcome.objects.filter(guest__event=event).order_by()
    counts = dict(noted.values_list("kind").annotate(Count("pk")))
    return [(label, counts[kind]) for kind, label in EventOutcome.Kind.choices if kind in counts]


class AddEvent(ActForm):
    form_class = EventForm
    title = "行事を登録"
    lead = "合同説明会・セミナー・交流会・インターンシップ・面接会の予定を入れます。"
    submit = "登録する"
    success_message = "行事を登録しました。次に、企業と参加者を招待してください。"

    def act(self, form):
        return planning.plan_event(by=self.request.user, **form.cleaned_data)

    def back(self):
        return reverse("referrals:events"), "行事"


class OfEvent(EditForm):
    """A form about an event that goes back to its page."""

    def get_object(self):
        return get_object_or_404(CentreEvent, pk=self.kwargs["pk"])

    @property
    def lead(self) -> str:
        return self.object.title

    def get_success_url(self, made):
        return self.object.get_absolute_url()

    def back(self):
        return self.object.get_absolute_url(), self.object.title


class EditEvent(OfEvent):
    form_class = EventForm
    title = "行事を直す"
    success_message = "行事を直しました。"

    def get_initial(self):
        return {name: getattr(self.object, name) for name in self.form_class.base_fields}

    def act(self, form):
        return planning.change_event(self.object, self.version, by=self.request.user, **form.cleaned_data)


class Hold(OfEvent):
    form_class = PlainForm
    title = "開催済にする"
    submit = "開催済にする"
    success_message = "開催済にしました。成果は、参加した方ごとに記録できます。"

    @property
    def lead(self) -> str:
        waiting = self.object.guests.filter(standing=Standing.ACCEPTED).count()
        absent = f"出席の予定で受付のない{waiting}件は、欠席になります。" if waiting else ""
        return f"{self.object.title}　{absent}月次報告には、最終日の月の行事として入ります。"

    def act(self, form):
        return planning.settle_held(self.object, self.version, by=self.request.user)


class Cancel(OfEvent):
    form_class = CancelForm
    title = "行事を中止する"
    submit = "中止にする"
    success_message = "中止にしました。招待した相手に知らせてください。"

    def act(self, form):
        return planning.cancel_event(self.object, self.version, by=self.request.user, **form.cleaned_data)


class OfGuest(EditForm):
    """A form about a guest that goes back to the event."""

    guarded_subject = SUBJECT

    def get_object(self):
        guest = get_object_or_404(EventGuest.objects.for_list(), pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, guest.pk)
        return guest

    @property
    def lead(self) -> str:
        return f"{self.object.name}　{self.object.event.title}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"guest": self.object}

    def get_success_url(self, made):
        return f"{self.object.event.get_absolute_url()}#guest-{self.object.pk}"

    def back(self):
        return self.object.event.get_absolute_url(), self.object.event.title


class EditGuest(GuardedPage, OfGuest):
    form_class = GuestForm
    title = "人数と名札を直す"
    success_message = "人数と名札を直しました。"

    def get_initial(self):
        return {name: getattr(self.object, name) for name in self.form_class.base_fields if name != "keep_reason"}

    def act(self, form):
        return inviting.change_guest(self.object, self.version, by=self.request.user, **form.cleaned_data)


class NoteOutcome(GuardedPage, OfGuest):
    template_name = "referrals/events/outcome.html"
    form_class = OutcomeForm
    title = "成果を記録"
    submit = "成果を記録する"
    success_message = "成果を記録しました。"

    def act(self, form):
        return note_outcome(self.object, by=self.request.user, **form.cleaned_data)


@require_POST
def answer(request, pk: int):
    """One press: what a guest answered, or that they are taken off the list."""
    guest = get_object_or_404(EventGuest.objects.for_list(), pk=pk)
    chosen = request.POST.get("answer", "")
    try:
        if chosen == Standing.WITHDRAWN:
            inviting.strike(guest, by=request.user)
        else:
            inviting.reply(guest, chosen, by=request.user)
    except DomainError as error:
        messages.error(request, f"{guest.name}：{error.message}")
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page != "1" else ""
    return HttpResponseRedirect(f"{guest.event.get_absolute_url()}{query}#guest-{guest.pk}")


@require_POST
def drop(request, pk: int):
    """One press: an outcome was noted by mistake."""
    outcome = get_object_or_404(EventOutcome.objects.select_related("guest__event"), pk=pk)
    guest = drop_outcome(outcome, by=request.user)
    messages.success(request, f"成果「{outcome.get_kind_display()}」を消しました。")
    return HttpResponseRedirect(f"{guest.event.get_absolute_url()}#guest-{guest.pk}")


class GuestList(ListPage):
    """Guests of all events: the list behind the files of the results."""

    template_name = "referrals/events/guests.html"
    filterset_class = GuestFilter
    sorts = {"-event": ("-event__first_on", "-event_id", "pk"), "event": ("event__first_on", "event_id", "pk")}

    def get_base_queryset(self):
        return EventGuest.objects.for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()
        action = AccessLog.Action.SEARCH if words else AccessLog.Action.LIST
        shown = len(context["object_list"])
        record_access(self.request, action, SUBJECT, detail=f"{words} {shown}件を表示".strip())
        return context

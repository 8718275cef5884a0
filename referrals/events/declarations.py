"""What the events declare to the registry: menu, home card, stories, what is open, calendar, the file of results."""

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    CalendarEvent,
    CalendarSource,
    Card,
    CardItem,
    HomeCard,
    MenuItem,
    OnMerger,
    OnStop,
    OnWithdrawal,
    OpenSource,
    RecordLink,
    SearchSource,
    TimelineEntry,
    TimelineSource,
)
from centre.roles import may
from jobseekers.models import Jobseeker
from privacy.exporting import job_of
from referrals.events.export_columns import GUESTS
from referrals.events.inviting import withdrawn_from
from referrals.events.joining_lines import settle
from referrals.events.models import CentreEvent, EventGuest
from referrals.events.papers import when

SHOWN = 5


def _coming(user, today) -> Card | None:
    """Events to come, after those of which nobody has said what became of them."""
    waiting, coming = CentreEvent.objects.to_settle(today), CentreEvent.objects.coming(today)
    first = [*waiting[:SHOWN], *coming[:SHOWN]]
    if not first:
        return None
    return Card(
        title="これからの行事",
        figure=str(coming.count()),
        unit="件",
        note="終わった行事は、開催済か中止を記録してください。" if waiting else "",
        items=tuple(
            CardItem(
                f"{event.get_kind_display()}：{event.title}",
                event.get_absolute_url(),
                f"{event.first_on:%-m月%-d日}" if event.last_on >= today else "結果を記録",
                urgent=event.last_on < today,
            )
            for event in first
        ),
        url=f"{reverse('referrals:events')}?state={CentreEvent.State.PLANNED}&sort=first",
    )


def _open(subject, user, today) -> list[CardItem]:
    """Coming events on whose list the employer or the person stands."""
    lines = subject.event_guests.select_related("event").filter(
        event__state="planned", event__last_on__gte=today, standing__in=["invited", "accepted"]
    )
    return [
        CardItem(
            f"行事：{line.event.title}（{line.get_standing_display()}）",
            f"{line.event.get_absolute_url()}#guest-{line.pk}",
            f"{line.event.first_on:%-m月%-d日}",
            urgent=line.standing == EventGuest.Standing.INVITED and line.event.first_on <= today + timedelta(days=3),
        )
        for line in lines.order_by("event__first_on", "pk")[:SHOWN]
    ]


def _story(subject, user, limit: int) -> list[TimelineEntry]:
    """The events of an employer or a person; those to come stand among what is open."""
    lines = (
        subject.event_guests.select_related("event", "recorded_by")
        .prefetch_related("outcomes")
        .exclude(standing=EventGuest.Standing.WITHDRAWN)
        .filter(event__first_on__lte=timezone.localdate())
        .order_by("-event__first_on", "-pk")[:limit]
    )
    return [
        TimelineEntry(
            at=timezone.make_aware(datetime.combine(line.event.first_on, line.event.begins_at or time(13))),
            kind="行事",
            title=f"{line.event.title}（{_how(line)}）",
            body="、".join(outcome.get_kind_display() for outcome in line.outcomes.all()),
            by=line.recorded_by.name,
            url=line.event.get_absolute_url(),
        )
        for line in lines
    ]


def _how(line: EventGuest) -> str:
    if line.event.state == CentreEvent.State.CANCELLED:
        return "中止"
    return f"当日の{line.get_standing_display()}" if line.is_walk_in else line.get_standing_display()


def _calendar(user, first: date, last: date) -> list[CalendarEvent]:
    """Events by their kind alone: no title, no employer and no person leaves the product. Each day has its entry."""
    if not may(user, "referrals.read"):
        return []
    events = CentreEvent.objects.exclude(state="cancelled").filter(first_on__lte=last, last_on__gte=first)
    return [
        CalendarEvent(
            uid=f"event-{event.pk}-{day:%Y%m%d}",
            day=day,
            title=f"行事（{event.get_kind_display()}）",
            url=event.get_absolute_url(),
            starts_at=event.begins_at,
            minutes=_minutes(event),
        )
        for event in events.order_by("first_on", "pk")
        for day in _days(max(event.first_on, first), min(event.last_on, last))
    ]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _minutes(event: CentreEvent) -> int:
    if not event.ends_at:
        return 60
    return (event.ends_at.hour - event.begins_at.hour) * 60 + event.ends_at.minute - event.begins_at.minute


def _foretell(person) -> str:
    lines = list(withdrawn_from(person, timezone.localdate()).select_related("event"))
    if not lines:
        return ""
    names = "、".join(f"{line.event.title}（{when(line.event)}）" for line in lines)
    return f"これからの行事{len(lines)}件（{names}）の名簿から外します。"


def _carry(person, day: date, by) -> None:
    """Take the person off the lists of coming events when the last consent is withdrawn."""
    _take_off(person, by)


def _carry_stop(person, by) -> None:
    """Take the person off the lists of coming events when the use of the data is stopped."""
    if isinstance(person, Jobseeker):
        _take_off(person, by)


def _take_off(person: Jobseeker, by) -> None:
    for line in withdrawn_from(person, timezone.localdate()).select_for_update(of=("self",)):
        line.standing, line.changed_by, line.version = EventGuest.Standing.WITHDRAWN, by, line.version + 1
        line.save(update_fields=["standing", "changed_by", "version"])


def _find(text: str, user, limit: int) -> list[CardItem]:
    """Events by their title, place or kind, the latest first."""
    return [
        CardItem(one.title, one.get_absolute_url(), f"{one.first_on:%Y年%-m月%-d日}・{one.get_state_display()}")
        for one in CentreEvent.objects.search(text).order_by("-first_on", "-pk")[:limit]
    ]


def _invite_employer(establishment) -> str:
    return f"{reverse('referrals:event_invite_to')}?establishment={establishment.pk}"


def _invite_person(person) -> str:
    return "" if person.closed_on else f"{reverse('referrals:event_invite_to')}?jobseeker={person.pk}"


DECLARATIONS = (
    MenuItem("人", "行事", "referrals:events", 330),
    SearchSource("行事", "referrals.read", _find, 40, "referrals:events"),
    RecordLink("employers.Establishment", "referrals.edit", "行事に招待", _invite_employer, 60),
    RecordLink("jobseekers.Jobseeker", "referrals.edit", "行事に招待", _invite_person, 60, uses_person=True),
    OnMerger(settle),
    HomeCard("coming-events", "referrals.edit", _coming, 66),
    CalendarSource("events", _calendar),
    OpenSource("employers.Establishment", _open, "referrals.edit"),
    OpenSource("jobseekers.Jobseeker", _open, "referrals.edit"),
    TimelineSource("employers.Establishment", _story, "referrals.read"),
    TimelineSource("jobseekers.Jobseeker", _story, "referrals.read"),
    OnWithdrawal(_foretell, _carry),
    OnStop(_carry_stop),
    job_of(GUESTS),
)

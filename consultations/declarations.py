"""What the consultations declare to the registry."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    CalendarEvent,
    CalendarSource,
    Card,
    CardItem,
    HomeCard,
    MenuItem,
    OpenSource,
    SearchSource,
    TimelineEntry,
    TimelineSource,
    registry,
)
from centre.roles import Role
from consultations.mails.declarations import DECLARATIONS as MAILS
from consultations.models import Consultation, FollowUp
from privacy.declarations import mask

SHOWN = 7


def register() -> None:
    """Menu lines, home cards and stories of the consultations."""
    registry.add(
        MenuItem("相談", "相談を記録", "consultations:add", 50, key="n", beside="consultations:panel"),
        MenuItem("相談", "相談の一覧", "consultations:list", 52),
        MenuItem("相談", "約束", "consultations:promises", 54, key="y"),
        MenuItem("相談", "約束の守れた割合", "consultations:kept_rates", 55),
        MenuItem("相談", "定型句", "consultations:phrases", 56),
        MenuItem("相談", "キー操作と朝のメール", "consultations:mine", 57),
        SearchSource("相談", "consultations.read", None, 70, "consultations:list"),
        HomeCard("promises", "consultations.edit", _promises, 10),
        HomeCard("consultations-today", "consultations.edit", _today, 20),
        CalendarSource("promises", _promised_days),
        OpenSource("employers.Establishment", _open_promises, "consultations.edit"),
        OpenSource("jobseekers.Jobseeker", _open_promises, "consultations.edit"),
        TimelineSource("employers.Establishment", _consultations, "consultations.read"),
        TimelineSource("employers.Establishment", _follow_ups, "consultations.read"),
        TimelineSource("jobseekers.Jobseeker", _consultations, "consultations.read"),
        TimelineSource("jobseekers.Jobseeker", _follow_ups, "consultations.read"),
        *MAILS,
    )


def _promised_days(user, first, last) -> list[CalendarEvent]:
    """The days of somebody's open promises; what was promised to whom stays inside."""
    open_ones = FollowUp.objects.filter(assigned_to=user, done_at__isnull=True, due_on__range=(first, last))
    return [
        CalendarEvent(f"promise-{one.pk}", one.due_on, "約束", reverse("consultations:promises")) for one in open_ones
    ]


def _open_promises(subject, user, today) -> list[CardItem]:
    due = subject.follow_ups.visible_to(user).filter(done_at__isnull=True).select_related("assigned_to")
    return [
        CardItem(
            f"{one.what}（{one.assigned_to.name}）",
            reverse("consultations:promise_keep", args=[one.pk]),
            f"{one.due_on:%-m月%-d日}",
            one.due_on < today,
        )
        for one in due.order_by("due_on", "pk")[:5]
    ]


def _promises(user, today) -> Card:
    due = FollowUp.objects.visible_to(user).due(today)
    if user.role != Role.SUPERVISOR:
        due = due.filter(assigned_to=user)
    first = due.select_related("establishment", "jobseeker").order_by("due_on", "pk")[:SHOWN]
    return Card(
        title="今日の約束・期限切れ",
        figure=str(due.count()),
        unit="件",
        note="全員の約束です。" if user.role == Role.SUPERVISOR else "",
        items=tuple(_item(follow_up, today) for follow_up in first),
        url=reverse("consultations:promises"),
        empty="今日までの約束はすべて済んでいます。",
    )


def _item(follow_up: FollowUp, today) -> CardItem:
    """A line of the card; a person's name stays covered on the home page, which is not in the access log."""
    late = (today - follow_up.due_on).days
    party = follow_up.establishment.name if follow_up.establishment else ""
    if follow_up.jobseeker:
        party = mask(follow_up.jobseeker.name)
    return CardItem(
        label=f"{follow_up.what}（{party}）" if party else follow_up.what,
        url=reverse("consultations:promise_keep", args=[follow_up.pk]),
        due=f"{late}日超過" if late > 0 else "今日",
        urgent=late > 0,
    )


def _today(user, today) -> Card:
    start = timezone.make_aware(datetime.combine(today, time.min))
    held = Consultation.objects.visible_to(user).filter(held_at__gte=start)
    mine = held.filter(counsellor=user).count()
    return Card(
        title="今日の相談",
        figure=str(held.count()),
        unit="件",
        note=f"うち自分の記録は{mine}件です。",
        url=f"{reverse('consultations:list')}?since={today.isoformat()}",
    )


def _consultations(subject, user, limit: int) -> list[TimelineEntry]:
    found = subject.consultations.visible_to(user).select_related("counsellor").order_by("-held_at", "-pk")[:limit]
    return [
        TimelineEntry(
            at=consultation.held_at,
            kind="相談",
            title=f"{consultation.get_topic_display()}（{consultation.get_method_display()}・{consultation.get_party_display()}）",
            body=consultation.summary or consultation.note[:200],
            by=consultation.counsellor.name,
            url=consultation.get_absolute_url(),
        )
        for consultation in found
    ]


def _follow_ups(subject, user, limit: int) -> list[TimelineEntry]:
    found = subject.follow_ups.visible_to(user).select_related("assigned_to").order_by("-due_on", "-pk")[:limit]
    return [
        TimelineEntry(
            at=follow_up.done_at or timezone.make_aware(datetime.combine(follow_up.due_on, time(17))),
            kind="済み" if follow_up.done_at else "約束",
            title=follow_up.what,
            body=follow_up.outcome if follow_up.done_at else f"期日 {follow_up.due_on:%Y年%-m月%-d日}",
            by=follow_up.assigned_to.name,
            url="" if follow_up.done_at else reverse("consultations:promise_keep", args=[follow_up.pk]),
        )
        for follow_up in found
    ]

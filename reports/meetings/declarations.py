"""What the meetings declare to the registry: menu, cards, calendar, search, hand-over, the file of the list."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from centre.registry import (
    CalendarEvent,
    CalendarSource,
    Card,
    CardItem,
    HandoverList,
    HomeCard,
    MenuItem,
    SearchSource,
)
from centre.roles import may
from centre.templatetags.display import day
from privacy.access import write_line
from privacy.exporting import job_of
from privacy.models import AccessLog
from reports.meetings.export_columns import MEETINGS
from reports.meetings.following_up import open_for
from reports.models import Meeting, MeetingAction

SHOWN = 5


def _to_do(user, today) -> Card | None:
    """What meetings have left to do: one's own, and everybody's for who submits the minutes."""
    actions = open_for(user)
    count = actions.count()
    if not count:
        return None
    return Card(
        title="会議で決めたこと",
        figure=str(count),
        unit="件",
        note="全員の分です。" if may(user, "meetings.submit") else "",
        items=tuple(
            CardItem(
                f"{action.what}（{action.assigned_to.name}）",
                reverse("reports:meeting_action_done", args=[action.pk]),
                f"{(today - action.due_on).days}日超過" if action.due_on < today else f"{action.due_on:%-m月%-d日}",
                urgent=action.due_on < today,
            )
            for action in actions[:SHOWN]
        ),
        url=reverse("reports:meetings"),
    )


def _to_submit(user, today) -> Card | None:
    return _minutes("県に出していない議事録", Meeting.objects.to_submit(), Meeting.State.RETURNED)


def _to_answer(user, today) -> Card | None:
    return _minutes("確認を待っている議事録", Meeting.objects.to_answer())


def _minutes(title: str, meetings: QuerySet[Meeting], urgent: str = "") -> Card | None:
    count = meetings.count()
    if not count:
        return None
    return Card(
        title=title,
        figure=str(count),
        unit="件",
        items=tuple(
            CardItem(
                f"{one.get_kind_display()}（{one.get_state_display()}）",
                one.get_absolute_url(),
                f"{one.held_on:%-m月%-d日}",
                urgent=one.state == urgent,
            )
            for one in meetings[:SHOWN]
        ),
        url=reverse("reports:meetings"),
    )


def _days(user, first: date, last: date) -> list[CalendarEvent]:
    """The next meetings and the days of somebody's own tasks; what they are about stays inside."""
    if not may(user, "meetings.read"):
        return []
    coming = Meeting.objects.visible_to(user).counted().filter(next_on__range=(first, last))
    mine = MeetingAction.objects.filter(assigned_to=user, done_on__isnull=True, due_on__range=(first, last))
    return [
        *(
            CalendarEvent(
                f"meeting-{one.pk}", one.next_on, f"県との会議（{one.get_kind_display()}）", one.get_absolute_url()
            )
            for one in coming.order_by("next_on", "pk")
        ),
        *(
            CalendarEvent(
                f"meeting-action-{one.pk}",
                one.due_on,
                "会議で決めたこと",
                reverse("reports:meeting_action_done", args=[one.pk]),
            )
            for one in mine
        ),
    ]


def _find(text: str, user, limit: int) -> list[CardItem]:
    """Meetings by their title, agenda or decisions, the latest first."""
    found = list(Meeting.objects.visible_to(user).search(text).order_by("-held_on", "-pk")[:limit])
    if found:
        write_line(user, AccessLog.Action.SEARCH, Meeting._meta.label, detail=f"{text[:100]} {len(found)}件を表示")
    return [
        CardItem(one.title, one.get_absolute_url(), f"{day(one.held_on)}・{one.get_state_display()}") for one in found
    ]


def _handed_over(today: date) -> Iterator[tuple]:
    open_ones = MeetingAction.objects.filter(done_on__isnull=True).exclude(meeting__state=Meeting.State.VOID)
    for one in open_ones.select_related("meeting", "assigned_to").order_by("due_on", "pk"):
        yield day(one.due_on), one.what, one.assigned_to.name, day(one.meeting.held_on), one.meeting.title


DECLARATIONS = (
    MenuItem("報告", "県との会議", "reports:meetings", 705),
    HomeCard("meeting-actions", "meetings.carry_out", _to_do, 15, is_promised=True),
    HomeCard("minutes-to-submit", "meetings.submit", _to_submit, 32),
    HomeCard("minutes-to-answer", "meetings.answer", _to_answer, 32),
    CalendarSource("meetings", _days),
    SearchSource("県との会議", "meetings.read", _find, 60, "reports:meetings"),
    HandoverList("会議で決めたこと", ("期日", "すること", "担当者", "会議の日", "会議"), _handed_over),
    job_of(MEETINGS),
)

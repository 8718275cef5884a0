"""Makers of meetings with the prefecture, by the acts themselves."""

from datetime import date

from centre.models import User
from centre.roles import Role
from reports.meetings.following_up import agree
from reports.meetings.minuting import record_meeting
from reports.meetings.submitting import acknowledge, submit_minutes
from reports.models import Meeting, MeetingAction
from tests.factories.centre import UserFactory

TODAY = date(2026, 11, 20)


def minutes(by: User, **told) -> dict:
    """Everything the minutes say, as `record_meeting` takes it."""
    return {
        "kind": Meeting.Kind.METHODS,
        "title": "掘り起こしの方法",
        "held_on": date(2026, 11, 12),
        "begins_at": None,
        "ends_at": None,
        "way": Meeting.Way.ONLINE,
        "place": "",
        "staff": [by],
        "prefecture": "見本課　見本 県子",
        "others": "",
        "agenda": "訪問先の選び方",
        "discussion": "製造業の訪問を増やす案を話した。",
        "decisions": "月10社にする。",
        "next_on": None,
    } | told


def meeting_of(by: User | None = None, today: date = TODAY, **told) -> Meeting:
    """A meeting whose minutes are being written."""
    by = by or UserFactory(role=Role.SUPERVISOR)
    return record_meeting(today=today, by=by, **minutes(by, **told))


def submitted(by: User | None = None, **told) -> Meeting:
    """A meeting whose minutes are before the prefecture."""
    meeting = meeting_of(by, **told)
    return submit_minutes(meeting, meeting.version, by=meeting.changed_by)


def acknowledged(**told) -> Meeting:
    """A meeting to whose minutes the prefecture has agreed."""
    meeting = submitted(**told)
    return acknowledge(meeting, meeting.version, by=UserFactory(role=Role.OFFICIAL))


def action_of(meeting: Meeting, **told) -> MeetingAction:
    """Something to do after a meeting."""
    given = {"what": "候補を出す", "due_on": date(2026, 11, 25), "assigned_to": meeting.changed_by} | told
    return agree(meeting, by=meeting.changed_by, **given)

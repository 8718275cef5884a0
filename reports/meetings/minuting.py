"""Recording a meeting with the prefecture, changing its minutes while they are written, taking out a wrong one."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.roles import OUTSIDE
from reports.models import Meeting


def record_meeting(*, staff: Iterable[User], today: date, by: User, **told) -> Meeting:
    """Record a meeting. Raises DomainError when its day, hours, place or people do not fit together."""
    staff = list(staff)
    _check(told, staff, today)
    with transaction.atomic():
        meeting = Meeting.objects.create(changed_by=by, **told)
        meeting.staff.set(staff)
    return meeting


def change_meeting(meeting: Meeting, version: int, *, staff: Iterable[User], today: date, by: User, **told) -> Meeting:
    """Change the minutes; the earlier words stay in the history.

    Raises EditConflict, and DomainError as `record_meeting` does, while the prefecture has the minutes, and when
    something agreed would be due before the meeting.
    """
    staff = list(staff)
    _check(told, staff, today)
    with transaction.atomic():
        record = writable(meeting, version)
        if record.actions.filter(due_on__lt=told["held_on"]).exists():
            raise DomainError("この日より前が期日の「すること」があります。", "held_on")
        for name, value in told.items():
            setattr(record, name, value)
        record.changed_by = by
        record.save()
        record.staff.set(staff)
    return record


def void_meeting(meeting: Meeting, version: int, *, reason: str, by: User) -> Meeting:
    """Say that a meeting was recorded by mistake: it is not counted any more, the record stays.

    Raises EditConflict, and DomainError without a reason, while the prefecture has the minutes, and while something
    agreed there is not done.
    """
    if not reason.strip():
        raise DomainError("取り消す理由を書いてください。", "reason")
    with transaction.atomic():
        record = writable(meeting, version)
        if record.actions.filter(done_on__isnull=True).exists():
            raise DomainError("まだの「すること」があります。済みにしてから取り消してください。")
        record.state, record.void_reason, record.changed_by = Meeting.State.VOID, reason.strip(), by
        record.save()
    return record


def writable(meeting: Meeting, version: int) -> Meeting:
    """The record, locked, that the counter may still change. Raises EditConflict and DomainError."""
    record = lock_for_edit(Meeting, meeting.pk, version)
    if not record.is_being_written:
        raise DomainError(f"この会議は「{record.get_state_display()}」なので、直せません。")
    return record


def _check(told: dict, staff: list[User], today: date) -> None:
    if told["held_on"] > today:
        raise DomainError(
            "開いた日は、今日までの日にしてください。これからの会議は「次回の予定日」に入れます。", "held_on"
        )
    begins, ends = told.get("begins_at"), told.get("ends_at")
    if ends and not begins:
        raise DomainError("開始の時刻も入れてください。", "begins_at")
    if ends and ends <= begins:
        raise DomainError("終了の時刻は、開始より後にしてください。", "ends_at")
    if told["way"] == Meeting.Way.IN_PERSON and not told.get("place"):
        raise DomainError("対面の会議は、場所を入れてください。", "place")
    if told.get("next_on") and told["next_on"] <= told["held_on"]:
        raise DomainError("次回の予定日は、開いた日より後の日にしてください。", "next_on")
    if not staff or any(person.role in OUTSIDE for person in staff):
        raise DomainError("窓口の出席者を選んでください。", "staff")

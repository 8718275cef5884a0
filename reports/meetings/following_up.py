"""What a meeting agreed on: who does it by when, and that it has been done."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.roles import ABILITIES, may
from reports.models import Meeting, MeetingAction


def keepers() -> QuerySet[User]:
    """Those who can be asked to do something: the counter's staff and the prefecture's officials."""
    return User.objects.filter(is_active=True, role__in=ABILITIES["meetings.carry_out"]).order_by("role", "pk")


def open_for(user: User) -> QuerySet[MeetingAction]:
    """What is not done: everybody's for who submits the minutes, else one's own; the earliest first."""
    actions = MeetingAction.objects.filter(done_on__isnull=True).exclude(meeting__state=Meeting.State.VOID)
    if not may(user, "meetings.submit"):
        actions = actions.filter(assigned_to=user)
    return actions.select_related("meeting", "assigned_to").order_by("due_on", "pk")


def agree(meeting: Meeting, *, what: str, due_on: date, assigned_to: User, by: User) -> MeetingAction:
    """Add what somebody has to do.

    Raises DomainError once the prefecture has the minutes, and for a day before the meeting.
    """
    with transaction.atomic():
        record = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if not record.is_being_written:
            raise DomainError(f"この会議は「{record.get_state_display()}」なので、加えられません。")
        _check(record, due_on, assigned_to)
        return MeetingAction.objects.create(
            meeting=record, what=what, due_on=due_on, assigned_to=assigned_to, changed_by=by
        )


def move_action(action: MeetingAction, version: int, *, due_on: date, assigned_to: User, by: User) -> MeetingAction:
    """Put off what has to be done, or give it to somebody else.

    Raises EditConflict, and DomainError once it is done and for a day before the meeting.
    """
    with transaction.atomic():
        record = _open(action, version)
        _check(record.meeting, due_on, assigned_to)
        record.due_on, record.assigned_to, record.changed_by = due_on, assigned_to, by
        record.save()
    return record


def finish_action(action: MeetingAction, version: int, *, outcome: str = "", by: User) -> MeetingAction:
    """Note that it has been done. Raises EditConflict, and DomainError when it is done or somebody else's."""
    with transaction.atomic():
        record = _open(action, version)
        if record.assigned_to_id != by.pk and not may(by, "meetings.edit"):
            raise DomainError("担当者か、会議を記録する役割の職員だけが済みにできます。")
        record.done_on, record.done_by, record.outcome = timezone.localdate(), by, outcome.strip()
        record.changed_by = by
        record.save()
    return record


def _open(action: MeetingAction, version: int) -> MeetingAction:
    record = lock_for_edit(MeetingAction, action.pk, version)
    if record.done_on:
        raise DomainError("すでに済んでいます。")
    return record


def _check(meeting: Meeting, due_on: date, assigned_to: User) -> None:
    if due_on < meeting.held_on:
        raise DomainError("期日は、会議の日と同じか、それより後の日にしてください。", "due_on")
    if not may(assigned_to, "meetings.carry_out"):
        raise DomainError("窓口の職員か県担当者を選んでください。", "assigned_to")

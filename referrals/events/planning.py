"""Planning an event, changing it, and saying what became of it: held or cancelled."""

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from referrals.events.models import CentreEvent, EventGuest
from referrals.events.seats import taken

State, Standing = CentreEvent.State, EventGuest.Standing


def plan_event(*, by: User, **told) -> CentreEvent:
    """Enter an event. Raises DomainError when its days, hours, place or runner do not fit together."""
    _check(told)
    return CentreEvent.objects.create(recorded_by=by, **told)


def change_event(event: CentreEvent, version: int, *, by: User, **told) -> CentreEvent:
    """Change what is known of an event.

    Raises EditConflict when it was saved after `version`, DomainError as `plan_event` does, for a cancelled event, and
    when fewer seats are given than have been promised.
    """
    _check(told)
    with transaction.atomic():
        record = lock_for_edit(CentreEvent, event.pk, version)
        if record.state == State.CANCELLED:
            raise DomainError("中止した行事は直せません。")
        if record.state == State.HELD and told["first_on"] > record.settled_on:
            raise DomainError("開催済の行事の初日は、開催を記録した日より後にできません。", "first_on")
        used = taken(record)
        for field, count, unit in (("seats_employers", used.employers, "社"), ("seats_people", used.people, "人")):
            if told[field] is not None and told[field] < count:
                raise DomainError(f"出席の予定が{count}{unit}あります。{count}{unit}以上にしてください。", field)
        for name, value in told.items():
            setattr(record, name, value)
        record.save()
    return record


def settle_held(event: CentreEvent, version: int, *, by: User) -> CentreEvent:
    """Say that an event took place: who had promised to come and did not is absent from now on.

    Raises EditConflict, and DomainError for an event that has not begun or is settled already.
    """
    today = timezone.localdate()
    with transaction.atomic():
        record = lock_for_edit(CentreEvent, event.pk, version)
        _check_planned(record)
        if record.first_on > today:
            raise DomainError("初日より前に、開催済にはできません。")
        record.guests.filter(standing=Standing.ACCEPTED).update(standing=Standing.ABSENT, changed_by=by)
        record.state, record.settled_on, record.settled_by = State.HELD, today, by
        record.save()
    return record


def cancel_event(event: CentreEvent, version: int, *, reason: str, by: User) -> CentreEvent:
    """Say that an event does not take place, and why; the guests stay on its list so that they can be told.

    Raises EditConflict, and DomainError without a reason, once it is settled, and when somebody has been received.
    """
    if not reason.strip():
        raise DomainError("中止の理由を書いてください。", "reason")
    with transaction.atomic():
        record = lock_for_edit(CentreEvent, event.pk, version)
        _check_planned(record)
        if record.guests.filter(standing=Standing.ATTENDED).exists():
            raise DomainError("受付した方がいます。中止にするには、先に受付を取り消してください。")
        record.state, record.cancelled_reason = State.CANCELLED, reason.strip()
        record.settled_on, record.settled_by = timezone.localdate(), by
        record.save()
    return record


def _check_planned(event: CentreEvent) -> None:
    if event.state != State.PLANNED:
        raise DomainError(f"この行事は、すでに{event.get_state_display()}です。")


def _check(told: dict) -> None:
    first, last = told["first_on"], told["last_on"]
    if last < first:
        raise DomainError("最終日は、初日と同じか、それより後の日を入れてください。", "last_on")
    begins, ends = told.get("begins_at"), told.get("ends_at")
    if ends and not begins:
        raise DomainError("開始の時刻も入れてください。", "begins_at")
    if ends and ends <= begins:
        raise DomainError("終了の時刻は、開始より後にしてください。", "ends_at")
    if not told.get("place") and not told.get("is_online"):
        raise DomainError("会場を入れるか、「オンラインで行う」を選んでください。", "place")
    is_partners = told.get("run_by") == CentreEvent.Runner.PARTNER
    if is_partners and not told.get("agency"):
        raise DomainError("主催する関係機関を選んでください。", "agency")
    if not is_partners and told.get("agency"):
        raise DomainError("窓口の主催では、関係機関は選びません。", "agency")

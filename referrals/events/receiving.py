"""The reception: who has arrived, and who comes without being on the list."""

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from referrals.events.inviting import OPEN_TO, Whom, lock_guest, new_guest
from referrals.events.models import CentreEvent, EventGuest
from referrals.events.seats import check_seat, locked

Standing = EventGuest.Standing


def arrive(guest: EventGuest, *, by: User) -> EventGuest:
    """Receive a guest of the list; receiving the same one again changes nothing.

    Raises DomainError before the first day, for a cancelled event, for who was taken off the list, and when a guest
    who had not accepted finds no seat.
    """
    with transaction.atomic():
        event, record = lock_guest(guest)
        if record.standing == Standing.ATTENDED:
            return record
        _check_open(event)
        if record.standing not in OPEN_TO:
            raise DomainError("取りやめた方です。来られたときは、当日の参加として受け付けてください。")
        check_seat(event, record)
        record.standing, record.arrived_at, record.received_by = Standing.ATTENDED, timezone.now(), by
        record.changed_by = by
        record.version += 1
        record.save(update_fields=["standing", "arrived_at", "received_by", "changed_by", "version"])
    return record


def take_arrival_back(guest: EventGuest, *, by: User) -> EventGuest:
    """Undo a reception that was pressed by mistake; who had walked in leaves the list.

    Raises DomainError when something came of the visit already: that is taken out first.
    """
    with transaction.atomic():
        event, record = lock_guest(guest)
        if record.standing != Standing.ATTENDED:
            return record
        if record.outcomes.exists():
            raise DomainError("成果が記録されています。先に成果を消してください。")
        record.standing = _before_arrival(event, record)
        record.arrived_at = record.received_by = None
        record.changed_by = by
        record.version += 1
        record.save(update_fields=["standing", "arrived_at", "received_by", "changed_by", "version"])
    return record


def walk_in(event: CentreEvent, whom: Whom, *, by: User) -> EventGuest:
    """Put somebody on the list and receive them in one step. Raises DomainError as `invite` and `arrive` do."""
    with transaction.atomic():
        record = locked(event)
        _check_open(record)
        guest = new_guest(record, whom, by)
        guest.is_walk_in, guest.standing = True, Standing.ATTENDED
        guest.arrived_at, guest.received_by = timezone.now(), by
        check_seat(record, guest)
        guest.save()
    return guest


def _before_arrival(event: CentreEvent, guest: EventGuest) -> str:
    if guest.is_walk_in:
        return Standing.WITHDRAWN
    if event.state == CentreEvent.State.HELD:
        return Standing.ABSENT
    return Standing.ACCEPTED if guest.replied_on else Standing.INVITED


def _check_open(event: CentreEvent) -> None:
    if event.state == CentreEvent.State.CANCELLED:
        raise DomainError("中止した行事です。")
    if event.first_on > timezone.localdate():
        raise DomainError("受付は初日から始められます。")

"""Two lines of one employer on the list of an event, when its two records become one: one line is left."""

from collections.abc import Iterator

from employers.models import Establishment
from referrals.events.models import EventGuest, EventOutcome

Standing = EventGuest.Standing
# What says most of an employer stands: who came, came, whatever the other line says.
WEIGHT = {
    Standing.ATTENDED: 5,
    Standing.ACCEPTED: 4,
    Standing.ABSENT: 3,
    Standing.DECLINED: 2,
    Standing.INVITED: 1,
}


def settle(kept: Establishment, absorbed: Establishment) -> Iterator[tuple[EventGuest | EventOutcome, dict]]:
    """The absorbed record's line is withdrawn, the kept one's says what both knew, and takes the outcomes over.

    The seat is given up before it is taken, so that a full event stays within its number.
    """
    theirs = absorbed.event_guests.exclude(standing=Standing.WITHDRAWN).order_by("event_id", "pk")
    for line in theirs:
        own = kept.event_guests.filter(event=line.event_id).exclude(standing=Standing.WITHDRAWN).first()
        if own is None:
            continue
        yield line, {"standing": Standing.WITHDRAWN, "arrived_at": None, "received_by_id": None}
        yield own, _both(own, line)
        known = own.outcomes.filter(referral__isnull=False).values("referral")
        for outcome in line.outcomes.exclude(referral__in=known):
            yield outcome, {"guest_id": own.pk}


def _both(own: EventGuest, other: EventGuest) -> dict:
    names = dict.fromkeys([*own.names.splitlines(), *other.names.splitlines()])
    values = {"people": max(own.people, other.people), "names": "\n".join(names)[:400]}
    if WEIGHT[other.standing] > WEIGHT[own.standing]:
        values |= {
            "standing": other.standing,
            "replied_on": other.replied_on,
            "arrived_at": other.arrived_at,
            "received_by_id": other.received_by_id,
        }
    return values

"""The seats of an event: 社 of employers and 人 of people, each with its own limit."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from centre.errors import DomainError
from referrals.events.models import SEATED, CentreEvent, EventGuest


@dataclass(frozen=True)
class Seats:
    """How many employers (社) and how many people (人)."""

    employers: int
    people: int


def taken(event: CentreEvent, without: EventGuest | None = None) -> Seats:
    """The seats that were promised or are sat on, without those of one guest when given."""
    seated = event.guests.filter(standing__in=SEATED)
    if without is not None:
        seated = seated.exclude(pk=without.pk)
    found = seated.order_by().aggregate(
        employers=Count("pk", filter=Q(party="employer")),
        people=Coalesce(Sum("people", filter=~Q(party="employer")), 0),
    )
    return Seats(**found)


def left(event: CentreEvent) -> Seats:
    """The seats that nobody has taken; 0 where the event has no limit."""
    used = taken(event)
    return Seats(
        (event.seats_employers or used.employers) - used.employers, (event.seats_people or used.people) - used.people
    )


def locked(event: CentreEvent) -> CentreEvent:
    """The event under its row lock for the rest of the transaction: seats are given one after the other."""
    return CentreEvent.objects.select_for_update().get(pk=event.pk)


def check_seat(event: CentreEvent, guest: EventGuest) -> None:
    """Raise DomainError when a guest finds no seat; the event must be locked. The database checks it again."""
    used = taken(event, without=guest if guest.pk else None)
    if guest.party == EventGuest.Party.EMPLOYER:
        seats, count, unit, name = event.seats_employers, used.employers + 1, "社", "企業の定員"
    else:
        seats, count, unit, name = event.seats_people, used.people + guest.people, "人", "参加者の定員"
    if seats is not None and count > seats:
        raise DomainError(
            f"{name}（{seats}{unit}）をこえます。席を増やせるときは、行事の定員を直してから、もう一度押してください。"
        )

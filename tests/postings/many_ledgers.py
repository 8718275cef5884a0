"""Many ledgers in one database: made by dice, written in bulk the way the product writes lines."""

import random
from datetime import date, timedelta

from postings.models import JobPosting, PublicationEvent
from postings.toward_target.counting import LedgerLine, Listing, follow
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory

DAY = timedelta(days=1)


def random_ledger(dice: random.Random, year: int) -> list[LedgerLine]:
    """Up to eight postings around the turn of a fiscal year, in the order in which their lines were written."""
    lines = []
    for name in "ABCDEFGH"[: dice.randint(1, 8)]:
        day = date(year, 4, 1) + DAY * dice.randint(-80, 60)
        until = day + DAY * dice.randint(0, 80)
        lines.append(LedgerLine(name, "new", day, until, dice.random() < 0.6))
        for _ in range(dice.randint(0, 5)):
            kind = dice.choice(("changed", "extended", "ended"))
            if kind == "extended":
                day = dice.choice((until, until + DAY, day))
                until = max(until, day) + DAY * dice.randint(0, 60)
                lines.append(LedgerLine(name, kind, day, until, dice.random() < 0.6))
            else:
                day += DAY * dice.randint(0, max(0, (until - day).days))
                lines.append(LedgerLine(name, kind, day, None, dice.random() < 0.6))
            if kind == "ended":
                day += DAY * dice.randint(0, 40)
                until = day + DAY * dice.randint(0, 60)
                lines.append(LedgerLine(name, "relisted", day, until, dice.random() < 0.6))
    return lines


def write_ledgers(ledgers: list[list[LedgerLine]]) -> list[list[int]]:
    """Put ledgers into the database, each with postings of its own; answers the ids of the postings of each."""
    establishment = EstablishmentFactory()
    names = [sorted({line.posting for line in lines}) for lines in ledgers]
    made = JobPosting.objects.bulk_create(
        JobPostingFactory.build(establishment=establishment) for own in names for _ in own
    )
    ids = iter(posting.pk for posting in made)
    places = [{name: next(ids) for name in own} for own in names]
    PublicationEvent.objects.bulk_create(
        event for lines, place in zip(ledgers, places, strict=True) for event in _events(lines, place)
    )
    return [list(place.values()) for place in places]


def _events(lines: list[LedgerLine], place: dict[str, int]):
    """A change carries the end of the listing on, as `postings.site.publication` writes it."""
    listings = {name: Listing() for name in place}
    for line in lines:
        listing = listings[line.posting]
        follow(listing, line)
        yield PublicationEvent(
            posting_id=place[line.posting],
            kind=line.kind,
            effective_on=line.effective_on,
            listed_until=None if line.kind == "ended" or _is_over(line, listing) else listing.until,
            eligible=line.eligible,
        )


def _is_over(line: LedgerLine, listing: Listing) -> bool:
    return line.listed_until is None and listing.until is not None and listing.until < line.effective_on

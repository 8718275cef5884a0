"""Two independent counts of the same ledger agree: the fold over its lines and SQL over its intervals."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction

from centre.fiscal_year import FiscalYear
from postings.counting import LedgerLine, Listing, follow
from postings.ledger import ledger_lines
from postings.models import PublicationEvent
from postings.target import stand
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)


def write(lines) -> None:
    """Put lines into the database the way the product does: a change carries the end of the listing on."""
    establishment = EstablishmentFactory()
    postings = {
        name: JobPostingFactory(establishment=establishment) for name in sorted({line.posting for line in lines})
    }
    for name, posting in postings.items():
        listing = Listing()
        for line in sorted((line for line in lines if line.posting == name), key=lambda line: line.effective_on):
            follow(listing, line)
            PublicationEvent.objects.create(
                posting=posting,
                kind=line.kind,
                effective_on=line.effective_on,
                listed_until=None if line.kind == "ended" else _until(line, listing),
                eligible=line.eligible,
            )


def _until(line, listing):
    if line.listed_until is None and listing.until is not None and listing.until < line.effective_on:
        return None
    return listing.until


@pytest.mark.parametrize("seed", range(40))
def test_both_counts_are_equal_on_random_ledgers(seed):
    dice = random.Random(seed)
    lines = _random_ledger(dice)
    with transaction.atomic():
        write(lines)
    found = stand(YEAR)
    assert found.agrees
    all_lines = PublicationEvent.objects.all()
    by_sql = all_lines.live_through_turn(YEAR.start).count() + all_lines.additions(YEAR.start, YEAR.end).count()
    assert found.counted.count_all == by_sql
    assert len(list(ledger_lines())) == len(lines)


def _random_ledger(dice: random.Random):
    lines = []
    for name in "ABCDEFGH":
        day = date(2026, 4, 1) + timedelta(days=dice.randint(-80, 60))
        until = day + timedelta(days=dice.randint(0, 80))
        lines.append(LedgerLine(name, "new", day, until, dice.random() < 0.6))
        for _ in range(dice.randint(0, 5)):
            kind = dice.choice(("changed", "extended", "ended"))
            if kind == "extended":
                day = dice.choice((until, until + timedelta(days=1), day))
                until = max(until, day) + timedelta(days=dice.randint(0, 60))
                lines.append(LedgerLine(name, kind, day, until, dice.random() < 0.6))
            else:
                day += timedelta(days=dice.randint(0, max(0, (until - day).days)))
                lines.append(LedgerLine(name, kind, day, None, dice.random() < 0.6))
            if kind == "ended":
                day += timedelta(days=dice.randint(0, 40))
                until = day + timedelta(days=dice.randint(0, 60))
                lines.append(LedgerLine(name, "relisted", day, until, dice.random() < 0.6))
    return lines

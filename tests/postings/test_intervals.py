"""On which days a posting was listed: the fold agrees with a walk over every day, whatever the ledger says."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given

from postings.site.intervals import covers, listed_days
from postings.toward_target.counting import LedgerLine
from tests.postings.ledgers import possible_ledgers

DAY = timedelta(days=1)
UNTIL = date(2026, 8, 31)


def line(kind, day, until=None, *, eligible=True):
    return LedgerLine("A", kind, date.fromisoformat(day), date.fromisoformat(until) if until else None, eligible)


def days(*pairs):
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


def test_an_extension_on_the_day_after_the_last_joins_without_a_gap():
    found = listed_days([line("new", "2026-04-01", "2026-04-30"), line("extended", "2026-05-01", "2026-06-30")], UNTIL)
    assert found.listed == found.eligible == days(("2026-04-01", "2026-06-30"))


def test_the_days_between_an_end_and_a_relisting_are_not_listed():
    lines = [line("new", "2026-04-01"), line("ended", "2026-04-11"), line("relisted", "2026-05-01", "2026-05-31")]
    assert listed_days(lines, UNTIL).listed == days(("2026-04-01", "2026-04-10"), ("2026-05-01", "2026-05-31"))


def test_a_change_of_eligibility_divides_the_eligible_days_only():
    lines = [line("new", "2026-04-01", "2026-08-31", eligible=False), line("changed", "2026-06-15")]
    found = listed_days(lines, UNTIL)
    assert found.listed == days(("2026-04-01", "2026-08-31"))
    assert found.eligible == days(("2026-06-15", "2026-08-31"))


def test_of_two_lines_on_one_day_the_later_written_stands():
    lines = [line("new", "2026-04-01"), line("corrected", "2026-04-01", eligible=False)]
    assert listed_days(lines, UNTIL).eligible == ()


def test_nothing_is_said_of_days_to_come():
    lines = [line("new", "2026-04-01", "2026-12-31"), line("ended", "2026-09-10")]
    assert listed_days(lines, UNTIL).listed == days(("2026-04-01", "2026-08-31"))


def test_the_lines_of_two_postings_are_refused():
    with pytest.raises(ValueError, match="several postings"):
        listed_days([line("new", "2026-04-01"), LedgerLine("B", "new", date(2026, 4, 1), None, True)], UNTIL)


def walked(lines, until):
    """(listed days, eligible days) by standing at the end of every single day."""
    on_day = defaultdict(list)
    for one in lines:
        on_day[one.effective_on].append(one)
    listed, eligible = set(), set()
    day, live, last, flag = min(on_day), False, None, False
    while day <= until:
        for one in on_day.get(day, ()):
            flag = one.eligible
            if one.kind == "ended":
                live = False
            elif one.kind in ("new", "extended", "relisted"):
                live, last = True, one.listed_until
            elif live and (last is None or last >= day) and one.listed_until is not None:
                last = one.listed_until
        if live and (last is None or last >= day):
            listed.add(day)
            if flag:
                eligible.add(day)
        day += DAY
    return listed, eligible


@given(possible_ledgers())
def test_the_fold_agrees_with_a_walk_over_every_day(lines):
    for name in {one.posting for one in lines}:
        own = [one for one in lines if one.posting == name]
        found = listed_days(own, UNTIL)
        listed, eligible = walked(own, UNTIL)
        every = [min(one.effective_on for one in own) + DAY * n for n in range((UNTIL - date(2026, 1, 1)).days)]
        for day in every:
            assert covers(found.listed, day) == (day in listed), day
            assert covers(found.eligible, day) == (day in eligible), day
        assert all(later[0] > earlier[1] + DAY for earlier, later in zip(found.listed, found.listed[1:], strict=False))

"""The count toward the target, clause by clause of the contract's chapter 9."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postings.toward_target.counting import POLICIES, ImpossibleSequence, LedgerLine, count_year
from tests.postings.ledgers import possible_ledgers, simulated


def ledger(*rows: str) -> list[LedgerLine]:
    """Lines written as `A new 2026-03-01 2026-06-30`; a last word `x` makes a line not eligible."""
    lines = []
    for number, row in enumerate(rows, start=2):
        words = row.split()
        eligible = words[-1] != "x"
        days = [date.fromisoformat(word) for word in words[2:] if word != "x"]
        until = days[1] if len(days) > 1 else None
        lines.append(LedgerLine(words[0], words[1], days[0], until, eligible, number))
    return lines


def counted(*rows: str, year: int = 2026, policy: str = "per_posting_per_day") -> tuple[int, int, int, int, int, int]:
    """(baseline, new, extended, changed, relisted, count of all corporations)"""
    found = count_year(ledger(*rows), year, POLICIES[policy])
    return (found.baseline, *found.additions.values(), found.count_all)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # live over the turn
        (("A new 2026-03-01",), (1, 0, 0, 0, 0, 1)),
        (("A new 2026-03-31 2026-04-01",), (1, 0, 0, 0, 0, 1)),
        # published on 1 April: new, not baseline
        (("A new 2026-04-01",), (0, 1, 0, 0, 0, 1)),
        # runs out on 31 March
        (("A new 2026-03-01 2026-03-31",), (0, 0, 0, 0, 0, 0)),
        # runs out on 31 March and is extended from 1 April: an addition, not baseline
        (("A new 2026-03-01 2026-03-31", "A extended 2026-04-01 2026-06-30"), (0, 0, 1, 0, 0, 1)),
        # extended before the turn: baseline
        (("A new 2026-03-01 2026-03-31", "A extended 2026-03-31 2026-06-30"), (1, 0, 0, 0, 0, 1)),
        # live over the turn and changed on 1 April: both
        (("A new 2026-03-01", "A changed 2026-04-01"), (1, 0, 0, 1, 0, 2)),
        # the first day no longer listed is 1 April: not baseline; 2 April: baseline
        (("A new 2026-03-01", "A ended 2026-04-01"), (0, 0, 0, 0, 0, 0)),
        (("A new 2026-03-01", "A ended 2026-04-02"), (1, 0, 0, 0, 0, 1)),
        # the flag of the latest line before 1 April decides
        (("A new 2026-03-01 x", "A changed 2026-03-20"), (1, 0, 0, 0, 0, 1)),
        (("A new 2026-03-01", "A corrected 2026-03-20 x"), (0, 0, 0, 0, 0, 1)),
        # several additions on one day count once, under the first of new, relisted, extended, changed
        (("A new 2026-05-01", "A changed 2026-05-01"), (0, 1, 0, 0, 0, 1)),
        (("A new 2026-03-01", "A changed 2026-05-01", "A extended 2026-05-01"), (1, 0, 1, 0, 0, 2)),
        # corrected and ended never count
        (("A new 2026-05-01", "A corrected 2026-05-02", "A ended 2026-06-01"), (0, 1, 0, 0, 0, 1)),
        # the last day of the year belongs to it, the next does not
        (("A new 2026-03-01", "A changed 2027-03-31", "A changed 2027-04-01"), (1, 0, 0, 1, 0, 2)),
        # not eligible counts only among all corporations
        (("A new 2026-05-01 x", "B new 2026-05-01"), (0, 1, 0, 0, 0, 2)),
        # relisted after an end
        (("A new 2026-03-01 2026-03-20", "A relisted 2026-05-01"), (0, 0, 0, 0, 1, 1)),
        # a correction moves the end of a listing
        (("A new 2026-03-01 2026-03-31", "A corrected 2026-03-10 2026-04-30"), (1, 0, 0, 0, 0, 1)),
    ],
)
def test_each_clause(rows, expected):
    assert counted(*rows) == expected


def test_a_leap_day_is_a_day_like_any_other():
    assert counted("A new 2027-05-01", "A changed 2028-02-29", year=2027) == (0, 1, 0, 1, 0, 2)


def test_policies_differ_where_they_say():
    rows = ("A new 2026-05-01 2026-05-31", "A changed 2026-05-01", "A relisted 2026-06-20", "A changed 2026-06-20")
    assert counted(*rows) == (0, 1, 0, 0, 1, 2)
    assert counted(*rows, policy="every_event") == (0, 1, 0, 2, 1, 4)
    assert counted(*rows, policy="relisted_within_30_as_extension") == (0, 1, 1, 0, 0, 2)
    late = ("A new 2026-05-01 2026-05-31", "A relisted 2026-07-02")
    assert counted(*late, policy="relisted_within_30_as_extension") == (0, 2, 0, 0, 0, 2)


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (("A changed 2026-05-01",), 2),
        (("A new 2026-05-01", "A changed 2026-04-01"), 3),
        (("A new 2026-05-01", "A new 2026-06-01"), 3),
        (("A new 2026-05-01", "A relisted 2026-06-01"), 3),
        (("A new 2026-05-01 2026-05-31", "A extended 2026-06-02 2026-08-01"), 3),
        (("A new 2026-05-01 2026-05-31", "A changed 2026-06-01"), 3),
        (("A new 2026-05-01", "A ended 2026-06-01", "A ended 2026-06-02"), 4),
        (("A new 2026-05-01", "A ended 2026-06-01", "A extended 2026-06-01 2026-07-01"), 4),
        (("A new 2026-05-01 2026-04-30",), 2),
        (("A new 2026-05-01 2026-05-31", "A ended 2026-06-02"), 3),
    ],
)
def test_what_cannot_have_happened_is_refused_with_its_row(rows, number):
    with pytest.raises(ImpossibleSequence) as refusal:
        count_year(ledger(*rows), 2026)
    assert refusal.value.number == number
    assert refusal.value.message


def test_the_order_of_the_file_does_not_matter():
    rows = ("A new 2026-03-01 2026-04-30", "A extended 2026-04-15 2026-07-31", "A changed 2026-05-01")
    assert counted(*rows) == counted(*reversed(rows))


@given(possible_ledgers())
def test_the_fold_agrees_with_a_walk_through_every_day(lines):
    found = count_year(lines, 2026)
    baseline, additions = simulated(lines, eligible_only=True)
    baseline_all, additions_all = simulated(lines, eligible_only=False)
    assert (found.baseline, found.additions) == (baseline, additions)
    assert found.count == baseline + sum(additions.values())
    assert found.count_all == baseline_all + sum(additions_all.values())
    assert len(found.standing) == found.baseline
    assert len(found.counted) == sum(found.additions.values())


@given(possible_ledgers(), st.sampled_from(list(POLICIES)))
def test_every_policy_lies_between_one_a_day_and_every_event(lines, key):
    fewest, most = (
        count_year(lines, 2026, POLICIES[policy]).count for policy in ("per_posting_per_day", "every_event")
    )
    assert fewest <= count_year(lines, 2026, POLICIES[key]).count <= most


@given(possible_ledgers(), st.integers(0, 10**6))
def test_a_line_before_the_first_listing_breaks_any_ledger(lines, choice):
    victim = sorted({line.posting for line in lines})[choice % len({line.posting for line in lines})]
    first = min(line.effective_on for line in lines if line.posting == victim)
    broken = [*lines, LedgerLine(victim, "changed", first.replace(year=2020), None, True, 999)]
    with pytest.raises(ImpossibleSequence) as refusal:
        count_year(broken, 2026)
    assert refusal.value.number == 999

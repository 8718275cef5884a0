"""Two independent counts of the same ledger agree: the fold over its lines and SQL over its intervals."""

import random

import pytest

from centre.fiscal_year import FiscalYear
from postings.models import PublicationEvent
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import POLICIES, count_policies, count_year
from postings.toward_target.target_sql import EVERY, CountedLines, figures_of_fold, tally
from tests.postings.many_ledgers import random_ledger, write_ledgers

pytestmark = pytest.mark.django_db
LEDGERS = 1000
YEARS = range(2019, 2031)


def test_both_counts_are_equal_on_a_thousand_random_ledgers_under_every_policy():
    dice = random.Random(2026)
    years = [dice.choice(YEARS) for _ in range(LEDGERS)]
    ledgers = [random_ledger(dice, year) for year in years]
    written = write_ledgers(ledgers)
    for year, lines, postings in zip(years, ledgers, written, strict=True):
        folded = count_policies(lines, year, POLICIES.values())
        for key, policy in POLICIES.items():
            found = tally(FiscalYear(year), policy, postings=postings)
            assert found.figures() == figures_of_fold(folded[key]), (year, key, lines)
            assert (found.count, found.count_all) == (folded[key].count, folded[key].count_all)


@pytest.fixture
def many():
    """Three hundred ledgers around the turn of 2026."""
    dice = random.Random(7)
    write_ledgers([random_ledger(dice, 2026) for _ in range(300)])
    return FiscalYear(2026)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_the_lines_behind_a_figure_are_as_many_as_the_figure_says(many, policy):
    folded = count_year(ledger_lines(), 2026, policy)
    found = tally(many, policy)
    for kind, number in folded.additions.items():
        lines = PublicationEvent.objects.filter(pk__in=CountedLines(many, policy, counted_as=kind))
        assert set(lines.values_list("pk", flat=True)) == {
            line.number for line, counted_as in folded.counted if counted_as == kind
        }
        assert lines.count() == number == found.lines(kind=kind)
    baseline = PublicationEvent.objects.filter(pk__in=CountedLines(many, policy, counted_as="baseline"))
    assert set(baseline.values_list("pk", flat=True)) == {line.number for line in folded.standing}
    every = PublicationEvent.objects.filter(pk__in=CountedLines(many, policy, scope=EVERY))
    assert every.count() == found.count_all == folded.count_all


def test_people_are_the_headcount_of_the_postings_behind_each_once(many):
    PublicationEvent.objects.first().posting.__class__.objects.update(headcount=3)
    policy = POLICIES["every_event"]
    folded = count_year(ledger_lines(), 2026, policy)
    found = tally(many, policy)
    extended = {line.posting for line, kind in folded.counted if kind == "extended"}
    in_may = {line.posting for line, _ in folded.counted if line.effective_on.month == 5}
    everyone = {line.posting for line, _ in folded.counted} | {line.posting for line in folded.standing}
    assert found.people(kind="extended") == 3 * len(extended) < 3 * found.lines(kind="extended")
    assert found.people(month=5) == 3 * len(in_may)
    assert found.people() == 3 * len(everyone)


def test_named_questions_of_the_reports_count_the_same(many):
    lines = PublicationEvent.objects.all()
    by_questions = lines.live_through_turn(many.start).count() + lines.additions(many.start, many.end).count()
    assert tally(many, POLICIES["per_posting_per_day"]).count_all == by_questions

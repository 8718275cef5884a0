"""Who falls below a minimum wage: the database and the rule book agree, row by row."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from centre.roles import Role
from postings.declarations import _wages_missed
from postings.labour_law.announcing import announce_minimum_wage
from postings.labour_law.law_check import as_rates
from postings.labour_law.law_facts import wage_facts
from postings.labour_law.wages_missed import below, not_known
from postings.models import JobPosting, MinimumWage
from postings.rulebooks.posting_law import judge_rate
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
CARS = "自動車・同附属品製造業、船舶製造・修理業、舶用機関製造業"
HOURS = st.one_of(st.none(), st.just(0), st.decimals(1, 24, places=2))
AMOUNTS = st.one_of(st.none(), st.just(0), st.integers(0, 50_000))


@pytest.fixture
def december() -> MinimumWage:
    return MinimumWage.objects.get(kind="regional", effective_from=date(2026, 12, 1))


def live(**given) -> JobPosting:
    return JobPostingFactory(listed_from=date(2026, 10, 1), listed_until=date(2026, 12, 31), **given)


@st.composite
def postings(draw) -> dict:
    """Terms of a wage around the rate of 1,092 yen, with some of them unknown."""
    kind = draw(st.sampled_from(["", "hourly", "daily", "monthly", "annual"]))
    annual = draw(st.one_of(st.none(), st.just(0), st.decimals(1, 8784, places=1), st.just(1980)))
    daily = draw(HOURS)
    hours = {"hourly": 1, "daily": daily, "monthly": annual and annual / 12, "annual": annual}.get(kind) or 8
    near = int(1092 * hours)
    has = draw(st.sampled_from([None, False, True]))
    return {
        "wage_kind": kind,
        "wage_from_yen": draw(st.one_of(st.none(), st.integers(max(0, near - 1), near + 2), st.integers(0, 60_000))),
        "has_fixed_overtime": has,
        "fixed_overtime_yen": None if has is False else draw(AMOUNTS),
        "excluded_allowances_yen": draw(AMOUNTS),
        "annual_hours": annual,
        "daily_hours": daily,
    }


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms=st.lists(postings(), min_size=1, max_size=12))
def test_the_database_says_of_each_posting_what_the_rule_book_says(december, terms):
    JobPosting.objects.all().delete()
    place = EstablishmentFactory()
    made = [JobPosting(establishment=place, title="検品", received_on=date(2026, 11, 1), **one) for one in terms]
    JobPosting.objects.bulk_create(made)
    (rate,) = as_rates([december])
    missed = set(below(december, TODAY).values_list("pk", flat=True))
    open_ones = set(not_known(december, TODAY).values_list("pk", flat=True))
    for posting in JobPosting.objects.all():
        by_sql = "not_met" if posting.pk in missed else "unknown" if posting.pk in open_ones else "met"
        assert judge_rate(wage_facts(posting), rate).outcome == by_sql, wage_facts(posting)
    assert not missed & open_ones


@pytest.mark.parametrize(("yen", "is_below"), [(1091, True), (1092, False), (1034, True), (2000, False), (0, True)])
def test_one_yen_decides(december, yen, is_below):
    posting = live(wage_kind="hourly", wage_from_yen=yen)
    assert below(december, TODAY).filter(pk=posting.pk).exists() is is_below


def test_only_postings_that_are_offered_are_named(december):
    wage = {"wage_kind": "hourly", "wage_from_yen": 1034}
    shown = live(**wage)
    taken_in = JobPostingFactory(**wage)
    JobPostingFactory(listed_from=date(2026, 4, 1), listed_until=TODAY - timedelta(days=1), **wage)
    JobPostingFactory(listed_from=date(2026, 4, 1), ended_on=TODAY, **wage)
    assert set(below(december, TODAY)) == {shown, taken_in}


def test_a_posting_without_its_hours_a_year_is_listed_apart(december):
    posting = live(wage_kind="monthly", wage_from_yen=300_000, has_fixed_overtime=False, excluded_allowances_yen=0)
    assert not below(december, TODAY).exists()
    assert set(not_known(december, TODAY)) == {posting}


def test_an_industrys_rate_concerns_its_postings_only():
    rate = MinimumWage.objects.get(name=CARS)
    own = live(wage_kind="hourly", wage_from_yen=1073, minimum_wage=rate)
    live(wage_kind="hourly", wage_from_yen=1035)
    assert set(below(rate, TODAY)) == {own}


def test_the_next_rate_of_an_industry_concerns_the_postings_that_named_the_former():
    rate = MinimumWage.objects.get(name=CARS)
    own = live(wage_kind="hourly", wage_from_yen=1100, minimum_wage=rate)
    new = announce_minimum_wage(
        kind="industry", name=CARS, yen_per_hour=1130, effective_from=date(2026, 12, 15), certainty="found",
        by=UserFactory(role=Role.REVIEWER),
    )  # fmt: skip
    assert set(below(new, TODAY)) == {own}


def test_the_home_page_warns_sixty_days_before_and_after_a_rate_takes_effect():
    live(wage_kind="hourly", wage_from_yen=1034)
    user = UserFactory(role=Role.REVIEWER)
    card = _wages_missed(user, date(2026, 11, 21))
    assert card.figure == "1"
    assert card.items[0].urgent
    assert "1,092円" in card.items[0].label
    assert not _wages_missed(user, date(2026, 10, 2)).items[0].urgent
    assert _wages_missed(user, date(2026, 10, 1)) is None


def test_the_home_page_is_quiet_when_nobody_falls_below():
    live(wage_kind="hourly", wage_from_yen=1092)
    JobPostingFactory(wage_kind="hourly", wage_from_yen=1034)
    assert _wages_missed(UserFactory(role=Role.REVIEWER), TODAY) is None

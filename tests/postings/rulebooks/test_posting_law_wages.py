"""L1 and L2: the minimum wage on the day of intake and until the work starts."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postings.rulebooks.book import Outcome, judge
from postings.rulebooks.library import choose
from postings.rulebooks.posting_law_wages import Rate, announced_rates
from postings.rulebooks.wording import rate_of_pay
from tests.postings.rulebooks.samples import LAW, ON, ask, law

ELECTRONICS = "電子部品・デバイス・電子回路、電気機械器具、情報通信機械器具製造業"
CARS = "自動車・同附属品製造業、船舶製造・修理業、舶用機関製造業"
REGIONAL = [rate for rate in announced_rates() if rate.kind == "regional"]


def hourly(yen, intake, **changed):
    return {"wage_kind": "hourly", "wage_yen": yen, "intake_on": intake} | changed


def test_the_rates_of_the_prefecture_follow_each_other_without_a_gap():
    for earlier, later in pairwise(REGIONAL):
        assert (later.first - earlier.last).days == 1
        assert earlier.yen < later.yen
    assert REGIONAL[-1].last is None


@pytest.mark.parametrize("rate", REGIONAL, ids=lambda rate: str(rate.yen))
def test_on_its_first_day_a_rate_is_kept_by_the_same_amount_and_missed_by_one_yen_less(rate):
    assert law("L1", **hourly(rate.yen, rate.first)).outcome == "met"
    assert law("L1", **hourly(rate.yen - 1, rate.first)).outcome == "not_met"


@pytest.mark.parametrize("rate", REGIONAL[:-1], ids=lambda rate: str(rate.yen))
def test_on_its_last_day_a_rate_is_still_the_one(rate):
    assert law("L1", **hourly(rate.yen, rate.last)).outcome == "met"
    assert law("L1", **hourly(rate.yen - 1, rate.last)).outcome == "not_met"


@pytest.mark.parametrize(
    ("yen", "intake", "outcome"),
    [
        (952, "2025-12-31", "met"),
        (952, "2026-01-01", "not_met"),
        (951, "2025-12-31", "not_met"),
        (1033, "2026-01-01", "not_met"),
        (1034, "2026-01-01", "met"),
        (1034, "2026-11-30", "met"),
        (1034, "2026-12-01", "not_met"),
        (1091, "2026-12-01", "not_met"),
        (1092, "2026-12-01", "met"),
        (762, "2018-09-30", "unknown"),
    ],
)
def test_the_rate_of_the_day_of_intake_decides(yen, intake, outcome):
    assert law("L1", **hourly(yen, intake)).outcome == outcome


@pytest.mark.parametrize(
    ("yen", "intake", "starts", "outcome"),
    [
        (1034, "2026-11-20", "2026-11-30", "met"),
        (1034, "2026-11-20", "2026-12-01", "not_met"),
        (1091, "2026-11-20", "2026-12-01", "not_met"),
        (1092, "2026-11-20", "2026-12-01", "met"),
        (1092, "2026-11-20", "2028-04-01", "met"),
        (952, "2025-12-31", "2025-12-31", "met"),
        (952, "2025-12-31", "2026-01-01", "not_met"),
        (1034, "2025-12-31", "2026-01-01", "met"),
        (1034, "2025-12-31", "2026-12-01", "not_met"),
        (1034, "2026-12-01", "2026-11-01", "met"),
        (1, "2026-12-01", "2027-04-01", "met"),
        (1034, "2026-11-20", None, "unknown"),
        (1092, "2026-11-20", None, "met"),
        (1, "2026-12-01", None, "met"),
        (1034, None, "2026-12-01", "unknown"),
        (None, "2026-11-20", "2026-12-01", "unknown"),
    ],
)
def test_every_rate_up_to_the_start_of_the_work_is_kept(yen, intake, starts, outcome):
    assert law("L2", **hourly(yen, intake, starts_on=starts)).outcome == outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"wage_kind": "daily", "wage_yen": 8272, "daily_work_hours": 8}, "met"),
        ({"wage_kind": "daily", "wage_yen": 8271, "daily_work_hours": 8}, "not_met"),
        ({"wage_kind": "daily", "wage_yen": 8013, "daily_work_hours": 7.75}, "not_met"),
        ({"wage_kind": "daily", "wage_yen": 8014, "daily_work_hours": 7.75}, "met"),
        ({"wage_kind": "daily", "wage_yen": 10000, "daily_work_hours": None}, "unknown"),
        ({"wage_kind": "daily", "wage_yen": 9272, "fixed_overtime_yen": 1000}, "met"),
        ({"wage_kind": "daily", "wage_yen": 9271, "fixed_overtime_yen": 1000}, "not_met"),
        ({"wage_yen": 165_440, "annual_work_hours": 1920}, "met"),
        ({"wage_yen": 165_439, "annual_work_hours": 1920}, "not_met"),
        ({"wage_yen": 185_440, "fixed_overtime_yen": 20_000}, "met"),
        ({"wage_yen": 185_439, "fixed_overtime_yen": 20_000}, "not_met"),
        ({"wage_yen": 185_440, "fixed_overtime_yen": 10_000, "excluded_allowances_yen": 10_000}, "met"),
        ({"wage_yen": 185_439, "fixed_overtime_yen": 10_000, "excluded_allowances_yen": 10_000}, "not_met"),
        ({"wage_yen": 165_440, "fixed_overtime_yen": None}, "unknown"),
        ({"wage_yen": 165_439, "fixed_overtime_yen": None}, "not_met"),
        ({"wage_yen": 900_000, "excluded_allowances_yen": None}, "unknown"),
        ({"wage_yen": 900_000, "annual_work_hours": None}, "unknown"),
        ({"wage_yen": 20_000, "fixed_overtime_yen": 20_000, "annual_work_hours": None}, "not_met"),
        ({"wage_yen": 10_000, "fixed_overtime_yen": 20_000}, "not_met"),
        ({"wage_kind": "annual", "wage_yen": 1_985_280}, "met"),
        ({"wage_kind": "annual", "wage_yen": 1_985_279}, "not_met"),
        ({"wage_kind": "annual", "wage_yen": 2_225_280, "fixed_overtime_yen": 240_000}, "met"),
        ({"wage_kind": "annual", "wage_yen": 2_225_279, "fixed_overtime_yen": 240_000}, "not_met"),
        ({"wage_kind": "annual", "wage_yen": 1_985_280, "fixed_overtime_yen": None}, "unknown"),
        ({"wage_kind": "hourly", "wage_yen": 1034, "fixed_overtime_yen": None}, "met"),
        ({"wage_kind": None}, "unknown"),
        ({"wage_yen": None}, "unknown"),
        ({"intake_on": None}, "unknown"),
    ],
)
def test_an_hour_earns_what_is_left_after_the_deductions(facts, outcome):
    assert law("L1", **facts).outcome == outcome


def test_nothing_is_rounded_not_even_the_smallest_part_of_a_yen():
    just_below = {"wage_yen": 172_333, "annual_work_hours": 2000}
    assert law("L1", **just_below).outcome == "not_met"
    assert law("L1", **just_below | {"wage_yen": 172_334}).outcome == "met"
    assert "約1,033.99円" in law("L1", **just_below).reason


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(1092), "1,092円"),
        (Fraction(10915, 10), "1,091.5円"),
        (Fraction(180000 * 12, 1980), "約1,090.90円"),
        (Fraction(1092) - Fraction(1, 10**9), "約1,091.99円"),
        (Fraction(0), "0円"),
        (Fraction(-1), "0円に満たない額"),
    ],
)
def test_an_amount_is_cut_to_two_decimals_and_says_so(value, words):
    assert rate_of_pay(value) == words


@pytest.mark.parametrize(
    ("yen", "intake", "industry", "outcome"),
    [
        (1062, "2026-11-20", ELECTRONICS, "not_met"),
        (1063, "2026-11-20", ELECTRONICS, "met"),
        (1073, "2026-11-20", CARS, "not_met"),
        (1074, "2026-11-20", CARS, "met"),
        (1034, "2026-11-20", "百貨店、総合スーパー（地域別を適用）", "met"),
        (1034, "2026-11-20", None, "met"),
        (1074, "2026-12-01", CARS, "not_met"),
        (1092, "2026-12-01", CARS, "met"),
        (2000, "2025-12-31", CARS, "unknown"),
        (951, "2025-12-31", CARS, "not_met"),
        (2000, "2026-11-20", "知らない産業", "unknown"),
        (1033, "2026-11-20", "知らない産業", "not_met"),
    ],
)
def test_the_higher_of_the_prefecture_and_the_industry_applies(yen, intake, industry, outcome):
    assert law("L1", **hourly(yen, intake, minimum_wage_industry=industry)).outcome == outcome


def test_the_reason_names_the_amount_its_arithmetic_the_rate_and_its_day():
    found = law("L2", wage_yen=180_000, fixed_overtime_yen=10_000, annual_work_hours=1980, starts_on="2026-12-01")
    assert found.reason == (
        "1時間当たり約1,030.30円（（月給180,000円−固定残業代10,000円）×12÷年間の所定労働時間1980時間）が、"
        "就業開始の日までに発効する最低賃金（2026年12月1日からの熊本県最低賃金1,092円（未確認の額））を下回る。"
        "2026年12月1日までに賃金の改めが要る"
    )
    assert "年間の所定労働時間が分からない" in law("L1", annual_work_hours=None).reason
    assert "（未確認の額）" not in law("L1").reason
    start_unknown = law("L2", **hourly(1034, "2026-11-20", starts_on=None)).reason
    assert "2026年12月1日からの熊本県最低賃金1,092円" in start_unknown
    assert "就業開始の日が分からない" in start_unknown


def test_a_rate_announced_after_the_book_was_written_is_used_when_it_is_handed_over():
    announced = Rate("regional", "熊本県最低賃金", 1150, date(2027, 10, 1), None, "found")
    facts = LAW | hourly(1092, "2027-09-30", starts_on="2027-10-01")
    version = choose("posting_law", ON)
    assert judge(version, facts, on=ON).findings[1].outcome == "met"
    found = judge(version, facts, on=ON, parameters={"rates": (*announced_rates(), announced)})
    assert found.findings[1].outcome == "not_met"
    assert "2027年10月1日からの熊本県最低賃金1,150円を下回る" in found.findings[1].reason.replace("）", "")


AMOUNTS = st.integers(0, 400_000)
HOURS = st.integers(1, 8784)
DAYS = st.dates(date(2018, 10, 1), date(2027, 12, 31)).map(date.isoformat)
WAGE_FACTS = (
    "wage_kind", "wage_yen", "fixed_overtime_yen", "excluded_allowances_yen", "annual_work_hours", "daily_work_hours",
    "intake_on", "starts_on",
)  # fmt: skip
STEPS = {"not_met": 0, "unknown": 1, "met": 2}


@st.composite
def wages(draw):
    """Facts of a wage, all known."""
    return {
        "wage_kind": draw(st.sampled_from(["hourly", "daily", "monthly", "annual"])),
        "wage_yen": draw(st.one_of(st.integers(900, 1200), AMOUNTS, st.integers(0, 5_000_000))),
        "fixed_overtime_yen": draw(st.one_of(st.just(0), AMOUNTS)),
        "excluded_allowances_yen": draw(st.one_of(st.just(0), AMOUNTS)),
        "annual_work_hours": draw(st.one_of(st.integers(1900, 2100), HOURS)),
        "daily_work_hours": draw(st.integers(1, 24)),
        "intake_on": draw(DAYS),
        "starts_on": draw(DAYS),
    }


def outcomes(facts) -> dict:
    return {found.key: found.outcome for found in ask("posting_law", LAW | facts).findings}


@given(facts=wages(), more=st.integers(0, 100_000), forgotten=st.sets(st.sampled_from(WAGE_FACTS)))
def test_more_wage_never_makes_it_worse(facts, more, forgotten):
    facts |= dict.fromkeys(forgotten - {"wage_yen"})
    before, after = outcomes(facts), outcomes(facts | {"wage_yen": facts["wage_yen"] + more})
    for key in ("L1", "L2"):
        assert STEPS[before[key]] <= STEPS[after[key]]


@given(facts=wages(), forgotten=st.sets(st.sampled_from(WAGE_FACTS)))
def test_what_is_told_of_a_wage_holds_whatever_the_unknown_facts_are(facts, forgotten):
    # By the hour and the day silence about additions means none.
    if facts["wage_kind"] in ("hourly", "daily") or "wage_kind" in forgotten:
        facts |= {"fixed_overtime_yen": 0, "excluded_allowances_yen": 0}
    before, after = outcomes(facts | dict.fromkeys(forgotten)), outcomes(facts)
    for key in ("L1", "L2"):
        assert before[key] in (Outcome.UNKNOWN, after[key])


@given(
    yen=st.integers(700, 1300),
    daily=st.integers(1, 24),
    months=st.integers(60, 220),
    intake=DAYS,
    starts=DAYS,
)
def test_the_same_hour_earns_the_same_by_hour_day_month_and_year(yen, daily, months, intake, starts):
    """Hours a year are twelve times whole hours a month, so that each way of paying is a whole amount."""
    annual = months * 12
    assume(annual <= 8784)
    same = {"daily_work_hours": daily, "annual_work_hours": annual, "intake_on": intake, "starts_on": starts}
    ways = [("hourly", yen), ("daily", yen * daily), ("monthly", yen * months), ("annual", yen * annual)]
    first, *others = [outcomes(same | {"wage_kind": kind, "wage_yen": wage}) for kind, wage in ways]
    assert all(other == first for other in others)


@given(facts=wages(), least=st.integers(1, 100_000))
def test_hidden_fixed_overtime_never_helps(facts, least):
    before = outcomes(facts)
    after = outcomes(facts | {"fixed_overtime_yen": facts["fixed_overtime_yen"] + least})
    for key in ("L1", "L2"):
        assert STEPS[after[key]] <= STEPS[before[key]]

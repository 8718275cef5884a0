from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from postings.rulebooks.facts import FactError, count, day, hours_a_week, share, text, yen, yes_or_no
from tests.postings.rulebooks.samples import CORPORATION, POSTING, ask


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (0.5, Fraction(1, 2)),
        (1, Fraction(1)),
        (0, Fraction(0)),
        (Decimal("0.50000000"), Fraction(1, 2)),
        ("1/2", Fraction(1, 2)),
        ("２／３", Fraction(2, 3)),
        ("50%", Fraction(1, 2)),
        ("33.4％", Fraction(334, 1000)),
        ("0.25", Fraction(1, 4)),
        (0.6667, Fraction(6667, 10000)),
        (0.6666, Fraction(6666, 10000)),
        (0.49999, Fraction(49999, 100000)),
        (2 / 3, Fraction(2, 3)),
        (1 / 3, Fraction(1, 3)),
        (Decimal("0.33333333"), Fraction(1, 3)),
        (Decimal("0.66666667"), Fraction(2, 3)),
        (Decimal("0.49999999"), Fraction(49999999, 10**8)),
        (Decimal("0.4999999999"), Fraction(4999999999, 10**10)),
    ],
)
def test_a_share_is_read_exactly_and_a_long_decimal_as_the_ratio_it_rounds(given, meant):
    assert share(given) == meant


@pytest.mark.parametrize(
    "given",
    [50, 1.01, -0.1, True, "半分", "1/0", "3/2", "101%", "1e-9", "", [], float("nan"), Decimal("1e-999999999")],
)
def test_a_share_outside_the_whole_is_refused(given):
    with pytest.raises(ValueError, match="にしてください"):
        share(given)


@pytest.mark.parametrize("given", [-1, 0.5, "1000", True, float("inf"), 10**30, Decimal("1e999999999"), []])
def test_an_amount_that_is_not_whole_yen_is_refused(given):
    with pytest.raises(ValueError, match="整数"):
        yen(given)


def test_numbers_of_any_kind_are_read_exactly():
    assert yen(1e9) == 1_000_000_000
    assert yen(Decimal("1000000000.00")) == 1_000_000_000
    assert count(3) == 3
    assert hours_a_week(19.9) == Fraction(199, 10)


@pytest.mark.parametrize("given", [0, 1, "true", "はい", []])
def test_a_boolean_must_be_a_boolean(given):
    with pytest.raises(ValueError, match="true か false"):
        yes_or_no(given)


@pytest.mark.parametrize(
    "given", ["2026/10/01", "20261001", "2026-02-30", "令和8年10月1日", 20261001, datetime(2026, 10, 1, tzinfo=UTC)]
)
def test_a_day_has_one_form(given):
    with pytest.raises(ValueError, match="日"):
        day(given)


def test_a_day_may_be_a_date():
    assert day(date(2026, 10, 1)) == day("2026-10-01") == date(2026, 10, 1)


@pytest.mark.parametrize("given", ["", "　", "字" * 101, 43])
def test_a_text_is_not_blank_nor_endless(given):
    with pytest.raises(ValueError, match="にしてください"):
        text(given)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"capital": 1}, "capital"),
        ({"kind": "corporation"}, "kind"),
        ({"kind": ["company"]}, "kind"),
        ({"kind": 1}, "kind"),
        ({"capital_yen": "1億"}, "capital_yen"),
        ({"capital_yen": -1}, "capital_yen"),
        ({"employment_insurance": 1}, "employment_insurance"),
        ({"shareholders": {"share": 0.5}}, "shareholders"),
        ({"shareholders": [0.5]}, "shareholders"),
        ({"shareholders": [{"share": 1.5}]}, "shareholders"),
        ({"shareholders": [{"percent": 50}]}, "shareholders"),
        ({"shareholders": [{"share": 0.6}, {"share": 0.5}]}, "shareholders"),
        ({"officers_total": 0, "officers_from_large": 0}, "officers_total"),
        ({"officers_total": 0, "officers_from_large": None}, "officers_total"),
        ({"officers_total": 2.5}, "officers_total"),
        ({"officers_total": -1}, "officers_total"),
        ({"officers_total": 3, "officers_from_large": 4}, "officers_from_large"),
        ({"head_office_prefecture": "東京府"}, "head_office_prefecture"),
        ({"head_office_prefecture": 13}, "head_office_prefecture"),
        ({"head_office_municipality": "43"}, "head_office_municipality"),
        ({"head_office_municipality": "431002"}, "head_office_municipality"),
        ({"head_office_prefecture": "熊本県", "head_office_municipality": "13101"}, "head_office_municipality"),
    ],
)
def test_an_impossible_fact_of_a_corporation_is_refused_by_name(changed, named):
    with pytest.raises(FactError) as refused:
        ask("relocation_corporation", CORPORATION | changed)
    assert refused.value.field == named
    assert named in refused.value.message


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"weekly_hours": "40"}, "weekly_hours"),
        ({"weekly_hours": -1}, "weekly_hours"),
        ({"weekly_hours": 169}, "weekly_hours"),
        ({"contract": "無期"}, "contract"),
        ({"new_hire": "yes"}, "new_hire"),
        ({"applied_on": "2026-13-01"}, "applied_on"),
        ({"work_prefecture": "東京都", "work_municipality": "熊本県八代市"}, "work_municipality"),
    ],
)
def test_an_impossible_fact_of_a_posting_is_refused_by_name(changed, named):
    with pytest.raises(FactError) as refused:
        ask("relocation_posting", POSTING | changed)
    assert refused.value.field == named


def test_facts_that_are_no_mapping_are_refused():
    with pytest.raises(FactError, match="JSON のオブジェクト"):
        ask("relocation_posting", [POSTING])

"""P3: five years in or into the 23 wards, to the day, at every change of the rule and with things not known."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postings.rulebooks.book import Outcome
from tests.postings.rulebooks.people import found, origin, period

NEW = "2025-05-01"


@pytest.mark.parametrize(
    ("moved", "first", "expected"),
    [
        # exactly five years, and a day less
        ("2025-05-01", "2020-05-01", "met"),
        ("2025-05-01", "2020-05-02", "not_met"),
        ("2020-03-31", "2015-03-31", "met"),
        ("2020-03-31", "2015-04-01", "not_met"),
        # leap days at both ends
        ("2024-02-29", "2019-02-28", "met"),
        ("2024-02-29", "2019-03-01", "not_met"),
        ("2025-02-28", "2020-02-29", "met"),
        ("2025-03-01", "2020-02-29", "met"),
        ("2025-03-01", "2020-03-01", "met"),
        ("2025-03-01", "2020-03-02", "not_met"),
    ],
)
def test_five_years_without_a_break_up_to_the_move_are_exact(moved, first, expected):
    last = {"2025-05-01": "2025-04-30", "2020-03-31": "2020-03-30", "2024-02-29": "2024-02-28"}.get(moved)
    last = last or {"2025-02-28": "2025-02-27", "2025-03-01": "2025-02-28"}[moved]
    assert origin(moved, period(first, last)) == expected


@pytest.mark.parametrize(
    ("first", "expected"), [("2024-05-01", "met"), ("2024-05-02", "not_met"), ("2024-04-30", "met")]
)
def test_the_last_year_must_be_whole_and_without_a_break(first, expected):
    earlier = period("2016-01-01", "2020-12-31")
    assert origin(NEW, earlier, period(first, "2025-04-30")) == expected


def test_the_last_year_over_a_leap_day():
    earlier = period("2015-01-01", "2019-12-31")
    assert origin("2024-02-29", earlier, period("2023-02-28", "2024-02-28")) == "met"
    assert origin("2024-02-29", earlier, period("2023-03-01", "2024-02-28")) == "not_met"


def test_only_the_last_ten_years_count():
    last_year = period("2024-05-01", "2025-04-30")
    assert origin(NEW, period("2015-05-01", "2019-04-30"), last_year) == "unknown"
    assert origin(NEW, period("2015-05-01", "2019-05-02"), last_year) == "met"
    assert origin(NEW, period("2010-05-01", "2019-04-28"), last_year) == "not_met"


def test_pieces_that_are_five_years_only_by_one_way_of_counting_stay_open():
    last_year = period("2024-05-01", "2025-04-30")
    before = {days: period("2016-01-01", end) for days, end in ((1460, "2019-12-30"), (1461, "2019-12-31"))}
    assert origin(NEW, before[1460], last_year) == "not_met"
    assert origin(NEW, before[1461], last_year) == "unknown"
    assert origin(NEW, period("2016-01-01", "2020-01-01"), last_year) == "met"


def test_adjoining_and_overlapping_periods_are_one():
    halves = (period("2020-05-01", "2022-12-31"), period("2023-01-01", "2025-04-30", "commute"))
    assert origin(NEW, *halves) == "met"
    assert origin(NEW, *halves, *halves) == "met"
    assert origin(NEW, period("2022-05-01", "2025-04-30"), period("2022-05-01", "2025-04-30", "commute")) == "not_met"
    assert origin(NEW, halves[0], period("2023-01-02", "2025-04-30")) == "not_met"


@pytest.mark.parametrize(
    ("moved", "periods", "expected"),
    [
        # the move of 31 March 2020 and before: five years without a break
        ("2019-10-16", [("2014-10-16", "2019-10-15")], "met"),
        ("2019-10-16", [("2014-10-17", "2019-10-15")], "not_met"),
        ("2020-03-08", [("2010-04-01", "2015-03-31"), ("2019-03-01", "2020-03-07")], "not_met"),
        # between Saitama's change and Miyazaki's, Kumamoto's own day is not known
        ("2020-03-09", [("2010-04-01", "2015-03-31"), ("2019-03-01", "2020-03-08")], "unknown"),
        ("2020-03-31", [("2010-04-01", "2015-03-31"), ("2019-03-01", "2020-03-30")], "unknown"),
        ("2020-03-31", [("2010-04-01", "2013-03-31"), ("2019-03-01", "2020-03-30")], "not_met"),
        # from 1 April 2020: five of the last ten years, the last one without a break
        ("2020-04-01", [("2010-04-01", "2015-03-31"), ("2019-03-01", "2020-03-31")], "met"),
        ("2020-04-01", [("2010-04-01", "2015-03-31"), ("2019-04-01", "2020-03-31")], "met"),
        ("2020-04-01", [("2010-04-01", "2015-03-31"), ("2019-04-02", "2020-03-31")], "not_met"),
    ],
)
def test_five_years_in_total_came_in_spring_2020(moved, periods, expected):
    assert origin(moved, *(period(*span) for span in periods)) == expected


def test_the_doubt_about_the_day_of_the_change_is_said():
    reason = found(
        "P3", moved_in_on="2020-03-31", applied_on=None, periods=[period("2010-04-01", "2020-03-30")]
    ).reason
    assert "切替日は熊本県では未確認" in reason


@pytest.mark.parametrize(("moved", "expected"), [("2021-03-31", "not_met"), ("2021-04-01", "met")])
def test_years_at_school_count_for_moves_from_april_2021(moved, expected):
    last = {"2021-03-31": "2021-03-30", "2021-04-01": "2021-03-31"}[moved]
    studied = period("2014-04-01", "2018-03-31", "school")
    assert origin(moved, studied, period("2018-04-01", last)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "met"),
        ({"employed_in_23_wards_after": False}, "not_met"),
        ({"employed_in_23_wards_after": None}, "unknown"),
        ({"workplace_in_23_wards": False}, "not_met"),
        ({"workplace_in_23_wards": None}, "unknown"),
        ({"place_prefecture": "茨城県", "place_municipality": "取手市"}, "not_met"),
        ({"place_prefecture": "埼玉県", "place_municipality": "川口市"}, "unknown"),
        ({"place_prefecture": "埼玉県", "place_municipality": "秩父市"}, "unknown"),
        ({"place_prefecture": "東京都", "place_municipality": "文京区", "workplace_in_23_wards": False}, "met"),
    ],
)
def test_what_of_school_counts(changed, expected):
    studied = period("2018-04-01", "2022-03-31", "school", **changed)
    assert origin(NEW, studied, period("2022-04-01", "2025-04-30")) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "met"),
        ({"insured": False}, "not_met"),
        ({"insured": None}, "unknown"),
        ({"insured": False, "employee": False}, "met"),
        ({"insured": None, "employee": False}, "met"),
        ({"insured": False, "employee": None}, "unknown"),
        ({"workplace_in_23_wards": False}, "not_met"),
        ({"workplace_in_23_wards": None}, "unknown"),
        ({"place_prefecture": "茨城県", "place_municipality": "取手市"}, "not_met"),
        ({"place_municipality": "秩父市"}, "not_met"),
        ({"place_municipality": "川口市"}, "unknown"),
        ({"place_prefecture": "千葉県", "place_municipality": "多古町"}, "unknown"),
        ({"place_municipality": None}, "unknown"),
        ({"place_prefecture": None, "place_municipality": None}, "unknown"),
        ({"kind": None}, "unknown"),
        ({"kind": None, "place_prefecture": "茨城県", "place_municipality": "取手市"}, "not_met"),
        ({"kind": None, "place_prefecture": "東京都", "place_municipality": "北区"}, "met"),
        ({"from": None}, "unknown"),
        ({"to": None}, "unknown"),
    ],
)
def test_what_of_commuting_counts(changed, expected):
    assert origin(NEW, period("2018-04-01", "2025-04-30", "commute") | changed) == expected


def test_living_in_tama_counts_only_with_commuting():
    tama = {"place_prefecture": "東京都", "place_municipality": "八王子市"}
    assert origin(NEW, period("2015-05-01", "2025-04-30", **tama)) == "not_met"
    assert origin(NEW, period("2015-05-01", "2025-04-30", "commute", **tama)) == "unknown"


@pytest.mark.parametrize(
    ("last", "kind", "expected"),
    [
        ("2025-04-30", "commute", "met"),
        ("2025-01-31", "commute", "met"),
        ("2025-01-30", "commute", "not_met"),
        ("2025-04-29", "residence", "not_met"),
    ],
)
def test_commuting_may_have_ended_up_to_three_months_before_the_move_living_may_not(last, kind, expected):
    assert origin(NEW, period("2016-05-01", last, kind)) == expected


def test_whether_that_held_under_the_first_rule_is_open():
    assert origin("2020-01-15", period("2012-01-01", "2019-12-31", "commute")) == "unknown"
    assert origin("2020-01-15", period("2012-01-01", "2019-10-01", "commute")) == "not_met"


def test_no_period_at_all_is_not_met_and_an_unknown_list_is_open():
    assert origin(NEW) == "not_met"
    assert found("P3", periods=None).reason == "移住前の居住・通勤・通学の期間が分からないため要確認"


def test_the_reason_names_the_period_and_what_is_not_known_of_it():
    reason = found("P3", periods=[period("2016-01-01", "2025-04-30", "commute", insured=None)]).reason
    assert reason == "1番目の期間の雇用保険の被保険者かが分からないため要確認"


DAYS = st.dates(min_value=date(2012, 1, 1), max_value=date(2025, 12, 31))
PLACES = st.sampled_from(
    [("東京都", "北区"), ("東京都", "八王子市"), ("埼玉県", "秩父市"), ("神奈川県", "川崎市"), ("福岡県", "福岡市")]
)
FLAG = st.booleans()


@st.composite
def known_periods(draw):
    """A list of periods of which everything is known."""
    result = []
    for _ in range(draw(st.integers(0, 3))):
        first, last = sorted((draw(DAYS), draw(DAYS)))
        prefecture, municipality = draw(PLACES)
        result.append(
            {
                "from": first.isoformat(),
                "to": last.isoformat(),
                "kind": draw(st.sampled_from(["residence", "commute", "school"])),
                "place_prefecture": prefecture,
                "place_municipality": municipality,
                "workplace_in_23_wards": draw(FLAG),
                "employee": draw(FLAG),
                "insured": draw(FLAG),
                "employed_in_23_wards_after": draw(FLAG),
            }
        )
    return result


MOVES = st.sampled_from(
    ["2019-10-16", "2020-03-31", "2020-04-01", "2021-03-31", "2021-04-01", "2024-02-29", "2025-03-01", "2025-12-31"]
)


@settings(max_examples=600, deadline=None)
@given(moved=MOVES, complete=known_periods(), data=st.data())
def test_what_is_told_with_something_unknown_is_what_is_told_when_it_is_known(moved, complete, data):
    forgotten = [
        {key: None if data.draw(st.integers(0, 3)) == 0 else value for key, value in one.items()} for one in complete
    ]
    before = found("P3", moved_in_on=moved, applied_on=None, periods=forgotten).outcome
    after = found("P3", moved_in_on=moved, applied_on=None, periods=complete).outcome
    assert before in {Outcome.UNKNOWN, after}

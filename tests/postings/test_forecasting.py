"""The forecast of the count, by hand-made pasts; no database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from postings.toward_target.forecasting import Forecast, Past, forecast, pace, renewal_of

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
YEAR_END = date(2027, 3, 31)
WORKING = [
    day
    for offset in range(1200)
    if (day := date(2024, 7, 1) + DAY * offset).weekday() < 5 and day <= date(2027, 9, 30)
]
NOTHING = Past(TODAY, 1000, {}, {}, {}, 0, 0, begins=date(2025, 4, 1))


def every_working_day(number: int, first: date = date(2025, 4, 1), last: date = TODAY) -> dict[date, int]:
    return {day: number for day in WORKING if first <= day <= last}


def working_days_ahead(on: date = YEAR_END) -> int:
    return sum(TODAY < day <= on for day in WORKING)


def test_the_pace_is_what_arrived_per_working_day_of_the_last_thirteen_weeks():
    past = replace(NOTHING, arrivals={"new": every_working_day(6)})
    found = pace(past, "new", WORKING)
    assert (found.per_day, found.seen, found.days, found.spread) == (6, 390, 65, 1)


def test_a_ledger_that_has_just_begun_is_measured_only_since_it_began():
    begun = TODAY - DAY * 13
    past = replace(NOTHING, arrivals={"new": every_working_day(4, begun)}, begins=begun)
    assert pace(past, "new", WORKING).days == 10
    assert pace(past, "new", WORKING).per_day == 4


def test_uneven_weeks_make_the_interval_wider():
    even = {"new": every_working_day(5)}
    uneven = {
        "new": {day: 25 for day in WORKING if day.weekday() == 0 and (TODAY - day).days // 7 % 2 and day <= TODAY}
    }
    narrow, wide = (forecast(replace(NOTHING, arrivals=arrivals), YEAR_END, WORKING) for arrivals in (even, uneven))
    assert pace(replace(NOTHING, arrivals=uneven), "new", WORKING).spread > 5
    assert wide.deviation / wide.mean > narrow.deviation / narrow.mean


def test_changes_alone_go_on_at_their_pace():
    past = replace(NOTHING, arrivals={"changed": every_working_day(2)})
    found = forecast(past, YEAR_END, WORKING)
    assert found.parts["changed"] == pytest.approx(2 * working_days_ahead())
    assert found.count < found.low < found.mean < found.high


def test_a_busy_month_of_last_year_lifts_the_same_month_of_this_year():
    arrivals = every_working_day(4)
    arrivals |= {day: 12 for day in arrivals if (day.year, day.month) == (2026, 3)}
    past = replace(NOTHING, arrivals={"new": arrivals}, begins=date(2025, 4, 1))
    season = pace(past, "new", WORKING).season
    assert season[3] > 2
    assert season[2] == pytest.approx(1, abs=0.01)
    assert pace(replace(past, begins=date(2025, 11, 1)), "new", WORKING).season == {}


def test_listings_that_run_out_are_extended_as_often_as_in_the_past():
    past = replace(NOTHING, due={date(2027, 2, 26): 100}, leads={0: 300}, lapsed=100, term_extended=90)
    found = forecast(past, YEAR_END, WORKING)
    assert renewal_of(past).extended == pytest.approx(0.75, abs=0.01)
    assert found.parts["extended"] == pytest.approx(75, abs=1.5)
    assert found.deviation > 4


def test_a_short_listing_is_extended_again_and_again():
    past = replace(NOTHING, due={date(2026, 12, 1): 100}, leads={0: 300}, lapsed=100, term_extended=30)
    # due on 1 and 31 December, 30 January, 1 and 31 March: 0.75 + 0.75² + 0.75³ + 0.75⁴ + 0.75⁵
    assert forecast(past, YEAR_END, WORKING).parts["extended"] == pytest.approx(229, abs=4)


def test_listings_without_an_end_and_those_due_later_are_not_extended_this_year():
    past = replace(NOTHING, due={date(2027, 6, 1): 100}, leads={0: 300, 5: 100}, lapsed=100)
    assert forecast(past, YEAR_END, WORKING).parts["extended"] < 1
    early = replace(past, due={date(2027, 4, 3): 100})
    # A quarter of the extensions come five days before the last listed day.
    assert forecast(early, YEAR_END, WORKING).parts["extended"] == pytest.approx(20, abs=1)


def test_that_a_listing_due_tomorrow_was_not_extended_yet_speaks_against_it():
    past = replace(NOTHING, leads={1: 50, 10: 250}, lapsed=100)
    tomorrow = forecast(replace(past, due={TODAY + DAY * 2: 100}), YEAR_END, WORKING)
    later = forecast(replace(past, due={TODAY + DAY * 30: 100}), YEAR_END, WORKING)
    assert tomorrow.parts["extended"] < later.parts["extended"] / 1.5


def test_listings_taken_down_before_their_end_are_not_extended():
    past = replace(NOTHING, due={date(2027, 3, 1): 100}, leads={0: 300}, lapsed=100)
    often = replace(past, taken_down=400)
    usual, fewer = (forecast(one, YEAR_END, WORKING).parts["extended"] for one in (past, often))
    assert fewer == pytest.approx(usual / 2, rel=0.05)


def test_knowing_nothing_gives_a_wide_interval_not_an_error():
    found = forecast(replace(NOTHING, due={date(2027, 1, 5): 50}), YEAR_END, WORKING)
    assert 1000 <= found.low < found.mean < found.high
    assert found.high - found.low > 25


def test_on_the_last_day_nothing_is_open():
    found = forecast(replace(NOTHING, known_to=YEAR_END), YEAR_END, WORKING)
    assert (found.low, found.mean, found.high) == (1000, 1000, 1000)
    assert (found.probability(1000), found.probability(1001)) == (1, 0)


def test_the_same_past_gives_the_same_forecast():
    past = replace(NOTHING, arrivals={"new": every_working_day(3)}, due={date(2027, 1, 5): 50}, leads={2: 9}, lapsed=3)
    assert forecast(past, YEAR_END, WORKING) == forecast(past, YEAR_END, WORKING)


@pytest.mark.parametrize(("target", "least", "most"), [(1900, 0.99, 1), (2000, 0.45, 0.55), (2100, 0, 0.01)])
def test_the_probability_to_reach_a_target(target, least, most):
    assert least <= Forecast(YEAR_END, 1000, 2000, 30, {}).probability(target) <= most

"""The dates and thresholds of the reports, for every day and number; the law's figures are written here again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.incidents.clock import Facts, deadlines, hours_since, readings

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(day=DAYS, is_malicious=st.booleans(), counts=st.booleans())
def test_the_dates_lie_in_their_order_and_as_far_apart_as_the_rules_say(day, is_malicious, counts):
    at_once, early, late, final = deadlines(day, is_malicious=is_malicious, first_day_counts=counts)
    assert at_once.day is None
    assert day < early.day < late.day < final.day
    assert late.day - early.day == timedelta(days=2)
    assert final.day - early.day == timedelta(days=57 if is_malicious else 27)


@given(day=DAYS, is_malicious=st.booleans())
def test_counting_the_first_day_is_never_later(day, is_malicious):
    earlier = deadlines(day, is_malicious=is_malicious, first_day_counts=True)
    later = deadlines(day, is_malicious=is_malicious, first_day_counts=False)
    assert [b.day - a.day for a, b in zip(earlier[1:], later[1:], strict=True)] == [timedelta(days=1)] * 3


@pytest.mark.parametrize(
    ("noticed", "counts", "is_malicious", "expected"),
    [
        (date(2026, 11, 20), False, False, [date(2026, 11, 23), date(2026, 11, 25), date(2026, 12, 20)]),
        (date(2026, 11, 20), True, False, [date(2026, 11, 22), date(2026, 11, 24), date(2026, 12, 19)]),
        (date(2026, 11, 20), False, True, [date(2026, 11, 23), date(2026, 11, 25), date(2027, 1, 19)]),
        (date(2028, 2, 27), False, False, [date(2028, 3, 1), date(2028, 3, 3), date(2028, 3, 28)]),
    ],
)
def test_dates_by_hand(noticed, counts, is_malicious, expected):
    found = deadlines(noticed, is_malicious=is_malicious, first_day_counts=counts)
    assert [one.day for one in found[1:]] == expected
    assert ("60" in found[3].label) is is_malicious


@pytest.mark.parametrize(
    ("facts", "prefecture", "private"),
    [
        (Facts(None), None, None),
        (Facts(100), False, False),
        (Facts(101), True, False),
        (Facts(1000), True, False),
        (Facts(1001), True, True),
        (Facts(1, is_sensitive=True), True, True),
        (Facts(1, harms_property=True), True, True),
        (Facts(1, is_malicious=True), True, True),
        (Facts(1, is_sensitive_by_ordinance=True), True, False),
        (Facts(None, is_sensitive=True), True, True),
        (Facts(None, is_sensitive_by_ordinance=True), True, None),
        (Facts(0, is_malicious=True), False, False),
    ],
)
def test_both_thresholds_and_the_kinds_that_count_from_one(facts, prefecture, private):
    assert [one.reached for one in readings(facts)] == [prefecture, private]


@given(people=st.integers(0, 10**6), flags=st.lists(st.booleans(), min_size=4, max_size=4))
def test_what_the_private_rules_reach_the_official_ones_reach_too(people, flags):
    official, private = readings(Facts(people, *flags))
    assert official.reached or not private.reached


def test_hours_are_whole_and_never_negative():
    noticed = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert hours_since(noticed, noticed + timedelta(hours=26, minutes=59)) == 26
    assert hours_since(noticed, noticed - timedelta(hours=1)) == 0

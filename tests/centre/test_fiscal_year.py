"""The fiscal year runs from April to March and is named by its first year."""

from datetime import date

import pytest

from centre.fiscal_year import FiscalYear, Month, era_year


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 3, 31), 2026)]
)
def test_a_day_belongs_to_the_year_that_began_last_april(day, year):
    assert FiscalYear.of(day) == FiscalYear(year)


def test_the_year_is_written_the_way_the_prefecture_writes_it():
    assert FiscalYear(2026).label == "令和8年度（2026年度）"
    assert Month(2027, 1).label == "令和9年1月（2027年1月）"


@pytest.mark.parametrize(
    ("day", "era"),
    [
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1989, 1, 8), "平成元年"),
    ],
)
def test_eras_change_on_their_day(day, era):
    assert era_year(day) == era


def test_twelve_months_make_the_year():
    months = FiscalYear(2026).months
    assert (months[0], months[-1], len(months)) == (Month(2026, 4), Month(2027, 3), 12)
    assert months[-1].end == FiscalYear(2026).end


def test_a_month_knows_its_last_day_also_in_leap_years():
    assert Month(2028, 2).end == date(2028, 2, 29)
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2026, 1).previous() == Month(2025, 12)


@pytest.mark.parametrize("text", ["2026-13", "26-1", "2026", "令和8年10月", "2026-0"])
def test_a_month_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=text):
        Month.parse(text)

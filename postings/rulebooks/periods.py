"""Exact counting of years and months, and of days that surely, or only possibly, count (民法 140, 143)."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
EARLIEST = date(1900, 1, 1)
# Five years have 1826 or 1827 days, depending on how many 29 February lie in them.
FIVE_YEARS = 5
FEWEST_DAYS_OF_FIVE_YEARS, MOST_DAYS_OF_FIVE_YEARS = 1826, 1827


def months_later(day: date, months: int) -> date:
    """The same day so many months later (or earlier, when negative); the last day of the month where there is none."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 28 February where there is no 29th."""
    return months_later(day, 12 * years)


@dataclass(frozen=True, order=True)
class Stretch:
    """Days without a break, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds_years(self, years: int) -> bool:
        """Whether so many whole years have passed when its last day has passed."""
        return years_later(self.first, years) <= self.last + DAY


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same days with overlapping and adjoining stretches made one, in order."""
    result: list[Stretch] = []
    for stretch in sorted(stretches):
        if result and stretch.first <= result[-1].last + DAY:
            result[-1] = Stretch(result[-1].first, max(result[-1].last, stretch.last))
        else:
            result.append(stretch)
    return tuple(result)


def within(stretches: Iterable[Stretch], first: date, last: date) -> tuple[Stretch, ...]:
    """The days that lie between two days, both included."""
    cut = (Stretch(max(one.first, first), min(one.last, last)) for one in stretches)
    return tuple(one for one in cut if one.first <= one.last)


def five_years_in_total(stretches: tuple[Stretch, ...]) -> bool | None:
    """Whether stretches add up to five years; None where it hangs on how a year is counted in pieces."""
    if any(one.holds_years(FIVE_YEARS) for one in stretches):
        return True
    days = sum(one.days for one in stretches)
    if days >= MOST_DAYS_OF_FIVE_YEARS:
        return True
    return None if days == FEWEST_DAYS_OF_FIVE_YEARS and len(stretches) > 1 else False


def ending_on(stretches: tuple[Stretch, ...], last: date) -> Stretch | None:
    """The days without a break that end on a day, whatever follows them."""
    found = next((one for one in stretches if one.first <= last <= one.last), None)
    return None if found is None else Stretch(found.first, last)

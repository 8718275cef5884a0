"""On which days a posting was listed, and listed as eligible: a fold over its ledger lines. No database, no Django.

It rests on the same `follow` as the count toward the target, so that a certificate and the count never disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from postings.toward_target.counting import Listing, follow, histories

DAY = timedelta(days=1)
# (first day, last day), both listed.
Interval = tuple[date, date]


@dataclass(frozen=True)
class ListedDays:
    """The days of one posting up to `until`, both kinds as joined intervals; `listing` is how it stands after them."""

    listed: tuple[Interval, ...]
    eligible: tuple[Interval, ...]
    listing: Listing


def listed_days(lines: Iterable, until: date) -> ListedDays:
    """The days on which one posting was listed, up to a day (included).

    `lines` are the posting's LedgerLines as written, those with later effect are left out. Of several lines on one day
    the last stands for the day. Raises ImpossibleSequence, and ValueError for the lines of several postings.
    """
    found = histories(line for line in lines if line.effective_on <= until)
    if len(found) > 1:
        raise ValueError("the lines of several postings have no common days")
    history = next(iter(found.values()), [])
    listing, listed, eligible = Listing(), [], []
    for place, line in enumerate(history):
        follow(listing, line)
        next_day = history[place + 1].effective_on if place + 1 < len(history) else until + DAY
        if listing.listed and next_day > line.effective_on:
            last = min(next_day - DAY, listing.until or date.max)
            _join(listed, line.effective_on, last)
            if listing.eligible:
                _join(eligible, line.effective_on, last)
    return ListedDays(tuple(listed), tuple(eligible), listing)


def covers(intervals: Iterable[Interval], day: date) -> bool:
    """Whether a day lies in one of the intervals."""
    return any(first <= day <= last for first, last in intervals)


def _join(intervals: list[Interval], first: date, last: date) -> None:
    """Add an interval, as one with the last when it follows it without a gap."""
    if first > last:
        return
    if intervals and intervals[-1][1] + DAY >= first:
        intervals[-1] = (intervals[-1][0], max(last, intervals[-1][1]))
    else:
        intervals.append((first, last))

"""How many postings will be counted by a later day, and how sure that is: pure arithmetic over the past (DESIGN §4.2).

Three kinds of addition arrive by themselves (new, relisted, changed: so many per working day); extensions follow from
the calendar of listings that run out. Mean and variance are computed, not drawn by lot, so that the same ledger
always gives the same forecast. The count is taken as normal around its mean; the interval holds 80 %.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from math import sqrt
from statistics import NormalDist, fmean, variance

ARRIVING = ("new", "relisted", "changed")
LISTED_ANEW = ("new", "relisted")
RECENT = timedelta(weeks=13)
YEAR = timedelta(weeks=52)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
QUANTILE = NormalDist().inv_cdf(0.9)
# A month of last year moves the pace only as far as its number of arrivals outweighs this many of the usual pace.
SEASON_WEIGHT = 20
USUAL_TERM = 90


@dataclass(frozen=True)
class Past:
    """What the ledger tells up to the end of `known_to`, of eligible lines.

    `count` is the year's count so far; `arrivals` {kind: {day: additions}}; `due` {last day listed: listings that
    stand}; `leads` {days before the last listed day: extensions}; `lapsed` and `taken_down` are the listings of the
    last year that ran out or were ended before they could; terms are in days; `begins` is the ledger's first day.
    """

    known_to: date
    count: int
    arrivals: dict[str, dict[date, int]]
    due: dict[date, int]
    leads: dict[int, int]
    lapsed: int
    taken_down: int
    term_new: int = USUAL_TERM
    term_extended: int = USUAL_TERM
    begins: date | None = None

    @property
    def renewed(self) -> int:
        """Extensions of listings that came to their last day in the last year."""
        return sum(self.leads.values())


@dataclass(frozen=True)
class Pace:
    """How fast one kind arrives: per working day, from how many in how many days, and how unevenly week by week.

    `spread` is the variance of a week over its mean, at least 1; `season` {month: factor} is 1 where unknown.
    """

    kind: str
    per_day: float
    seen: int
    days: int
    spread: float = 1
    season: dict[int, float] = field(default_factory=dict)

    def expected(self, day: date) -> float:
        """Arrivals expected on a working day."""
        return self.per_day * self.season.get(day.month, 1)

    @property
    def doubt(self) -> float:
        """Relative variance of the pace itself."""
        return self.spread / max(self.seen, 0.5)


@dataclass(frozen=True)
class Renewal:
    """How listings go on: the share extended of those that run out, and the share taken down before."""

    extended: float
    taken_down: float
    extended_doubt: float
    taken_down_doubt: float


@dataclass(frozen=True)
class Forecast:
    """The count expected on `on`, with the 80 % interval and the parts of the mean: {kind: additions to come}."""

    on: date
    count: int
    mean: float
    deviation: float
    parts: dict[str, float]

    @property
    def low(self) -> int:
        """The lower end; what is counted already stays counted."""
        return max(self.count, round(self.mean - QUANTILE * self.deviation))

    @property
    def high(self) -> int:
        """The upper end."""
        return max(self.low, round(self.mean + QUANTILE * self.deviation))

    def probability(self, target: int) -> float:
        """How likely the count reaches a target by then, from 0 to 1."""
        if self.count >= target:
            return 1
        if self.deviation == 0:
            return float(self.mean >= target)
        return 1 - NormalDist(self.mean, self.deviation).cdf(target - 0.5)


def forecast(past: Past, on: date, working: Iterable[date]) -> Forecast:
    """Foretell the count at the end of a day; `working` are the working days around, past and to come."""
    days = sorted(working)
    ahead = [day for day in days if past.known_to < day <= on]
    paces = [pace(past, kind, days) for kind in ARRIVING]
    renewal = renewal_of(past)
    parts, spread = _expected(past, on, ahead, paces, renewal)
    mean = past.count + sum(parts.values())
    doubt = sum(_from_pace(past, on, ahead, one, renewal) ** 2 * one.doubt for one in paces)
    for name in ("extended", "taken_down"):
        doubt += _slope(past, on, ahead, paces, renewal, name) ** 2 * getattr(renewal, f"{name}_doubt")
    return Forecast(on, past.count, mean, sqrt(spread + doubt), parts)


def pace(past: Past, kind: str, working: Sequence[date]) -> Pace:
    """How fast a kind arrived in the last weeks, in which the ledger was kept, and how the year bends it."""
    first = past.known_to - RECENT + DAY
    if past.begins is not None:
        first = max(first, past.begins)
    arrived = past.arrivals.get(kind, {})
    days = _days_between(working, first, past.known_to)
    seen = _sum_between(arrived, first, past.known_to)
    per_day = max(seen, 0.5) / max(days, 1)
    season = _season(past, arrived, working) if kind == "new" else {}
    return Pace(kind, per_day, seen, days, _spread(arrived, first, past.known_to), season)


def renewal_of(past: Past) -> Renewal:
    """How listings went on in the last year: the means and variances of Beta distributions begun at (1, 1)."""
    extended = _beta(past.renewed, past.lapsed)
    taken_down = _beta(past.taken_down, past.renewed + past.lapsed)
    return Renewal(extended[0], taken_down[0], extended[1], taken_down[1])


def _beta(yes: int, no: int) -> tuple[float, float]:
    a, b = yes + 1, no + 1
    return a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))


def _spread(arrived: dict[date, int], first: date, last: date) -> float:
    weeks = [
        _sum_between(arrived, last - WEEK * (back + 1) + DAY, last - WEEK * back)
        for back in range(((last - first) + DAY) // WEEK)
    ]
    if len(weeks) < 4 or not any(weeks):
        return 1
    return max(1, variance(weeks) / fmean(weeks))


def _season(past: Past, arrived: dict[date, int], working: Sequence[date]) -> dict[int, float]:
    """How the months to come stood last year against the weeks of last year that match the recent ones."""
    last = past.known_to - YEAR
    first = last - RECENT + DAY
    if past.begins is None or past.begins > first:
        return {}
    days = _days_between(working, first, last)
    seen = _sum_between(arrived, first, last)
    if not days or not seen:
        return {}
    usual, found = seen / days, {}
    for back in range(1, 13):
        start = _month_before(past.known_to, back)
        end = _month_before(past.known_to, back - 1) - DAY
        if start >= past.begins:
            expected = usual * _days_between(working, start, end)
            found[start.month] = (_sum_between(arrived, start, end) + SEASON_WEIGHT) / (expected + SEASON_WEIGHT)
    return found


def _month_before(day: date, back: int) -> date:
    month = day.year * 12 + day.month - 1 - back
    return date(month // 12, month % 12 + 1, 1)


def _expected(
    past: Past, on: date, ahead: Sequence[date], paces: Sequence[Pace], renewal: Renewal
) -> tuple[dict[str, float], float]:
    """What each kind is expected to add, and the variance when pace and shares are known exactly."""
    leads = _Leads(past.leads)
    parts = dict.fromkeys(("new", "extended", "changed", "relisted"), 0.0)
    spread = 0.0
    for last_day, listings in past.due.items():
        mean, square = _chain_of_standing(past, last_day, on, renewal, leads)
        parts["extended"] += listings * mean
        spread += listings * (square - mean**2)
    for one in paces:
        for day in ahead:
            arrivals = one.expected(day)
            mean, square = _chain_of_new(past, day, on, renewal, leads) if one.kind in LISTED_ANEW else (0.0, 0.0)
            parts[one.kind] += arrivals
            parts["extended"] += arrivals * mean
            # A compound sum: each arrival brings itself and its extensions.
            spread += arrivals * ((one.spread - 1) * (1 + mean) ** 2 + 1 + 2 * mean + square)
    return parts, spread


def _from_pace(past: Past, on: date, ahead: Sequence[date], one: Pace, renewal: Renewal) -> float:
    """What follows from one pace alone: its arrivals and their extensions."""
    parts, _ = _expected(replace(past, due={}), on, ahead, [one], renewal)
    return sum(parts.values())


def _slope(past, on, ahead, paces, renewal: Renewal, name: str) -> float:
    """By how much the mean grows when a share grows by 1."""
    step = 0.01
    value = getattr(renewal, name)
    low, high = max(0.0, value - step), min(1.0, value + step)
    sums = [
        sum(_expected(past, on, ahead, paces, replace(renewal, **{name: share}))[0].values()) for share in (low, high)
    ]
    return (sums[1] - sums[0]) / (high - low)


class _Leads:
    """How many days before the last listed day extensions take effect: their share of at least, or of less than."""

    def __init__(self, leads: dict[int, int]):
        known = sorted(leads or {0: 1})
        self.days = known
        self.sums = [0, *accumulate((leads or {0: 1})[lead] for lead in known)]

    def less_than(self, days: int) -> float:
        return self.sums[bisect_left(self.days, days)] / self.sums[-1]

    def at_least(self, days: int) -> float:
        return 1 - self.less_than(days)


def _chain_of_standing(past: Past, last_day: date, on: date, renewal: Renewal, leads: _Leads) -> tuple[float, float]:
    """Mean and mean square of the extensions of a listing that stands, not extended yet, up to `on`."""
    left = (last_day - past.known_to).days
    still = leads.less_than(left)
    # That it was not extended yet says something the nearer its last day comes.
    not_yet = renewal.extended * still + 1 - renewal.extended
    extended = renewal.extended * still / not_yet if not_yet else 0.0
    stays = (1 - renewal.taken_down) ** min(1.0, max(0, left) / max(past.term_extended, 1))
    early = still - leads.less_than((last_day - on).days)
    share = max(0.0, early) / still if still else 0.0
    return _moments(extended * stays, share, last_day, past.term_extended, on, renewal, leads)


def _chain_of_new(past: Past, day: date, on: date, renewal: Renewal, leads: _Leads) -> tuple[float, float]:
    """The same of a listing that begins on a day to come."""
    last_day = day + DAY * (past.term_new - 1)
    share = leads.at_least((last_day - on).days)
    return _moments(
        renewal.extended * (1 - renewal.taken_down), share, last_day, past.term_extended, on, renewal, leads
    )


def _moments(chance: float, share: float, last_day: date, term: int, on: date, renewal: Renewal, leads: _Leads):
    """Mean and mean square of a chain of extensions whose first comes with `chance`, by `on` for its `share`."""
    mean = square = 0.0
    number = 1
    while share > 0 and chance > 0:
        mean += chance * share
        square += (2 * number - 1) * chance * share
        number += 1
        last_day += DAY * max(term, 1)
        chance *= renewal.extended * (1 - renewal.taken_down)
        share = leads.at_least((last_day - on).days)
    return mean, square


def _days_between(working: Sequence[date], first: date, last: date) -> int:
    return max(0, bisect_left(working, last + DAY) - bisect_left(working, first))


def _sum_between(arrived: dict[date, int], first: date, last: date) -> int:
    return sum(number for day, number in arrived.items() if first <= day <= last)

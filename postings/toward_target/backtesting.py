"""Would the forecasts have come true? Each Monday of a year foretells later days by what was known then."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from statistics import fmean

from django.utils import timezone

from centre import jobs
from centre.fiscal_year import FiscalYear
from centre.models import Job, User
from postings.toward_target.counting import Policy
from postings.toward_target.forecast_past import past_as_known_now, past_of
from postings.toward_target.forecasting import Past, forecast
from postings.toward_target.outlook import working_days
from postings.toward_target.target import policy_of

JOB = "backtest_target"
AHEAD = (28, 56)
YEAR_END = 0
# With less of a ledger than this nobody would foretell anything.
LEAST_KNOWN = timedelta(weeks=4)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Tried:
    """One forecast and what came: counts in 件; `ahead` in days, YEAR_END for the last day of the year."""

    known_to: date
    ahead: int
    on: date
    low: int
    mean: float
    high: int
    actual: int

    @property
    def is_inside(self) -> bool:
        """Whether the 80 % interval held what came."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class Score:
    """All forecasts of one distance: how many, the share inside the interval, mean absolute error and mean error."""

    ahead: int
    tried: int
    inside: float
    error: float
    bias: float


def ask_for_backtest(year: FiscalYear, *, by: User | None) -> Job:
    """Ask for the forecasts of a year to be tried on its past."""
    return jobs.ask(JOB, f"{year.year}", {"year": year.year}, by)


def backtest(year: FiscalYear, policy: Policy | None = None, progress: Callable | None = None) -> list[Tried]:
    """Foretell days that have come since, from every past Monday of a year by the lines recorded up to then."""
    policy = policy or policy_of(year)
    last = min(timezone.localdate() - timedelta(days=1), year.end)
    came = past_as_known_now(year, policy, last)
    mondays = _mondays(year, last - timedelta(days=min(AHEAD)))
    tried = []
    for number, monday in enumerate(mondays):
        tried += _try(year, policy, monday, came, last)
        if progress:
            progress(number + 1, len(mondays), "過去の月曜日ごとに予測しています")
    return tried


def scores(tried: list[Tried]) -> list[Score]:
    """The share inside and the errors by how far ahead the forecasts looked."""
    found = []
    for ahead in sorted({one.ahead for one in tried}, key=lambda ahead: ahead or 999):
        own = [one for one in tried if one.ahead == ahead]
        errors = [one.mean - one.actual for one in own]
        inside = sum(one.is_inside for one in own) / len(own)
        found.append(Score(ahead, len(own), inside, fmean(abs(error) for error in errors), fmean(errors)))
    return found


def last_scores(year: FiscalYear) -> tuple[Job | None, list[Score]]:
    """The last trial of a year that was carried, and its scores."""
    job = Job.objects.filter(kind=JOB, key=f"{year.year}", state=Job.State.DONE).order_by("-finished_at").first()
    return job, [Score(**row) for row in job.result["scores"]] if job else []


def as_result(tried: list[Tried]) -> dict:
    """What the job's row keeps."""
    return {"scores": [asdict(score) for score in scores(tried)]}


def _try(year: FiscalYear, policy: Policy, monday: date, came: Past, last: date) -> list[Tried]:
    past = past_of(year, policy, monday)
    if past.begins is None or monday - past.begins < LEAST_KNOWN:
        return []
    working = working_days(monday, year)
    aims = [(ahead, monday + timedelta(days=ahead)) for ahead in AHEAD]
    if last == year.end:
        aims.append((YEAR_END, year.end))
    found = [(ahead, forecast(past, on, working)) for ahead, on in aims if on <= last]
    return [
        Tried(monday, ahead, one.on, one.low, one.mean, one.high, _count_on(came, one.on, year))
        for ahead, one in found
    ]


def _count_on(came: Past, day: date, year: FiscalYear) -> int:
    """The count at the end of a day, by all that is known now."""
    added = sum(number for days in came.arrivals.values() for on, number in days.items() if day < on)
    return came.count - added


def _mondays(year: FiscalYear, last: date) -> list[date]:
    first = year.start + timedelta(days=-year.start.weekday() % 7)
    return [first + WEEK * number for number in range(((last - first).days // 7) + 1)] if last >= first else []

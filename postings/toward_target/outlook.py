"""The outlook of a fiscal year: the forecast for each month's end with the grounds it stands on, kept day by day."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from centre.calendar import opening_days
from centre.fiscal_year import FiscalYear
from postings.models import TargetForecast
from postings.toward_target.counting import Policy
from postings.toward_target.forecast_past import past_of
from postings.toward_target.forecasting import ARRIVING, RECENT, YEAR, Forecast, Past, forecast, pace, renewal_of
from postings.toward_target.target import policy_of

# Enough working days back for the season of last year.
REACH = YEAR * 2 + RECENT
CHANCES = (
    (0.95, "ほぼ確実に届く見込みです"),
    (0.8, "届く見込みが高いです"),
    (0.6, "届く見込みのほうが大きいです"),
    (0.4, "届くかどうかは五分五分です"),
    (0.2, "届かない見込みのほうが大きいです"),
    (0.05, "届かない見込みが高いです"),
    (0, "いまのペースでは届かない見込みです"),
)


@dataclass(frozen=True)
class Outlook:
    """What is foretold at the end of a day and why; everything plain, so that it can be kept as JSON.

    `months` are (last day of the month, mean, low, high) of the count in 件; `paces` {kind: (per working day, seen,
    working days)} of the last weeks; `due` how many listings run out within the year.
    """

    known_to: str
    count: int
    months: list
    mean: float
    deviation: float
    parts: dict[str, float]
    paces: dict[str, list]
    extended_share: float
    renewed: int
    lapsed: int
    taken_down: int
    taken_down_share: float
    due: int
    term_new: int
    term_extended: int
    has_season: bool

    @property
    def low(self) -> int:
        """Lower end of the 80 % interval on the last day of the year."""
        return self.months[-1][2]

    @property
    def high(self) -> int:
        """Upper end."""
        return self.months[-1][3]

    def probability(self, target: int) -> float:
        """How likely the year reaches a target."""
        last_day = date.fromisoformat(self.months[-1][0])
        return Forecast(last_day, self.count, self.mean, self.deviation, {}).probability(target)


def look_ahead(year: FiscalYear, policy: Policy, known_to: date) -> Outlook | None:
    """The outlook from what the ledger told at the end of a day; None once the year is over."""
    if known_to >= year.end:
        return None
    past = past_of(year, policy, known_to)
    working = working_days(known_to, year)
    ends = [month.end for month in year.months if month.end > known_to]
    found = [forecast(past, end, working) for end in ends]
    return _outlook(past, found, working)


def _outlook(past: Past, found: list[Forecast], working: list[date]) -> Outlook:
    paces = {kind: pace(past, kind, working) for kind in ARRIVING}
    renewal, last = renewal_of(past), found[-1]
    return Outlook(
        known_to=past.known_to.isoformat(),
        count=past.count,
        months=[[one.on.isoformat(), round(one.mean, 1), one.low, one.high] for one in found],
        mean=last.mean,
        deviation=last.deviation,
        parts=last.parts,
        paces={kind: [one.per_day, one.seen, one.days] for kind, one in paces.items()},
        extended_share=renewal.extended,
        renewed=past.renewed,
        lapsed=past.lapsed,
        taken_down=past.taken_down,
        taken_down_share=renewal.taken_down,
        due=sum(number for day, number in past.due.items() if day <= last.on),
        term_new=past.term_new,
        term_extended=past.term_extended,
        has_season=bool(paces["new"].season),
    )


def working_days(known_to: date, year: FiscalYear) -> list[date]:
    """The counter's working days that a forecast reads: the past of the pace, and the rest of the year."""
    return opening_days(known_to - REACH, max(known_to, year.end))


def keep_outlook(day: date, year: FiscalYear) -> TargetForecast | None:
    """Make the outlook from what was known at the end of the day before, and keep it. None once the year is over."""
    policy = policy_of(year)
    found = look_ahead(year, policy, day - timedelta(days=1))
    if found is None:
        return None
    with transaction.atomic():
        earlier = TargetForecast.objects.filter(day=day, policy=policy.key).aggregate(last=Max("number"))["last"] or 0
        return TargetForecast.objects.create(
            day=day, policy=policy.key, number=earlier + 1, figures=asdict(found), made_at=timezone.now()
        )


def outlook_of(year: FiscalYear, policy: Policy, today: date) -> Outlook | None:
    """The outlook that was kept last in a running year; made now when none was kept. None for any other year."""
    if FiscalYear.of(today) != year:
        return None
    kept = TargetForecast.objects.filter(policy=policy.key, day__range=(year.start, today)).first()
    return Outlook(**kept.figures) if kept else look_ahead(year, policy, today - timedelta(days=1))


def in_words(probability: float) -> str:
    """A probability as people say it."""
    return next(words for least, words in CHANCES if probability >= least)


def in_percent(probability: float) -> str:
    """A probability in percent; nothing that lies ahead is quite sure."""
    if probability > 0.99:
        return "99%以上"
    return "1%未満" if probability < 0.01 else f"{probability:.0%}"

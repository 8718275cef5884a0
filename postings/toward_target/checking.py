"""Both counts toward the target are held against each other every day (DESIGN §4.2)."""

from datetime import date

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import Job, User
from postings.models import CountCheck, PublicationEvent
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import POLICIES, ImpossibleSequence, count_policies
from postings.toward_target.target import last_checks
from postings.toward_target.target_sql import figures_of_fold, tally

JOB = "check_counts"
ATTEMPTS = 5
# A night may be missed by a restart; more than this means that the scheduler stands still.
SILENT_DAYS = 2


def ask_for_check(year: FiscalYear, *, by: User | None) -> Job:
    """Ask for both counts of a fiscal year to be compared."""
    return jobs.ask(JOB, f"{year.year}", {"year": year.year}, by)


def check_counts(day: date, year: FiscalYear | None = None) -> list[CountCheck]:
    """Count the ledger both ways under every policy and keep what each found; `day` is the day of the check.

    A second check of the same day is kept beside the first. Raises DomainError while lines are recorded faster than
    the ledger can be counted.
    """
    year = year or FiscalYear.of(day)
    for _ in range(ATTEMPTS):
        state = _state()
        folded, refusal = _folded(year)
        tallies = {policy.key: tally(year, policy) for policy in POLICIES.values()}
        if _state() == state:
            return _keep(day, year, folded, refusal, tallies, state)
    raise DomainError("掲載履歴への記録が続いていて、2つの計算を同じ時点で比べられません。少し後でお試しください。")


def disagreements(year: FiscalYear) -> list[CountCheck]:
    """The newest checks of a fiscal year in which both counts differ."""
    return [check for check in last_checks(year) if not check.agrees]


def differences(check: CountCheck) -> list[tuple[str, int | None, int | None]]:
    """(name of a figure, fold, SQL) where both counts differ."""
    names = sorted({*check.folded, *check.by_sql})
    pairs = [(name, check.folded.get(name, 0), check.by_sql.get(name, 0)) for name in names]
    return [pair for pair in pairs if pair[1] != pair[2]] if check.folded else []


def _state() -> dict:
    return PublicationEvent.objects.aggregate(lines=Count("pk"), last=Max("pk"))


def _folded(year: FiscalYear) -> tuple[dict[str, dict[str, int]], str]:
    """{policy: figures}; and why the ledger could not be followed, when it could not."""
    try:
        counts = count_policies(ledger_lines(), year.year, POLICIES.values())
    except ImpossibleSequence as error:
        return {}, f"掲載履歴の{error.number}番の行：{error.message}"
    return {key: figures_of_fold(counted) for key, counted in counts.items()}, ""


@transaction.atomic
def _keep(day, year, folded, refusal, tallies, state) -> list[CountCheck]:
    earlier = CountCheck.objects.filter(day=day, year=year.year).aggregate(last=Max("number"))["last"] or 0
    return CountCheck.objects.bulk_create(
        CountCheck(
            day=day,
            year=year.year,
            policy=key,
            number=earlier + 1,
            folded=folded.get(key, {}),
            by_sql=found.figures(),
            tally=found.as_rows(),
            lines=state["lines"],
            last_line=state["last"] or 0,
            agrees=folded.get(key) == found.figures(),
            refusal=refusal,
            checked_at=timezone.now(),
        )
        for key, found in tallies.items()
    )


def silent_since(today: date) -> date | None:
    """The day of the last check when it lies more than SILENT_DAYS back; None when checks go on or never began."""
    last = CountCheck.objects.aggregate(last=Max("day"))["last"]
    return last if last is not None and (today - last).days > SILENT_DAYS else None

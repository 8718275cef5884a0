"""How the worker carries the jobs of the target: it calls the acts and says what came out."""

from django.urls import reverse
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.jobs import kept_alive
from centre.models import Job
from postings.toward_target.backtesting import as_result, backtest
from postings.toward_target.checking import check_counts
from postings.toward_target.outlook import keep_outlook


def carry_check(job: Job, progress) -> dict:
    """Compare both counts of the year that the job names (`{"year": 2026}`) and foretell the rest of it."""
    year, today = FiscalYear(job.params["year"]), timezone.localdate()
    with kept_alive(progress, 0, 2, "2つの方法で数えています"):
        agrees = all(check.agrees for check in check_counts(today, year))
    with kept_alive(progress, 1, 2, "3月31日までを予測しています"):
        if FiscalYear.of(today) == year:
            keep_outlook(today, year)
    return {
        "result": {"agrees": agrees},
        "result_url": _page(year),
        "message": "2つの計算が一致しました。" if agrees else "2つの計算が一致しません。目標の画面を開いてください。",
    }


def carry_backtest(job: Job, progress) -> dict:
    """Try the forecasts of the year that the job names on its past."""
    year = FiscalYear(job.params["year"])
    tried = backtest(year, progress=progress)
    return {
        "result": as_result(tried),
        "result_url": _page(year),
        "message": f"過去の{len(tried):,}の予測を、あとで分かった件数と比べました。",
    }


def _page(year: FiscalYear) -> str:
    return f"{reverse('postings:target')}?year={year.year}"

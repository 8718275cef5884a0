"""Celery tasks of the postings; they only call acts."""

from celery import shared_task
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from postings.backtesting import ask_for_backtest
from postings.checking import ask_for_check


@shared_task
def check_counts_of_the_day() -> None:
    """Every night: ask for both counts of the year to be compared (a job, so that a lost worker loses nothing)."""
    ask_for_check(FiscalYear.of(timezone.localdate()), by=None)


@shared_task
def backtest_the_year() -> None:
    """Every Monday: ask how well the forecasts of the year would have come true."""
    ask_for_backtest(FiscalYear.of(timezone.localdate()), by=None)

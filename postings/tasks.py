"""Celery tasks of the postings; they only call acts."""

from celery import shared_task
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from postings.eligibility.revetting import ask_for_queue
from postings.renewal import asking, mailing
from postings.toward_target.backtesting import ask_for_backtest
from postings.toward_target.checking import ask_for_check


@shared_task
def queue_revetting() -> None:
    """Every morning: ask for the queue of postings to be vetted again (a job, so that a lost worker loses nothing)."""
    ask_for_queue(timezone.localdate(), by=None)


@shared_task
def ask_about_expiring() -> None:
    """Prepare today's questions about listings that run out."""
    asking.ask_about_expiring(timezone.localdate())


@shared_task
def send_renewal_mails() -> None:
    """Ask for the sending of mails whose minute of recall is over."""
    mailing.ask_for_due()


@shared_task
def check_counts_of_the_day() -> None:
    """Every night: ask for both counts of the year to be compared (a job, so that a lost worker loses nothing)."""
    ask_for_check(FiscalYear.of(timezone.localdate()), by=None)


@shared_task
def backtest_the_year() -> None:
    """Every Monday: ask how well the forecasts of the year would have come true."""
    ask_for_backtest(FiscalYear.of(timezone.localdate()), by=None)

"""Celery tasks of the reports; they only call acts."""

from celery import shared_task
from django.utils import timezone

from centre.fiscal_year import Month
from reports.lifecycle import ask_for_month


@shared_task
def draft_last_month() -> None:
    """On the 1st: ask for the draft of the month before (a job, so that a lost worker loses nothing)."""
    ask_for_month(Month.of(timezone.localdate()).previous(), by=None)

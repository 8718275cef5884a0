"""Celery tasks of the postings; they only call acts."""

from celery import shared_task
from django.utils import timezone

from postings.revetting import ask_for_queue


@shared_task
def queue_revetting() -> None:
    """Every morning: ask for the queue of postings to be vetted again (a job, so that a lost worker loses nothing)."""
    ask_for_queue(timezone.localdate(), by=None)

"""Celery tasks of the consultations; they only call acts."""

from celery import shared_task
from django.utils import timezone

from consultations import reminding


@shared_task
def remind_of_promises() -> None:
    """Send the mails of this morning that have not left yet."""
    reminding.remind(timezone.localdate())

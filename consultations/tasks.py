"""Celery tasks of the consultations; they only call acts."""

from celery import shared_task
from django.utils import timezone

from consultations import reminding
from consultations.mails import sending


@shared_task
def remind_of_promises() -> None:
    """Send the mails of this morning that have not left yet."""
    reminding.remind(timezone.localdate())


@shared_task
def send_record_mails() -> None:
    """Ask for the sending of mails to a record whose minute of recall is over."""
    sending.ask_for_due()

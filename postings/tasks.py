"""Celery tasks of the postings; they only call acts."""

from celery import shared_task
from django.utils import timezone

from postings.renewal import asking, mailing


@shared_task
def ask_about_expiring() -> None:
    """Prepare today's questions about listings that run out."""
    asking.ask_about_expiring(timezone.localdate())


@shared_task
def send_renewal_mails() -> None:
    """Ask for the sending of mails whose minute of recall is over."""
    mailing.ask_for_due()

"""Celery tasks of the employers; they only call acts."""

from celery import shared_task

from employers import mailing
from employers.importing import forgetting


@shared_task
def send_released_mails() -> None:
    """Ask for the sending of mails whose minute of recall is over."""
    mailing.ask_for_due()


@shared_task
def forget_import_lines() -> None:
    """Delete the rows of imports whose term is over."""
    forgetting.forget_lines()

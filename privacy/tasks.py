"""Celery tasks of privacy; they only call acts."""

from celery import shared_task
from django.utils import timezone

from privacy import forgetting, log_check, sealing
from privacy.retention import deleting


@shared_task
def forget_exports() -> None:
    """Delete exported files whose term is over."""
    forgetting.forget_exports()


@shared_task
def delete_due() -> None:
    """Delete what was told of, released, and is over."""
    deleting.delete_due(timezone.localdate())


@shared_task
def seal_access_log() -> None:
    """Fix what was written to the access log since the last seal."""
    sealing.seal()


@shared_task
def verify_access_log() -> None:
    """Compare the whole access log with its seals, each night, and keep what was found."""
    log_check.check_log()

"""Celery tasks of privacy; they only call acts."""

from celery import shared_task

from privacy import forgetting


@shared_task
def forget_exports() -> None:
    """Delete exported files whose term is over."""
    forgetting.forget_exports()

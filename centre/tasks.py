"""Celery tasks of the centre; they only call acts."""

from celery import shared_task

from centre import jobs, second_factors


@shared_task
def carry_job(job_id: int) -> None:
    """Carry one job."""
    jobs.carry(job_id)


@shared_task
def sweep_jobs() -> None:
    """Send again the jobs that were lost."""
    jobs.sweep()


@shared_task
def encrypt_second_factors() -> None:
    """Bring all second factors under the newest key."""
    second_factors.encrypt_anew()

"""Long work as rows: asked for once, carried by a worker, taken up again when the worker died (DESIGN §4.6)."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from centre.errors import DomainError
from centre.models import Job
from centre.registry import registry

# With a sweep every 5 seconds the job of a killed worker is taken up again within 30 seconds.
LEASE = timedelta(seconds=20)
MAX_ATTEMPTS = 5

logger = logging.getLogger(__name__)


class JobLost(Exception):
    """The job is in another worker's hands, or finished: this worker must write nothing more."""


def ask(kind: str, key: str, params: dict, by) -> Job:
    """Ask for a piece of work; while one with the same kind and key is open, answer that one."""
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, key=key, params=params, requested_by=by)
    except IntegrityError:
        return Job.objects.get(kind=kind, key=key, state__in=[Job.State.WAITING, Job.State.RUNNING])
    transaction.on_commit(lambda: send(job))
    return job


def send(job: Job) -> None:
    """Hand a job to the workers; when the broker is away the sweeper does it later."""
    try:
        current_app.send_task("centre.tasks.carry_job", args=[job.pk])
    except OperationalError:
        logger.warning("job %s waits for the sweeper: the broker does not answer", job.pk)


def carry(job_id: int) -> None:
    """Do a job if nobody else is doing it: finishes it, or leaves it to the next attempt when the worker dies."""
    job = _claim(job_id)
    if job is None:
        return
    kind = registry.jobs[job.kind]
    try:
        outcome = kind.carry(job, _reporter(job))
        _finish(job, Job.State.DONE, **outcome)
    except JobLost:
        logger.info("job %s was taken up by another worker", job_id)
    except DomainError as error:
        _finish(job, Job.State.FAILED, message=error.message)
    except Exception:
        logger.exception("job %s failed", job_id)
        _finish(
            job,
            Job.State.FAILED,
            message="処理の途中で予期しない誤りが起きました。データは変わっていません。もう一度お試しください。",
        )


def sweep() -> int:
    """Send again what waits or whose worker went silent; give up after MAX_ATTEMPTS. Answers how many were sent."""
    now = timezone.now()
    lost = Q(state=Job.State.RUNNING, lease_until__lt=now) | Q(
        state=Job.State.WAITING, requested_at__lt=now - timedelta(seconds=20)
    )
    Job.objects.filter(lost, attempts__gte=MAX_ATTEMPTS).update(
        state=Job.State.FAILED,
        finished_at=now,
        message="処理を5回試しましたが終わりませんでした。システム管理者に知らせてください。",
    )
    jobs = list(Job.objects.filter(lost))
    for job in jobs:
        send(job)
    return len(jobs)


@contextlib.contextmanager
def kept_alive(progress: Callable[[int, int, str], None], done: int, total: int, message: str) -> Iterator[None]:
    """Keep the lease of a job whose work is one long transaction, which cannot tell of itself from within.

    Raises JobLost at the end when another worker took over meanwhile; the work itself must stand being done twice.
    """
    finished, lost = threading.Event(), threading.Event()

    def beat() -> None:
        try:
            while not finished.wait(LEASE.total_seconds() / 3):
                progress(done, total, message)
        except JobLost:
            lost.set()
        finally:
            connection.close()

    progress(done, total, message)
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
    if lost.is_set():
        raise JobLost


def _claim(job_id: int) -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=now), pk=job_id)
            .first()
        )
        if job is None:
            return None
        job.state, job.started_at, job.lease_until = Job.State.RUNNING, now, now + LEASE
        job.attempts += 1
        job.done = 0
        job.save(update_fields=["state", "started_at", "lease_until", "attempts", "done"])
    return job


def _reporter(job: Job) -> Callable[[int, int, str], None]:
    def progress(done: int, total: int, message: str = "") -> None:
        """Tell the page how far the work is, and keep the lease. Raises JobLost when another worker took over."""
        kept = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
            done=done, total=total, message=message, lease_until=timezone.now() + LEASE
        )
        if not kept:
            raise JobLost(job.pk)

    return progress


def _finish(job: Job, state: str, **fields) -> None:
    if state == Job.State.DONE:
        fields["done"] = F("total")
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
        state=state, finished_at=timezone.now(), lease_until=None, **fields
    )

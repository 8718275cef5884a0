"""A worker that dies in the middle of a report means a later report, never a lost or a doubled one (DESIGN §4.6)."""

import psycopg
from django.db import connection
from django.utils import timezone

from centre import jobs
from centre.fiscal_year import Month
from centre.models import Job
from centre.roles import Role
from reports.lifecycle import ask_for_month
from reports.models import Report
from tests.factories.centre import UserFactory
from tests.waiting import wait_until


def the_jobs_state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_a_worker_killed_in_the_middle_leaves_one_report_made_by_the_next(transactional_db, start_worker):
    month = Month.of(timezone.localdate()).previous()
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if parameters.get(key)}
    with psycopg.connect(**wanted) as other:
        # The report cannot be written while this lock is held, so the worker is surely in the middle of it.
        other.execute("LOCK TABLE reports_figure IN ACCESS EXCLUSIVE MODE")
        job = ask_for_month(month, by=UserFactory(role=Role.SUPERVISOR))
        first = start_worker()
        wait_until(lambda: the_jobs_state(job) == Job.State.RUNNING, what="the running job")
        first.kill()
        other.rollback()
    assert not Report.objects.exists()
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - jobs.LEASE)
    assert jobs.sweep() == 1
    start_worker()
    wait_until(lambda: the_jobs_state(job) == Job.State.DONE, what="the finished job")
    assert (Report.objects.count(), job.attempts) == (1, 2)

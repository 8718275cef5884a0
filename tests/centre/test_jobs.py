"""A job is asked for once, finished once, and taken up again when its worker died."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction

from centre import jobs
from centre.errors import DomainError
from centre.models import Job
from centre.registry import JobKind, registry
from tests.factories.centre import UserFactory
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def kind(monkeypatch):
    """A kind of job that counts how often it was carried."""
    carried = []

    def carry(job, progress):
        progress(1, 2, "半分です")
        carried.append(job.pk)
        return {"result": {"carried": len(carried)}}

    monkeypatch.setitem(registry.jobs, "test", JobKind("test", "試し", carry, "jobs.read"))
    return carried


def test_asking_twice_for_the_same_work_is_one_job(kind):
    user = UserFactory()
    assert jobs.ask("test", "2026-10", {}, user) == jobs.ask("test", "2026-10", {}, user)


def test_a_finished_job_may_be_asked_for_again(kind):
    user = UserFactory()
    first = jobs.ask("test", "2026-10", {}, user)
    jobs.carry(first.pk)
    assert jobs.ask("test", "2026-10", {}, user) != first


def test_a_job_delivered_twice_is_done_once(kind):
    job = jobs.ask("test", "2026-10", {}, UserFactory())
    jobs.carry(job.pk)
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, kind) == ("done", 2, 2, [job.pk])


def test_a_job_whose_worker_died_is_taken_up_when_its_lease_ends(kind, monkeypatch):
    sent = []
    monkeypatch.setattr(jobs, "send", lambda job: sent.append(job.pk))
    job = jobs.ask("test", "2026-10", {}, UserFactory())
    with time_machine.travel(NOON, tick=False):
        Job.objects.filter(pk=job.pk).update(
            state="running", attempts=1, lease_until=NOON + timedelta(seconds=25), requested_at=NOON
        )
        assert jobs.sweep() == 0
        jobs.carry(job.pk)
        assert kind == []
    with time_machine.travel(NOON + timedelta(seconds=30), tick=False):
        assert jobs.sweep() == 1
        jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, sent[-1]) == ("done", 2, job.pk)


def test_after_five_attempts_the_job_is_given_up_with_words(kind):
    with time_machine.travel(NOON, tick=False):
        job = jobs.ask("test", "2026-10", {}, UserFactory())
        Job.objects.filter(pk=job.pk).update(
            state="running", attempts=5, lease_until=NOON - timedelta(seconds=1), requested_at=NOON
        )
        jobs.sweep()
    job.refresh_from_db()
    assert job.state == "failed"
    assert "5回" in job.message


def test_a_refusal_of_the_domain_is_what_the_page_shows(monkeypatch):
    def refuse(job, progress):
        raise DomainError("その月はまだ終わっていません。")

    monkeypatch.setitem(registry.jobs, "test", JobKind("test", "試し", refuse, "jobs.read"))
    job = jobs.ask("test", "2026-10", {}, UserFactory())
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "その月はまだ終わっていません。")


def test_a_worker_that_lost_its_lease_writes_nothing_more(monkeypatch):
    def slow(job, progress):
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)
        progress(1, 2, "まだ動いています")
        return {}

    monkeypatch.setitem(registry.jobs, "test", JobKind("test", "試し", slow, "jobs.read"))
    job = jobs.ask("test", "2026-10", {}, UserFactory())
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("running", "")


# ---- one long transaction


@pytest.fixture
def short_lease(monkeypatch):
    """Leases so short that one is renewed while the test looks."""
    monkeypatch.setattr(jobs, "LEASE", timedelta(milliseconds=60))


def carried(monkeypatch, step) -> Job:
    """A job whose work is one long transaction, in which `step(job)` happens."""

    def carry(job, progress):
        with jobs.kept_alive(progress, 0, 3, "書き込んでいます。"), transaction.atomic():
            step(job)
        return {"message": "書き込みました。"}

    monkeypatch.setitem(registry.jobs, "test", JobKind("test", "試し", carry, "jobs.read"))
    job = Job.objects.create(kind="test", key="長い処理", requested_by=UserFactory())
    before = threading.active_count()
    jobs.carry(job.pk)
    assert threading.active_count() == before
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_a_long_transaction_runs(monkeypatch, short_lease):
    def step(job):
        first = Job.objects.get(pk=job.pk)
        assert (first.message, first.total) == ("書き込んでいます。", 3)
        wait_until(
            lambda: Job.objects.filter(pk=job.pk, lease_until__gt=first.lease_until + 2 * jobs.LEASE).exists(),
            what="the renewed lease",
        )

    job = carried(monkeypatch, step)
    assert (job.state, job.message, job.attempts) == ("done", "書き込みました。", 1)


@pytest.mark.django_db(transaction=True)
def test_whoever_lost_the_job_in_a_long_transaction_does_not_finish_it(monkeypatch, short_lease):
    quiet = threading.active_count()

    def step(job):
        taken_over = threading.Thread(target=take_over, args=[job])
        taken_over.start()
        taken_over.join()
        wait_until(lambda: threading.active_count() == quiet, what="the end of the renewing")

    def take_over(job):
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1, message="次の担当です。")
        connection.close()

    job = carried(monkeypatch, step)
    assert (job.state, job.message, job.attempts) == ("running", "次の担当です。", 2)


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_that_fails_renews_its_lease_no_more(monkeypatch, short_lease):
    def step(job):
        raise DomainError("取り込めません。")

    job = carried(monkeypatch, step)
    assert (job.state, job.message, job.lease_until) == ("failed", "取り込めません。", None)

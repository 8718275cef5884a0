"""A job is asked for once, finished once, and taken up again when its worker died."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from centre import jobs
from centre.errors import DomainError
from centre.models import Job
from centre.registry import JobKind, registry
from tests.factories.centre import UserFactory

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

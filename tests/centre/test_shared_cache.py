"""A cache that is stopped or emptied stops nobody, and opens no door (DESIGN §4.6)."""

import time

import pytest
from celery import Celery
from django.conf import settings
from django.core.cache import cache

from centre import jobs, shared_cache
from centre.models import Job
from centre.rate_limits import within
from centre.roles import Role
from config.embedded import free_port
from tests.factories.centre import UserFactory

PASSWORD = "a long sentence for tests"


@pytest.fixture
def gone(settings):
    """No server listens where the cache should be."""
    default = settings.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    settings.CACHES = {"default": default}
    yield
    cache.alone.clear()


@pytest.fixture
def person(db):
    user = UserFactory(role=Role.COUNSELLOR, email="person@test.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, password: str = PASSWORD):
    return client.post("/account/login/", {"login": "person@test.example", "password": password})


def test_without_a_cache_people_get_in_and_go_on(gone, person, client):
    assert log_in(client)["Location"] == "/"
    for address in ("/", "/employers/", "/consultations/", "/jobs/", "/health/"):
        assert client.get(address).status_code in (200, 404), address
    assert client.get("/").status_code == 200


def test_without_a_cache_nobody_waits_for_it(gone):
    cache.get("first")
    begun = time.monotonic()
    for _ in range(200):
        cache.get("x")
    assert time.monotonic() - begun < 1


def test_without_a_cache_ten_wrong_passwords_still_close_the_account_for_a_while(gone, person, client):
    for _ in range(10):
        log_in(client, "wrong")
    log_in(client)
    assert client.session.get("_auth_user_id") is None


def test_without_a_cache_a_limit_holds_in_each_process(gone):
    assert [within(2, "someone") for _ in range(4)] == [True, True, False, False]


def test_a_limit_counts_from_the_start_after_the_cache_was_emptied():
    assert [within(1, "x") for _ in range(2)] == [True, False]
    cache.clear()
    assert within(1, "x")


def test_a_counter_that_disappears_between_two_questions_begins_again(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_args, **_more: False)
    assert within(1, "lost between two questions")


def test_every_act_works_alone(gone):
    cache.set("a", 1)
    assert cache.add("a", 2) is False
    cache.set_many({"b": 2, "c": 3})
    assert cache.incr("a") == 2
    assert cache.get_many(["a", "b", "c", "d"]) == {"a": 2, "b": 2, "c": 3}
    assert cache.touch("a", 10)
    assert cache.has_key("b")
    assert cache.delete("b")
    cache.delete_many(["c"])
    assert cache.get_or_set("b", 5) == 5
    cache.clear()
    assert cache.get("a") is None


def test_after_some_seconds_alone_it_is_asked_again():
    here = shared_cache.SharedCache(settings.CELERY_BROKER_URL, {})
    here.alone_until = time.monotonic() + 60
    here.set("a", "alone")
    assert here.get("a") == "alone"
    here.alone_until = time.monotonic()
    assert here.get("a") is None
    here.set("a", "shared")
    assert cache.get("a") == "shared"


def test_a_page_that_asks_for_a_job_does_not_wait_for_a_broker_that_is_away(settings, monkeypatch, person):
    away = f"redis://127.0.0.1:{free_port()}/0"
    begun = time.monotonic()
    with Celery(broker=away, set_as_current=False) as app:
        app.conf.update(broker_transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS, task_publish_retry=False)
        monkeypatch.setattr(jobs, "current_app", app)
        jobs.send(Job.objects.create(kind="monthly_report", key="2026-10"))
    assert time.monotonic() - begun < 2
    assert Job.objects.get().state == Job.State.WAITING

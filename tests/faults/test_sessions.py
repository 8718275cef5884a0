"""Sessions: a new id at log-in, the old one dead after log-out, a new role, a new password, an idle hour (T16)."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as product
from django.contrib.sessions.models import Session
from django.test import Client

from centre.models import Draft
from centre.roles import Role
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "a long sentence for tests", "another long sentence for tests"
PAGE = "/consultations/add/"


@pytest.fixture
def person():
    user = UserFactory(role=Role.COUNSELLOR, email="person@test.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, password: str = PASSWORD):
    return client.post("/account/login/", {"login": "person@test.example", "password": password})


def with_cookie(value: str) -> Client:
    """Another browser that holds a session id."""
    client = Client()
    client.cookies[product.SESSION_COOKIE_NAME] = value
    return client


def cookie(client: Client) -> str:
    return client.cookies[product.SESSION_COOKIE_NAME].value


def test_an_id_given_before_the_log_in_opens_nothing_after_it(person):
    planted = Session.objects.model(session_key="a" * 32)
    planted.session_data = Session.objects.encode({"planted": "yes"})
    planted.expire_date = "2099-01-01T00:00:00Z"
    planted.save()
    client = with_cookie("a" * 32)
    client.get("/account/login/")
    assert log_in(client).status_code == 302
    assert cookie(client) != "a" * 32
    assert client.get(PAGE).status_code == 200
    assert with_cookie("a" * 32).get(PAGE).status_code == 302


def test_each_log_in_gets_an_id_of_its_own(person):
    first, second = Client(), Client()
    log_in(first)
    log_in(second)
    assert cookie(first) != cookie(second)


def test_an_id_is_dead_after_the_log_out(person):
    client = Client()
    log_in(client)
    stolen = with_cookie(cookie(client))
    assert stolen.get(PAGE).status_code == 200
    client.post("/account/logout/")
    assert stolen.get(PAGE).status_code == 302
    assert stolen.post(PAGE, {}).status_code == 302


def test_a_changed_password_ends_every_other_session(person):
    mine, theirs = Client(), Client()
    log_in(mine)
    log_in(theirs)
    changed = mine.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})
    assert changed.status_code == 302
    assert theirs.get(PAGE).status_code == 302
    assert log_in(Client(), PASSWORD).status_code == 200


@pytest.mark.parametrize("change", [{"role": Role.OFFICIAL}, {"is_active": False}])
def test_a_new_role_and_a_closed_account_hold_from_the_next_request(person, change):
    client = Client()
    log_in(client)
    assert client.get(PAGE).status_code == 200
    type(person).objects.filter(pk=person.pk).update(**change)
    assert client.get(PAGE).status_code in (302, 403)
    assert client.post(PAGE, {"party": "anonymous"}).status_code in (302, 403)
    assert client.post("/centre/draft/", {"draft_form": PAGE, "note": "x"}).status_code != 200 or "role" in change


def test_an_idle_hour_ends_the_session_and_the_draft_is_there_after_the_next_log_in(person):
    client = Client()
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False) as clock:
        log_in(client)
        client.post("/centre/draft/", {"draft_form": PAGE, "note": "書きかけの記録"})
        clock.shift(timedelta(seconds=product.SESSION_IDLE_SECONDS + 1))
        assert client.get(PAGE).status_code == 302
        assert client.post("/centre/draft/", {"draft_form": PAGE, "note": "x"}).status_code in (302, 401)
        log_in(client)
        assert client.get(PAGE).context["draft"].data["note"] == "書きかけの記録"
    assert Draft.objects.get().data["note"] == "書きかけの記録"


def test_a_note_of_ten_thousand_characters_is_kept_as_a_draft_and_as_a_record(person):
    client = Client()
    log_in(client)
    note = "長い記録。" * 2000
    client.post("/centre/draft/", {"draft_form": PAGE, "note": note})
    assert Draft.objects.get().data["note"] == note


def test_a_session_ends_after_a_working_day_however_busy_it_was(person):
    client = Client()
    with time_machine.travel("2026-11-20T08:00:00+09:00", tick=False) as clock:
        log_in(client)
        client.get("/")
        for _ in range(product.SESSION_LONGEST_SECONDS // 1800):
            clock.shift(timedelta(minutes=30))
            assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(minutes=30))
        assert client.get(PAGE)["Location"].startswith("/account/login/")
        log_in(client)
        assert client.get(PAGE).status_code == 200


def test_a_refused_log_in_is_told_to_the_log_of_the_machine_without_what_was_typed(person, caplog):
    log_in(Client(), "wrong password of a stranger")
    assert "log-in refused: from 127.0.0.1" in caplog.text
    assert "stranger" not in caplog.text
    assert "person@test.example" not in caplog.text

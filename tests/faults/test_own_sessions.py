"""Where one is logged in, and ending it there: one's own alone, after the password again (ASVS 7.5.2)."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as product
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from centre import sessions
from centre.roles import Role
from tests.factories.centre import UserFactory, watched

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence for tests"
PAGE = "/centre/sessions/"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False) as clock:
        yield clock


def a_person(email: str = "person@test.example", role: str = Role.COUNSELLOR):
    user = UserFactory(role=role, email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def a_browser(email: str = "person@test.example", agent: str = EDGE, address: str = "192.0.2.1") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert client.post("/account/login/", {"login": email, "password": PASSWORD}).status_code == 302
    client.get("/")
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def end(client: Client, name: str):
    """Press the button and give the password that is asked for."""
    asked = client.post(PAGE, {"place": name})
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    return client.post(asked["Location"], {"password": PASSWORD})


def places(client: Client) -> list:
    return client.get(PAGE).context["places"]


def test_the_page_says_where_since_when_and_with_what_and_shows_no_id(november):
    a_person()
    phone = a_browser(agent=PHONE, address="192.0.2.9")
    november.shift(timedelta(minutes=20))
    mine = a_browser()
    here, other = places(mine)
    assert (here.is_here, here.browser, here.address) == (True, "Windows　Edge", "192.0.2.1")
    assert (other.is_here, other.browser, other.address) == (False, "iPhone　Safari", "192.0.2.9")
    assert here.began_at - other.began_at == here.used_at - other.used_at == timedelta(minutes=20)
    shown = mine.get(PAGE).content.decode()
    assert "2026年11月20日 10:20" in shown
    for client in (mine, phone):
        assert client.cookies[product.SESSION_COOKIE_NAME].value not in shown
    assert PAGE in mine.get(reverse("mfa_index")).content.decode()


def test_one_is_ended_after_the_password_and_the_others_stay():
    a_person()
    mine, phone, third = a_browser(), a_browser(agent=PHONE), a_browser(agent="x")
    name = next(one.name for one in places(mine) if one.browser == "iPhone　Safari")
    mine.post(PAGE, {"place": name})
    assert is_in(phone)
    assert end(mine, name).status_code == 302
    assert not is_in(phone)
    assert is_in(mine)
    assert is_in(third)
    assert [one.browser for one in places(mine)] == ["Windows　Edge", sessions.UNKNOWN]


def test_a_wrong_password_ends_nothing():
    a_person()
    mine, phone = a_browser(), a_browser(agent=PHONE)
    asked = mine.post(PAGE, {"place": "others"})
    assert mine.post(asked["Location"], {"password": "wrong"}).status_code == 200
    assert is_in(phone)


def test_all_others_are_ended_at_once_and_those_of_other_people_stay():
    a_person()
    a_person("other@test.example")
    mine, phone, third, theirs = a_browser(), a_browser(agent=PHONE), a_browser(), a_browser("other@test.example")
    end(mine, "others")
    assert [is_in(one) for one in (mine, phone, third, theirs)] == [True, False, False, True]
    assert "ほかにログインしている端末はありません" in mine.get(PAGE).content.decode()


def test_neither_this_one_nor_that_of_somebody_else_is_ended_by_its_name():
    a_person()
    a_person("other@test.example")
    mine, theirs = a_browser(), a_browser("other@test.example")
    end(mine, places(mine)[0].name)
    for name in (places(mine)[0].name, places(theirs)[0].name, "", "x"):
        assert mine.post(PAGE, {"place": name}).status_code == 302
        assert "もう終わっています" in mine.get(PAGE).content.decode()
    assert is_in(mine)
    assert is_in(theirs)


def test_what_opens_nothing_any_more_is_not_listed(november):
    person = a_person()
    a_browser(agent=PHONE)
    november.shift(timedelta(seconds=product.SESSION_COOKIE_AGE + 1))
    assert len(places(a_browser())) == 1
    a_browser(agent=PHONE)
    person.set_password("another long sentence for tests")
    person.save()
    assert Session.objects.count() > 1
    client = Client()
    client.force_login(person)
    assert len(places(client)) == 1


def test_an_inspector_looks_and_ends_nothing():
    inspector = a_person("inspector@test.example", Role.INSPECTOR)
    watched(inspector)
    mine, other = a_browser("inspector@test.example"), a_browser("inspector@test.example")
    assert "終わらせる" not in mine.get(PAGE).content.decode().partition("<table")[2]
    assert mine.post(PAGE, {"place": "others"}).status_code == 403
    assert is_in(other)


@pytest.mark.parametrize(
    ("agent", "words"),
    [(EDGE, "Windows　Edge"), (PHONE, "iPhone　Safari"), ("", sessions.UNKNOWN), ("<b>", sessions.UNKNOWN)],
)
def test_the_browser_in_words(agent, words):
    assert sessions.browser_in_words(agent) == words

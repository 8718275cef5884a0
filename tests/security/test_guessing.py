"""Guessing passwords and codes, and asking who has an account: it ends early, tells nothing, and hurts nobody for long
(T17). `make attack-guessing` makes ten thousand guesses and measures."""

import re
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from centre.guessing import MOST_IN_A_ROW
from centre.models import User
from centre.roles import Role
from tests.factories.centre import UserFactory
from tests.people_pages import expect, send

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "a long sentence for tests", "another long sentence for tests"
WRONG = "wrong"
KNOWN, NOBODY = "person@test.example", "nobody@test.example"
HOSTS = ("testserver", "localhost", "127.0.0.1", *(f"localhost:{port}" for port in range(4000, 4012)))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def person():
    user = UserFactory(role=Role.COUNSELLOR, email=KNOWN)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def hashed():
    """How many passwords have been hashed: to compare one, or to spend the time of it."""
    with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        yield encode


def guess(login: str = KNOWN, password: str = WRONG, *, address: str = "192.0.2.1", host: str = "testserver"):
    """One try from a browser of its own."""
    sent = {"login": login, "password": password}
    return Client().post("/account/login/", sent, REMOTE_ADDR=address, HTTP_HOST=host)


def is_in(answer) -> bool:
    return answer.status_code == 302 and answer["Location"] == "/"


def address_of(number: int) -> str:
    return f"198.51.{number // 250}.{number % 250 + 1}"


def compared(hashed) -> int:
    """How many guesses were compared with the person's own password."""
    return User.objects.get(email=KNOWN).failures_in_a_row


def test_from_anywhere_an_account_is_tried_ten_times_in_a_quarter_of_an_hour(person, hashed):
    """A hundred addresses, every name of the host, every writing of the mail address."""
    for number in range(100):
        guess(address=address_of(number), host=HOSTS[number % len(HOSTS)])
        guess(KNOWN.upper(), address=address_of(number))
        guess(f" {KNOWN} ", address=address_of(number))
    assert compared(hashed) == hashed.call_count == 10


def test_letters_that_look_like_others_are_nobody(person, hashed):
    """`ſ` is an S to a database that folds case; here it is a name of its own, and never the person's password."""
    for login in ("perſon@test.example", "ｐｅｒｓｏｎ@test.example", "person@teſt.example"):
        guess(login)
    assert compared(hashed) == 0


def test_patience_and_an_emptied_cache_give_a_hundred_guesses_and_no_more(person, clock, hashed):
    for number in range(130):
        guess(address=address_of(number))
        clock.shift(timedelta(minutes=16))
        cache.clear()
    assert compared(hashed) == MOST_IN_A_ROW
    assert not is_in(guess(password=PASSWORD))


def test_a_hundred_tries_at_once_are_counted_one_by_one(person):
    """The count is taken before the password is looked at, in one statement."""
    User.objects.filter(pk=person.pk).update(failures_in_a_row=MOST_IN_A_ROW - 1)
    assert not is_in(guess())
    assert not is_in(guess(password=PASSWORD))
    assert User.objects.get(pk=person.pk).failures_in_a_row == MOST_IN_A_ROW


def test_one_address_tries_a_thousand_accounts_a_hundred_times(hashed):
    people = UserFactory.create_batch(120)
    for user in people:
        guess(user.email)
    assert hashed.call_count <= 100


@pytest.mark.parametrize("failures", [0, 9, MOST_IN_A_ROW])
def test_a_known_and_an_unknown_name_get_the_same_answer_for_the_same_work(person, hashed, failures):
    User.objects.filter(pk=person.pk).update(failures_in_a_row=failures)
    seen = []
    for login in (KNOWN, NOBODY):
        before = hashed.call_count
        answers = [guess(login, address="192.0.2.1" if login == KNOWN else "192.0.2.2") for _ in range(11)]
        pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.content.decode()) for one in answers]
        told = [(one.status_code, page.replace(login, "")) for one, page in zip(answers, pages, strict=True)]
        seen.append((told, hashed.call_count - before))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("login", [KNOWN, NOBODY])
def test_a_forgotten_password_tells_nobody_who_has_an_account(person, login, mailoutbox):
    answer = Client().post("/account/password/reset/", {"email": login})
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/reset/done/")
    assert [mail.to for mail in mailoutbox] == [[login]]


def test_whoever_owns_the_account_is_back_by_mail_at_once(person, mailoutbox, settings):
    """However many guesses were made: ten in the quarter of an hour, and the hundred of the account."""
    settings.SITE_URL = "https://madoguchi.example"
    User.objects.filter(pk=person.pk).update(failures_in_a_row=MOST_IN_A_ROW - 5)
    for number in range(12):
        guess(address=address_of(number))
    assert not is_in(guess(password=PASSWORD, address="192.0.2.9"))
    honest = Client(REMOTE_ADDR="192.0.2.9", HTTP_HOST="localhost:4444")
    honest.post("/account/password/reset/", {"email": KNOWN})
    (link,) = re.findall(r"https?://\S+", mailoutbox[0].body)
    assert link.startswith("https://madoguchi.example/account/password/reset/key/")
    page = honest.get(link.removeprefix("https://madoguchi.example"), follow=True)
    honest.post(page.request["PATH_INFO"], {"password1": OTHER, "password2": OTHER})
    assert is_in(guess(password=OTHER, address="192.0.2.9"))
    assert User.objects.get(pk=person.pk).failures_in_a_row == 0


def test_getting_in_begins_the_count_again(person):
    for _ in range(3):
        guess()
    assert User.objects.get(pk=person.pk).failures_in_a_row == 3
    assert is_in(guess(password=PASSWORD))
    assert User.objects.get(pk=person.pk).failures_in_a_row == 0


def test_a_stolen_session_guesses_the_password_no_oftener(person, hashed, clock):
    """Changing the password and confirming oneself look at the same ten tries as the log-in."""
    thief = Client(REMOTE_ADDR="192.0.2.7")
    thief.force_login(person)
    for _ in range(15):
        thief.post("/account/password/change/", {"oldpassword": "wrong", "password1": OTHER, "password2": OTHER})
        thief.post("/account/reauthenticate/", {"password": "wrong"})
        guess()
        clock.shift(timedelta(seconds=50))
    assert compared(hashed) == 10


def test_codes_of_the_second_factor_are_guessed_ten_times_and_a_hundred_in_all(person, clock):
    totp.TOTP.activate(person, totp.generate_totp_secret())
    with mock.patch.object(totp, "validate_totp_code", return_value=False) as looked_at:
        for number in range(12):
            client = Client(REMOTE_ADDR=address_of(number))
            client.post("/account/login/", {"login": KNOWN, "password": PASSWORD})
            for code in range(15):
                client.post("/account/2fa/authenticate/", {"code": f"{code:06}"})
            if number == 0:
                assert looked_at.call_count == 10
            clock.shift(timedelta(minutes=16))
    assert looked_at.call_count == MOST_IN_A_ROW
    assert not is_in(guess(password=PASSWORD))


def test_the_right_code_lets_its_owner_in_and_begins_the_count_again(person):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    client = Client()
    client.post("/account/login/", {"login": KNOWN, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert client.post("/account/2fa/authenticate/", {"code": code})["Location"] == "/"
    assert User.objects.get(pk=person.pk).failures_in_a_row == 0


def test_an_account_is_found_however_its_address_was_typed_when_it_was_opened(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    typed = {"name": "見本 花子", "email": "Hanako.Mihon@Test.Example", "role": "counsellor", "password": PASSWORD}
    expect(send(client, "/centre/users/add/", **typed), 302)
    assert is_in(guess("HANAKO.mihon@test.example", PASSWORD))

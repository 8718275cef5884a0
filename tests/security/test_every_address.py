"""Every address against every role, and without a token: T8 and T9 of the threat model.

The sample is made once a test; nothing here knows a single page by name, so a new page is tried the day it is written.
"""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from centre.addresses import URLS
from centre.gates import PUBLIC
from centre.roles import Role
from tests.security.walking import WORDS, addresses, asks_for_reason, digest, logged_in_as, opens

pytestmark = pytest.mark.django_db
# Pages that end the session or are not ours to try with a log-in.
THE_DOOR = ("account_", "mfa_")


@pytest.fixture(autouse=True)
def sample():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        call_command("seed_demo", scale=0.02, seed=3, until=date(2026, 11, 20), verbosity=0)
        yield


def ours() -> list:
    return [one for one in addresses() if not one.name.startswith(THE_DOOR)]


def refused(name: str) -> tuple[int, ...]:
    """How a page refuses; one that opens by a secret does not know the secret that is made up here."""
    return (403, 404, 405) if URLS[name] == PUBLIC else (403, 405)


@pytest.mark.parametrize("role", Role)
def test_an_address_opens_for_the_roles_of_the_matrix_and_names_no_foreign_record(role):
    client, user = logged_in_as(role)
    wrong, tried = [], 0
    for one in ours():
        status = client.get(one.path).status_code
        tried += 1
        if not opens(user, one.name):
            fits = status == 403
        elif one.unknown and URLS[one.name] != PUBLIC and not asks_for_reason(user, one.name):
            fits = status in (302, 404, 405)
        else:
            fits = status in (200, 302, 304, 400, 404, 405, 410)
        if not fits:
            wrong.append((one.name, one.path, status))
    assert wrong == []
    assert tried > 900


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PRIVACY_MANAGER, Role.ADMIN])
def test_without_a_token_nothing_is_changed_by_any_method(role):
    client, _ = logged_in_as(role, enforce_csrf_checks=True)
    before = digest()
    passed = [
        (one.name, method, status)
        for one in ours()
        if not one.unknown
        for method in ("post", "put", "patch", "delete")
        if (status := getattr(client, method)(one.path).status_code) not in refused(one.name)
    ]
    assert passed == []
    assert digest() == before


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PRIVACY_MANAGER, Role.ADMIN])
def test_looking_changes_nothing(role):
    client, _ = logged_in_as(role)
    before = digest()
    for one in ours():
        client.get(one.path)
    after = digest()
    assert [table for table in before if before[table] != after[table]] == []


def test_the_words_of_the_walk_are_words_of_the_product():
    """An address that is only ever tried with a word nobody knows is tried for nothing but not being found."""
    found = {name: set() for name in WORDS}
    for role in (Role.SUPERVISOR, Role.PRIVACY_MANAGER):
        client, user = logged_in_as(role)
        for one in addresses():
            if one.name in WORDS and WORDS[one.name] in one.path and opens(user, one.name):
                found[one.name].add(client.get(one.path).status_code)
    assert [name for name, answers in found.items() if not answers & {200, 405}] == []

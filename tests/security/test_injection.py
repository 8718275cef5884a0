"""What is typed into an address stays text: no query breaks, none answers more, no file opens (T12)."""

import pytest
from django.db import connection
from django.urls import reverse

from centre.roles import Role
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import logged_in
from tests.security.walking import PLACE, routes

pytestmark = pytest.mark.django_db
PAYLOADS = ("' OR '1'='1", "x'; DROP TABLE centre_user; --", "%' UNION SELECT email FROM centre_user --", "\\'%_")
PARAMETERS = ("q", "sort", "page", "user", "since", "state", "kind")
DOOR = ("account_", "mfa_")


def lists() -> list[str]:
    return [f"/{route}" for name, route in routes() if not PLACE.search(route) and not name.startswith(DOOR)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_into_a_list_never_becomes_sql(payload):
    client, _ = logged_in(Role.SUPERVISOR)
    client.raise_request_exception = False
    found = lists()
    broken = [
        address for address in found if client.get(address, dict.fromkeys(PARAMETERS, payload)).status_code >= 500
    ]
    assert broken == []
    assert len(found) > 100
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM centre_user")
        assert cursor.fetchone()[0] >= 1


@pytest.mark.parametrize("payload", PAYLOADS[:3])
def test_a_search_finds_no_more_by_a_condition_in_it(payload):
    client, _ = logged_in(Role.SUPERVISOR)
    EstablishmentFactory.create_batch(3)
    JobseekerFactory.create_batch(3)
    for name in ("employers:list", "jobseekers:list"):
        assert len(client.get(reverse(name), {"q": payload}).context["object_list"]) == 0, name
        assert len(client.get(reverse(name)).context["object_list"]) >= 3, name


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2fconfig/settings.py",
        "/reports/1/%2e%2e%2f%2e%2e%2fetc%2fpasswd/",
        "/privacy/checklists/..%2f..%2fetc%2fpasswd/",
    ],
)
def test_a_path_in_an_address_opens_no_file(path):
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    answer = client.get(path)
    assert answer.status_code in (302, 400, 403, 404)
    assert b"root:" not in answer.content
    assert b"SECRET_KEY" not in answer.content

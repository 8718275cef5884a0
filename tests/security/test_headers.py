"""What every answer of every address tells the browser, with the settings of production."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from centre.addresses import URLS
from centre.gates import PUBLIC
from centre.roles import Role
from tests.security.production import settings_of_production
from tests.security.walking import addresses, logged_in_as

pytestmark = pytest.mark.django_db
POLICY = ("default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'",
          "form-action 'self'", "frame-ancestors 'none'")  # fmt: skip


@pytest.fixture(autouse=True)
def production(settings):
    """Transport and cookies as in production; no second factor, which would hide the pages behind its own."""
    for name, value in settings_of_production().items():
        setattr(settings, name, value)
    settings.MFA_REQUIRED = False
    settings.CSRF_TRUSTED_ORIGINS = ["https://testserver"]
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        call_command("seed_demo", scale=0.02, seed=3, until=date(2026, 11, 20), verbosity=0)
        yield


def faults_of(answer, *, kept_nowhere: bool) -> list[str]:
    """What is wrong with the headers and cookies of one answer."""
    headers, found = answer.headers, []
    wanted = {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    found += [f"{name}: {headers.get(name)}" for name, value in wanted.items() if headers.get(name) != value]
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        found.append(f"Referrer-Policy: {headers.get('Referrer-Policy')}")
    policy = headers.get("Content-Security-Policy", "")
    found += [f"CSP lacks {one}" for one in POLICY if one not in policy]
    if "unsafe" in policy or "http:" in policy or "*" in policy:
        found.append(f"CSP: {policy}")
    if not all(f"{name}=()" in headers.get("Permissions-Policy", "") for name in ("camera", "geolocation", "payment")):
        found.append("Permissions-Policy")
    if kept_nowhere and "no-store" not in headers.get("Cache-Control", ""):
        found.append(f"Cache-Control: {headers.get('Cache-Control')}")
    for name, cookie in answer.cookies.items():
        if not name.startswith("__Host-") or not cookie["secure"] or cookie["path"] != "/" or cookie["domain"]:
            found.append(f"cookie {name}")
        if cookie["samesite"] not in ("Lax", "Strict") or (not cookie["httponly"] and "csrf" not in name):
            found.append(f"cookie {name}: {cookie['samesite']} {cookie['httponly']}")
    if "X-Powered-By" in headers or "Server" in headers:
        found.append("the server names itself")
    return found


@pytest.mark.parametrize("role", [None, Role.SUPERVISOR, Role.ADMIN, Role.OFFICIAL])
def test_every_address_answers_with_its_headers(role):
    client = logged_in_as(role)[0] if role else Client(raise_request_exception=False)
    wrong, tried = [], 0
    for one in addresses():
        # The pages that end the session come last for themselves.
        if one.name == "account_logout":
            continue
        answer = client.get(one.path, secure=True)
        behind = role is not None and URLS[one.name] != PUBLIC
        if faults := faults_of(answer, kept_nowhere=behind):
            wrong.append((one.path, answer.status_code, faults))
        tried += 1
    assert wrong == []
    assert tried > 900


def test_without_tls_nothing_is_answered():
    client, _ = logged_in_as(Role.SUPERVISOR)
    for path in ("/", "/jobseekers/", "/account/login/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{path}")


def test_a_log_in_sets_no_cookie_that_script_or_another_site_could_use():
    client, _ = logged_in_as(Role.SUPERVISOR)
    client.logout()
    answer = client.get("/account/login/", secure=True)
    assert set(answer.cookies) == {"__Host-csrftoken"}
    assert faults_of(answer, kept_nowhere=False) == []

"""The settings of production: nothing is left open, and without its secrets the product does not serve."""

import re

import pytest
from django.conf import settings

from tests.security.production import run, settings_of_production

WEAK_HASH = re.compile(r"md5|sha1|unsalted", re.IGNORECASE)


def test_djangos_own_check_finds_nothing():
    done = run("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize("secret", ["SECRET_KEY"])
def test_without_a_secret_nothing_is_served(secret):
    done = run("-c", "import config.wsgi", **{secret: ""})
    assert done.returncode
    assert secret in done.stderr


def test_transport_and_cookies():
    found = settings_of_production()
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["X_FRAME_OPTIONS"] == "DENY"
    assert found["MFA_REQUIRED"] is True


def test_nothing_unsafe_stands_in_the_content_policy():
    words = [str(word) for values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for word in values]
    assert not [word for word in words if "unsafe" in word or "*" in word or word.startswith("http")]
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["object-src"] == ["'none'"]


def test_passwords_are_kept_by_a_slow_hash():
    done = run("-c", "from django.conf import settings; print(settings.PASSWORD_HASHERS)")
    assert "Argon2" in done.stdout
    assert not WEAK_HASH.search(done.stdout)

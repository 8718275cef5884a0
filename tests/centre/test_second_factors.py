"""Second factors: a copy of the database alone makes no code, and a new SECRET_KEY asks for no new telephone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import connection

from centre.second_factors import encrypt_anew
from centre.tasks import encrypt_second_factors
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence for tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEWER = "a newer key of this test " * 3


@pytest.fixture
def person():
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


@pytest.fixture
def from_before(person):
    """Somebody whose factors were set up when they were kept in clear."""
    for one in Authenticator.objects.all():
        one.data |= {"secret": SECRET} if one.type == Authenticator.Type.TOTP else {"seed": "ab" * 40}
        one.save()
    return person


def code() -> str:
    return totp.format_hotp_value(totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time())))


def recovery_codes() -> list[str]:
    return Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()


def gets_in(client, person, typed: str) -> bool:
    client.logout()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client.post("/account/2fa/authenticate/", {"code": typed}).status_code == 302


def kept() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        return cursor.fetchone()[0]


def test_the_database_holds_neither_the_secret_nor_the_seed(client, person):
    assert SECRET not in kept()
    assert kept().count('"sealed:') == 2
    assert gets_in(client, person, code())
    assert gets_in(client, person, recovery_codes()[0])
    assert len(recovery_codes()) == 9


def test_what_was_kept_in_clear_still_opens_and_is_encrypted_in_the_night(client, from_before):
    before = recovery_codes()
    assert gets_in(client, from_before, code())
    assert gets_in(client, from_before, before[0])
    assert SECRET in kept()
    encrypt_second_factors()
    assert SECRET not in kept()
    assert "abab" not in kept()
    assert recovery_codes() == before[1:]
    assert gets_in(client, from_before, before[1])


def test_after_a_new_key_the_old_one_is_needed_for_one_night(client, person, settings):
    codes = recovery_codes()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEWER
    assert gets_in(client, person, code())
    assert encrypt_anew() == 2
    assert encrypt_anew() == 0
    settings.SECRET_KEY_FALLBACKS = []
    assert recovery_codes() == codes
    assert gets_in(client, person, codes[0])


def test_what_no_key_opens_is_a_wrong_code_and_told_in_the_log(client, person, settings, caplog):
    settings.SECRET_KEY = NEWER
    before = kept()
    assert not gets_in(client, person, code())
    assert f"second factor of user {person.pk}" in caplog.text
    caplog.clear()
    assert encrypt_anew() == 0
    assert f"second factor of user {person.pk}" in caplog.text
    assert kept() == before

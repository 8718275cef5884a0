"""Getting in: by address and password, with a second factor where it is required, and out after idle time."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as django_settings

from centre.models import Draft
from centre.roles import Role
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence for tests"


@pytest.fixture
def person():
    user = UserFactory(role=Role.COUNSELLOR, email="person@test.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, password: str = PASSWORD):
    return client.post("/account/login/", {"login": "person@test.example", "password": password})


def test_the_right_password_opens_the_home_page(client, person):
    assert log_in(client)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_address(client, person):
    page = log_in(client, "wrong").content.decode()
    assert "person@test.example" in page


def test_nobody_registers_himself(client):
    assert "管理者が行います" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", {"email": "new@test.example", "password1": PASSWORD})
    assert not type(UserFactory.build()).objects.filter(email="new@test.example").exists()


def test_ten_wrong_passwords_close_the_account_for_a_while(client, person):
    for _ in range(10):
        log_in(client, "wrong")
    assert client.session.get("_auth_user_id") is None
    log_in(client)
    assert client.session.get("_auth_user_id") is None


def test_where_a_second_factor_is_required_nothing_opens_before_it_is_set_up(client, person, settings):
    settings.MFA_REQUIRED = True
    log_in(client)
    assert client.get("/employers/")["Location"] == "/account/2fa/totp/activate/"
    page = client.get("/account/2fa/totp/activate/", follow=True)
    assert page.status_code == 200


def set_up_second_factor(client):
    """Types the number that the telephone shows into the page that offers the secret."""
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    return client.post("/account/2fa/totp/activate/", {"code": code})


def test_on_the_way_to_the_first_second_factor_the_password_is_typed_once(client, person, settings):
    settings.MFA_REQUIRED = True
    log_in(client)
    assert set_up_second_factor(client)["Location"] == "/account/2fa/recovery-codes/"
    codes = client.get("/account/2fa/recovery-codes/")
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/employers/").status_code == 200


def test_who_sets_it_up_later_gives_the_password_once_more(client, person, settings):
    settings.MFA_REQUIRED = True
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False) as clock:
        log_in(client)
        clock.shift(timedelta(seconds=301))
        assert client.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")


@pytest.mark.parametrize("is_required", [True, False])
def test_nothing_else_delicate_opens_by_the_log_in_alone(client, person, settings, is_required):
    """Neither where nobody has to have a second factor, nor for who has one already."""
    settings.MFA_REQUIRED = is_required
    if is_required:
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(person, secret)
    log_in(client)
    if is_required:
        code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
        client.post("/account/2fa/authenticate/", {"code": code})
        assert client.get("/employers/").status_code == 200
    name = "deactivate" if is_required else "activate"
    assert "reauthenticate" in client.get(f"/account/2fa/totp/{name}/")["Location"]


def test_with_a_second_factor_the_password_alone_is_not_enough(client, person):
    totp.TOTP.activate(person, totp.generate_totp_secret())
    assert log_in(client)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/employers/").status_code == 302


def test_idle_time_ends_the_session_but_not_the_typed_text(client, person):
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False):
        client.force_login(person)
        client.post("/centre/draft/", {"draft_form": "/employers/add/", "name": "打ちかけの企業"})
    later = timedelta(seconds=django_settings.SESSION_IDLE_SECONDS + 60)
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False) as clock:
        clock.shift(later)
        assert client.get("/employers/add/").status_code == 302
        client.force_login(person)
        assert "下書きがあります" in client.get("/employers/add/").content.decode()
    assert Draft.objects.get().data["name"] == "打ちかけの企業"


def test_strict_headers_are_on_every_page(client, person):
    client.force_login(person)
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy

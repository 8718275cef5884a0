"""An honest user who forgot the password or lost the device is back in within a minute of keys and machine."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from playwright.sync_api import expect

from centre.models import User
from centre.roles import Role
from privacy.models import AccessLog
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "tanuki kasa ame michi"
AFTERWARDS = "mikan yama kaze hashi"
SECONDS_PER_KEY = 0.28
SECONDS_PER_TAP = 1.1
SECONDS_PER_PAGE = 1.5
MINUTE = 60


class Hands:
    """Counts keys, taps and pages that opened, at the pace of an average typist and a slow machine."""

    def __init__(self, page):
        self.page, self.keys, self.taps, self.pages = page, 0, 0, 0
        page.on("domcontentloaded", self._count)

    def _count(self, _page) -> None:
        self.pages += 1

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def tap(self, target) -> None:
        self.taps += 1
        target.click()

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_PER_KEY + self.taps * SECONDS_PER_TAP + self.pages * SECONDS_PER_PAGE


@pytest.fixture
def person() -> User:
    user = UserFactory(email="mihon@test.example", role=Role.COUNSELLOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(page, hands: Hands, password: str) -> None:
    page.goto("/account/login/")
    hands.tap(page.get_by_label("メールアドレス"))
    hands.type("mihon@test.example")
    hands.press("Tab")
    hands.type(password)
    hands.press("Enter")


def test_a_lost_device_is_made_up_for_by_a_recovery_code(page, person):
    totp.TOTP.activate(person, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(person).get_unused_codes()
    hands = Hands(page)
    log_in(page, hands, PASSWORD)
    page.wait_for_url("**/2fa/authenticate/")
    hands.tap(page.locator("#id_code"))
    hands.type(codes[0])
    hands.press("Enter")
    expect(page.locator("h1")).to_contain_text("今日の仕事")
    assert hands.seconds <= MINUTE


def test_a_forgotten_password_is_replaced_by_a_link_in_a_mail(page, person, live_server):
    hands = Hands(page)
    page.goto("/account/login/")
    hands.tap(page.get_by_role("link", name="パスワードを忘れたとき"))
    hands.tap(page.get_by_label("メールアドレス"))
    hands.type("mihon@test.example")
    hands.press("Enter")
    page.wait_for_url("**/password/reset/done/")
    link = re.search(r"/account/password/reset/key/\S+", mail.outbox[0].body)[0]
    page.goto(link)
    fields = page.locator("input[type=password]")
    for number in range(fields.count()):
        hands.tap(fields.nth(number))
        hands.type(AFTERWARDS)
    hands.press("Enter")
    page.wait_for_url("**/password/reset/key/done/")
    log_in(page, hands, AFTERWARDS)
    expect(page.locator("h1")).to_contain_text("今日の仕事")
    assert hands.seconds <= MINUTE


def test_who_lost_device_and_codes_is_let_in_by_the_administrator(page, person, signed_in, settings):
    totp.TOTP.activate(person, totp.generate_totp_secret())
    RecoveryCodes.activate(person)
    signed_in(UserFactory(role=Role.ADMIN))
    hands = Hands(page)
    page.goto("/centre/users/")
    hands.tap(page.locator(f"a[href='/centre/users/{person.pk}/edit/']"))
    hands.tap(page.get_by_label("2段階認証を外す"))
    hands.press("Control+Enter")
    page.wait_for_url("**/centre/users/")
    page.context.clear_cookies()
    settings.MFA_REQUIRED = True
    log_in(page, hands, PASSWORD)
    # The password just typed is enough to tie a new second factor to the account.
    page.wait_for_url("**/2fa/totp/activate/")
    assert hands.seconds <= MINUTE
    assert not person.authenticator_set.exists()
    line = AccessLog.objects.get(action=AccessLog.Action.FACTOR)
    assert (line.user.role, line.subject_id) == (Role.ADMIN, person.pk)

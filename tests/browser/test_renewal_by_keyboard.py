"""Listings that run out, in a real browser: the employer's page, one key per answer, the public list."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from centre.roles import Role
from employers.models import Registration
from postings.models import PublicationEvent, RenewalInquiry
from postings.renewal import answering, asking
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory, RegistrationFactory
from tests.factories.renewal import asked, listing

pytestmark = pytest.mark.django_db(transaction=True)
DATA_BLOCK = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"


def soon(days: int = 14):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def desk(page, signed_in):
    signed_in(UserFactory(role=Role.COUNSELLOR))
    return page


def to_confirm(count: int) -> None:
    for number in range(count):
        employer = EstablishmentFactory(email=f"info{number}@mihon.example")
        posting = listing(soon(10 + number), employer, title=f"求人{number}")
        answering.record_call(asked(posting)[1], "continue", 1, by=UserFactory())


def left(page, count: int) -> None:
    page.wait_for_function("count => document.querySelectorAll('[data-confirm]').length === count", arg=count)


def test_one_key_confirms_and_the_next_answer_has_the_focus(desk):
    to_confirm(3)
    desk.goto("/postings/renewals/answers/")
    buttons = desk.locator("[data-confirm]")
    expect(buttons.nth(0)).to_be_focused()
    for key, place in (("j", 1), ("ArrowDown", 2), ("j", 2), ("k", 1)):
        desk.keyboard.press(key)
        expect(buttons.nth(place)).to_be_focused()
    desk.keyboard.press("Enter")
    left(desk, 2)
    assert list(PublicationEvent.objects.filter(kind="extended").values_list("posting__title", flat=True)) == ["求人1"]
    expect(buttons.nth(0)).to_be_focused()


def test_typing_a_day_moves_nothing_and_confirms_with_it(desk):
    to_confirm(2)
    desk.goto("/postings/renewals/answers/")
    field = desk.get_by_label("新しい掲載期限").first
    field.fill(f"{soon(40):%Y-%m-%d}")
    desk.keyboard.press("j")
    expect(field).to_be_focused()
    desk.keyboard.press("Backspace")
    desk.keyboard.press("Enter")
    left(desk, 1)
    assert PublicationEvent.objects.get(kind="extended").listed_until == soon(40)


def test_without_script_the_same_is_done_by_plain_forms(browser, live_server, desk):
    to_confirm(1)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(desk.context.cookies())
    plain = context.new_page()
    plain.goto("/postings/renewals/answers/")
    plain.get_by_role("button", name="サイトで延長したのを確かめた").click()
    expect(plain.get_by_text("延長を記録しました")).to_be_visible()
    context.close()
    assert RenewalInquiry.objects.get().state == "confirmed"


@pytest.mark.parametrize("width", [1280, 375])
def test_the_employer_answers_with_two_taps_and_no_fault(page, axe, width):
    posting = listing(soon())
    token, inquiry = asked(posting)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/answer/{token}/?to={posting.pk}-end")
    assert axe() == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="回答する").click()
    expect(page.get_by_text("回答を受け取りました")).to_be_visible()
    assert axe() == []
    page.goto("/answer/x/")
    assert axe() == []
    inquiry.refresh_from_db()
    assert inquiry.answer == "end"


@pytest.mark.parametrize("width", [1280, 375])
def test_lists_with_work_in_them_have_no_fault(desk, axe, width):
    to_confirm(2)
    answering.record_call(asked(listing(soon(26)))[1], "change", 1, by=UserFactory())
    listing(soon(28), EstablishmentFactory(), title="電話する求人")
    listing(soon(29))
    listing(soon(-1), title="切れた求人")
    asking.ask_about_expiring(timezone.localdate())
    desk.set_viewport_size({"width": width, "height": 800})
    for page in ("expiry/", "renewals/", "renewals/answers/", "renewals/calls/"):
        desk.goto(f"/postings/{page}")
        assert axe() == [], page
        assert not desk.evaluate("document.documentElement.scrollWidth > innerWidth"), page


@pytest.mark.parametrize("width", [1280, 375])
def test_the_public_list_has_no_fault_and_its_data_block_passes_the_policy(page, axe, width, settings):
    settings.PUBLIC_POSTINGS = True
    establishment = EstablishmentFactory()
    items = [Registration.Item.NAME, Registration.Item.POSTINGS]
    RegistrationFactory(establishment=establishment, items=items, registered_on=soon(-30))
    posting = listing(soon(), establishment, duties="部品の組立")
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/jobs/", f"/jobs/{posting.pk}/"):
        page.goto(address)
        assert axe() == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
    assert page.evaluate(DATA_BLOCK)["@type"] == "JobPosting"


def test_the_policy_of_the_pages_lets_the_data_block_be(page, settings):
    """Without lifting the policy, which the look of axe needs; the fixture fails on any complaint of the browser."""
    settings.PUBLIC_POSTINGS = True
    establishment = EstablishmentFactory()
    items = [Registration.Item.NAME, Registration.Item.POSTINGS]
    RegistrationFactory(establishment=establishment, items=items, registered_on=soon(-30))
    posting = listing(soon(), establishment)
    page.goto(f"/jobs/{posting.pk}/")
    assert page.evaluate(DATA_BLOCK)["@type"] == "JobPosting"

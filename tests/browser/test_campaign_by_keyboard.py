"""A counsellor calls one employer after another with one key each; the pages have no accessibility fault."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from centre.models import SavedFilter, User
from centre.roles import Role
from employers import calling, mailing
from employers.models import Attempt, Contact
from tests.factories.campaigns import MAIL, started
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = {"label": "採用の予定", "choices": ["ある", "ない"]}


@pytest.fixture
def desk(page, signed_in):
    """A tab of a counsellor."""
    signed_in(UserFactory(role=Role.COUNSELLOR))
    return page


def begin(desk, campaign) -> None:
    """Open the campaign and take the first employer."""
    desk.goto(campaign.get_absolute_url())
    desk.get_by_role("button", name="次の企業にかける").click()
    desk.wait_for_selector("form[data-campaign]")
    # The keys answer once the script of the page has run.
    desk.wait_for_load_state()


def press_and_go_on(desk, key: str) -> None:
    """Press a key and wait for the page of another employer (or of the campaign)."""
    before = desk.url
    desk.keyboard.press(key)
    desk.wait_for_url(lambda address: address != before)


def test_one_key_saves_and_the_next_employer_comes_up(desk):
    EstablishmentFactory.create_batch(3)
    begin(desk, started())
    for key in ("2", "3", "5"):
        press_and_go_on(desk, key)
    assert list(Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "absent",
        "voicemail",
        "declined",
    ]


def test_a_question_or_a_promise_waits_for_its_answer(desk):
    EstablishmentFactory.create_batch(2)
    begin(desk, started(questions=[QUESTION]))
    desk.keyboard.press("1")
    expect(desk.locator("[name=q1]").first).to_be_focused()
    desk.keyboard.press("2")
    press_and_go_on(desk, "Control+Enter")
    desk.keyboard.press("4")
    expect(desk.locator("[name=call_back_time]")).to_be_focused()
    assert list(Attempt.objects.values_list("outcome", "answers")) == [("reached", {"q1": "ない"})]


def test_digits_in_a_note_are_only_text(desk):
    EstablishmentFactory()
    begin(desk, started())
    desk.locator("[name=note]").fill("内線")
    desk.keyboard.type("123")
    assert not Attempt.objects.exists()
    assert desk.locator("[name=note]").input_value() == "内線123"


@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_has_a_fault_and_none_is_wider_than_the_window(desk, axe, width):
    first, second = EstablishmentFactory.create_batch(2, email="info@mihon.example")
    Contact.objects.create(establishment=first, name="見本 花子", phone="080-0000-0001", is_main=True)
    staff = UserFactory()
    calls = started(questions=[QUESTION, {"label": "ご意見"}], variants=[MAIL, MAIL | {"key": "B"}], by=staff)
    mails = started("mail", title="ご案内", by=staff)
    wrong, reached = calls.cases.order_by("establishment")
    calling.record_attempt(wrong, outcome="wrong_number", note="別の会社でした", by=staff)
    calling.record_attempt(reached, outcome="reached", answers={"q1": "ある", "q2": "よい"}, by=staff)
    mailing.prepare(mails, by=staff)
    mailing.release(mails, by=UserFactory())
    open_case = started(title="3つ目").cases.get(establishment=second)
    desk.set_viewport_size({"width": width, "height": 800})
    addresses = [
        reverse("employers:campaigns"),
        reverse("employers:campaign_add"),
        calls.get_absolute_url(),
        mails.get_absolute_url(),
        reverse("employers:campaign_cases", args=[calls.pk]),
        reverse("employers:campaign_case", args=[open_case.pk]),
        reverse("employers:campaign_case", args=[reached.pk]),
        reverse("employers:campaign_mails", args=[mails.pk]),
        reverse("employers:campaign_close", args=[calls.pk]),
        reverse("employers:campaign_wrong_numbers"),
    ]
    found = {}
    for address in addresses:
        assert desk.goto(address).status == 200, address
        violations = axe()
        if desk.evaluate("document.documentElement.scrollWidth > innerWidth"):
            violations.append(("wider than the window", []))
        if violations:
            found[address] = violations
    assert found == {}


def test_choosing_a_saved_filter_counts_at_once(desk):
    EstablishmentFactory(industry_id="E")
    EstablishmentFactory.create_batch(2, industry_id="P")
    owner = User.objects.get(role=Role.COUNSELLOR)
    SavedFilter.objects.create(owner=owner, page="employers:list", name="製造業", query="industry=E")
    desk.goto(reverse("employers:campaign_add"))
    expect(desk.locator("#target .figure")).to_contain_text("3")
    desk.locator("[name=saved_filter]").select_option(label="製造業")
    expect(desk.locator("#target .figure")).to_contain_text("1")
    expect(desk.locator("#target")).to_contain_text("業種が「製造業」")

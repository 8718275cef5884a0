"""A counsellor takes down a call without the mouse: in the browser, key by key."""

import re

import pytest
from playwright.sync_api import expect

from centre.roles import Role
from consultations.models import Consultation, FollowUp
from tests.factories.employers import EstablishmentFactory
from tests.people_pages import logged_in

ONE = re.compile(r"/consultations/\d+/$")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, live_server):
    """A tab at the quick entry, logged in as a counsellor."""
    client, _ = logged_in(Role.COUNSELLOR)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/consultations/add/")
    return page


def test_a_call_of_a_known_employer_takes_few_keys(desk):
    EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321")
    EstablishmentFactory(name="ほたる見本商店", phone="096-000-9999")
    desk.keyboard.type("4321")
    desk.wait_for_selector("#picks [data-pick]")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[data-party-picked]")
    expect(desk.locator("[name=topic]").first).to_be_focused()
    desk.keyboard.press("2")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(ONE)
    taken = Consultation.objects.get()
    assert (taken.establishment.name, taken.topic, taken.method) == ("みなも見本製作所", "posting", "phone")


def test_one_key_opens_the_entry_from_any_page(desk):
    desk.goto("/employers/")
    desk.keyboard.press("c")
    desk.wait_for_url("**/consultations/add/")
    expect(desk.locator("[name=caller]")).to_be_focused()


def test_an_anonymous_visitor_takes_one_key(desk):
    desk.keyboard.press("Enter")
    expect(desk.locator("[name=topic]").first).to_be_focused()
    desk.keyboard.press("9")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(ONE)
    assert Consultation.objects.get().party == "anonymous"


def test_enter_that_chooses_kanji_neither_picks_nor_sends(desk):
    desk.locator("[name=caller]").evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    assert desk.locator("[name=party]:checked").count() == 0
    assert not Consultation.objects.exists()


def test_enter_in_the_summary_does_not_send(desk):
    desk.locator("[name=summary]").fill("打ちかけの要点")
    desk.locator("[name=summary]").press("Enter")
    assert desk.locator("[name=summary]").input_value() == "打ちかけの要点"
    assert not Consultation.objects.exists()


def test_a_draft_brings_back_what_was_typed_and_whom_it_was_about(desk):
    establishment = EstablishmentFactory()
    desk.goto(f"/consultations/add/?establishment={establishment.pk}")
    desk.locator("[name=summary]").fill("打ちかけの要点")
    desk.wait_for_selector("[data-saved]:has-text('下書きを保存済')")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.goto("/consultations/add/")
    desk.locator("[data-restore]").click()
    desk.wait_for_selector("[data-party-picked]")
    assert desk.locator("[name=summary]").input_value() == "打ちかけの要点"
    assert desk.locator("[name=picked]").input_value() == f"establishment-{establishment.pk}"


def test_a_quick_day_and_a_next_action_make_a_promise(desk):
    desk.keyboard.press("Enter")
    desk.locator("[name=topic]").first.press("1")
    desk.locator("[name=next_action]").fill("資料を送る")
    desk.locator("[data-day]").first.press("Enter")
    desk.locator("[name=next_on]").press("Control+Enter")
    desk.wait_for_url(ONE)
    assert FollowUp.objects.get().what == "資料を送る"

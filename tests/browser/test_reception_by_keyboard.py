"""The reception of an event: by the keyboard alone at a desk, and by one thumb on a phone."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from centre.roles import Role
from tests.factories.centre import UserFactory
from tests.factories.events import EmployerGuestFactory, EventFactory, PersonGuestFactory


def fair():
    """A fair of today with an employer and two people on its list."""
    with transaction.atomic():
        event = EventFactory(first_on=timezone.localdate())
        EmployerGuestFactory(event=event, standing="accepted")
        PersonGuestFactory(
            event=event, standing="accepted", jobseeker__name="髙﨑 𠮷郎", jobseeker__kana="たかさき よしろう"
        )
        PersonGuestFactory(event=event, jobseeker__name="架空 花子", jobseeker__kana="かくう はなこ")
    return event


def come(event) -> dict:
    return event.guests.filter(standing="attended").figures()


def test_who_is_found_alone_is_received_by_enter(page, signed_in):
    event = fair()
    signed_in(UserFactory(role=Role.COUNSELLOR))
    page.goto(f"/referrals/events/{event.pk}/reception/")
    page.wait_for_function("document.activeElement.id === 'reception-q'")
    page.keyboard.type("たかさき")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=0社・1組・1人")
    page.wait_for_function("document.activeElement.id === 'reception-q' && document.activeElement.value === ''")
    assert come(event) == {"employers": 0, "groups": 1, "people": 1}
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=0社・2組・2人")
    assert event.guests.get(is_walk_in=True).party == "anonymous"


def test_enter_receives_nobody_found_for_an_earlier_text(page, signed_in):
    event, held = fair(), []
    signed_in(UserFactory(role=Role.COUNSELLOR))
    page.clock.install()
    page.goto(f"/referrals/events/{event.pk}/reception/")
    page.route("**/reception/?q=*", lambda route: held.append(route), times=1)
    with page.expect_request("**/reception/?q=*"):
        page.fill("#reception-q", "たかさき")
        page.clock.run_for(250)
    page.clock.pause_at(timezone.now() + timedelta(seconds=30))
    # Another name and Enter are there, and the answer for the first comes before the other is asked for.
    page.fill("#reception-q", "かくう")
    page.press("#reception-q", "Enter")
    held.pop().continue_()
    page.wait_for_selector("[data-found-for='たかさき']")
    page.clock.run_for(250)
    page.wait_for_selector("text=0社・1組・1人")
    assert event.guests.get(standing="attended").jobseeker.name == "架空 花子"


def test_the_enter_that_confirms_kanji_receives_nobody(page, signed_in):
    event = fair()
    signed_in(UserFactory(role=Role.COUNSELLOR))
    page.goto(f"/referrals/events/{event.pk}/reception/")
    page.fill("#reception-q", "髙﨑")
    page.wait_for_selector("[data-found-for='髙﨑']")
    page.evaluate(
        "document.getElementById('reception-q').dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.wait_for_timeout(100)
    assert come(event)["people"] == 0
    page.press("#reception-q", "Enter")
    page.wait_for_selector("text=0社・1組・1人")


def test_on_a_phone_everybody_is_received_by_a_thumb(page, signed_in):
    event = fair()
    signed_in(UserFactory(role=Role.COUNSELLOR))
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(f"/referrals/events/{event.pk}/reception/")
    for button in page.locator("#reception-list button:visible").all():
        assert button.bounding_box()["height"] >= 44
    for done in range(3):
        page.locator("[data-arrive]").first.click()
        page.locator(".arrivals [value=back]").nth(done).wait_for()
    page.wait_for_selector("#reception-list strong:text-is('1社・2組・2人')")
    assert come(event) == {"employers": 1, "groups": 2, "people": 2}
    page.locator("text=1人でないとき").click()
    page.fill("#id_groups", "1")
    page.fill("#id_people", "3")
    page.click("text=当日の参加を受け付ける")
    page.wait_for_selector("text=1社・3組・5人")
    page.locator(".arrivals .done button").first.click()
    page.wait_for_selector("text=0社・3組・5人")

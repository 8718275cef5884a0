"""A visit sheet written where there is no line: kept in the browser, sent once, seen by nobody else."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from centre.roles import Role
from employers.models import Establishment, Visit
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def car_park(page, signed_in):
    """A phone with the visit sheet of an employer open."""
    user = UserFactory(role=Role.FIELD_STAFF)
    record = EstablishmentFactory(name="みなも見本商店")
    page.set_viewport_size({"width": 375, "height": 700})
    signed_in(user)
    page.goto(f"/employers/field/{record.pk}/")
    return page


def write_and_send(page) -> None:
    """Fill the sheet and press the button."""
    page.get_by_label("会った人").fill("代表")
    page.get_by_label("聞いたこと").fill("春に2人ほしい")
    page.get_by_role("button", name="記録する").click()


def test_without_a_line_the_visit_is_kept_and_sent_once_when_the_line_is_back(car_park):
    car_park.context.set_offline(True)
    write_and_send(car_park)
    expect(car_park.locator("#outbox")).to_contain_text("この端末に預かりました（1件：みなも見本商店の訪問）")
    assert not Visit.objects.exists()
    car_park.context.set_offline(False)
    expect(car_park.locator("#outbox")).to_contain_text("1件を送りました")
    visit = Visit.objects.get()
    assert (visit.met, visit.learnt) == ("代表", "春に2人ほしい")
    car_park.goto("/employers/field/")
    expect(car_park.locator("#outbox")).to_be_hidden()
    assert Visit.objects.count() == 1


def test_a_closed_tab_loses_nothing_and_another_page_of_the_car_park_sends_it(car_park):
    car_park.context.set_offline(True)
    write_and_send(car_park)
    expect(car_park.locator("#outbox")).to_contain_text("預かりました")
    context = car_park.context
    car_park.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto("/employers/field/")
    expect(later.locator("#outbox")).to_contain_text("1件を送りました")
    assert Visit.objects.count() == 1


def test_with_a_line_it_is_sent_at_once(car_park):
    write_and_send(car_park)
    car_park.wait_for_url("**/employers/field/")
    assert Visit.objects.count() == 1
    expect(car_park.get_by_text("訪問を記録しました。")).to_be_visible()


def test_begun_at_the_employers_page_it_ends_there(car_park):
    record = Establishment.objects.get()
    car_park.goto(record.get_absolute_url())
    car_park.get_by_role("link", name="訪問を記録").click()
    car_park.wait_for_url("**/employers/field/*/?from=employer")
    write_and_send(car_park)
    car_park.wait_for_url(f"**{record.get_absolute_url()}")
    assert Visit.objects.count() == 1


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_it(car_park, signed_in):
    car_park.context.set_offline(True)
    write_and_send(car_park)
    expect(car_park.locator("#outbox")).to_contain_text("預かりました")
    # Expired before the phone is back on the net, so that what it sends at once already finds no session.
    Session.objects.all().delete()
    car_park.context.set_offline(False)
    expect(car_park.locator("#outbox")).to_contain_text("ログインの期限が切れています", timeout=30_000)
    signed_in(UserFactory(role=Role.FIELD_STAFF))
    car_park.goto("/employers/field/")
    expect(car_park.locator("#outbox")).to_be_hidden()
    assert not Visit.objects.exists()


def test_what_the_server_refuses_comes_back_to_its_sheet(car_park):
    address = car_park.url
    car_park.context.set_offline(True)
    car_park.get_by_label("訪問日").fill("2099-01-01")
    write_and_send(car_park)
    expect(car_park.locator("#outbox")).to_contain_text("預かりました")
    car_park.context.set_offline(False)
    expect(car_park.locator("#outbox")).to_contain_text("直すところがあります")
    car_park.goto(address)
    expect(car_park.get_by_label("聞いたこと")).to_have_value("春に2人ほしい")
    car_park.get_by_label("訪問日").fill("2026-01-05")
    car_park.get_by_role("button", name="記録する").click()
    car_park.wait_for_url("**/employers/field/")
    assert Visit.objects.count() == 1


def test_what_is_typed_is_there_again_after_the_tab_was_closed(car_park):
    address = car_park.url
    car_park.get_by_label("聞いたこと").fill("途中まで")
    kept = "Object.keys(localStorage).some(key => key.startsWith('typed:'))"
    wait_until(lambda: car_park.evaluate(kept))
    context = car_park.context
    car_park.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("聞いたこと")).to_have_value("途中まで")


def test_found_by_thumb_or_entered_in_three_fields(page, signed_in, axe):
    EstablishmentFactory(name="みなも見本商店", phone="096-000-4321")
    signed_in(UserFactory(role=Role.FIELD_STAFF))
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/employers/field/")
    page.keyboard.type("4321")
    page.get_by_role("link", name="みなも見本商店").click()
    page.wait_for_url("**/employers/field/*/")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.goto("/employers/field/?q=ひばり架空")
    page.get_by_role("link", name="新しい企業として登録").click()
    expect(page.get_by_label("事業所名")).to_have_value("ひばり架空")
    assert axe() == []
    page.get_by_role("button", name="登録して訪問票へ").click()
    page.wait_for_url("**/employers/field/*/")
    assert Establishment.objects.filter(name="ひばり架空").exists()

"""A note that is interrupted: the browser is closed, and a very long one; what the server said it has, it has."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from centre.models import Draft
from centre.roles import Role
from consultations.models import Consultation
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db(transaction=True)
ONE = re.compile(r"/consultations/\d+/$")
LONG = "長い記録です。" * 1500


@pytest.fixture
def counsellor(signed_in):
    user = UserFactory(role=Role.COUNSELLOR)
    signed_in(user)
    return user


def saved(page):
    return page.locator("main [data-saved]")


def test_a_browser_closed_in_the_middle_of_a_note_loses_nothing_that_was_said_to_be_saved(page, counsellor):
    page.goto("/consultations/add/")
    page.get_by_label("記録", exact=True).fill("閉じる前に書いた記録")
    expect(saved(page)).to_contain_text("下書きを保存済")
    another = page.context.new_page()
    page.close(run_before_unload=False)
    assert Draft.objects.get().data["note"] == "閉じる前に書いた記録"
    another.goto("/consultations/add/")
    another.get_by_role("button", name="下書きを戻す").click()
    expect(another.get_by_label("記録", exact=True)).to_have_value("閉じる前に書いた記録")


def test_a_note_of_ten_thousand_characters_is_kept_whole(page, counsellor):
    place = EstablishmentFactory()
    page.goto(f"/consultations/add/?establishment={place.pk}")
    page.get_by_label("記録", exact=True).fill(LONG)
    expect(saved(page)).to_contain_text("下書きを保存済")
    assert Draft.objects.get().data["note"] == LONG
    page.locator("label", has_text="採用全般").first.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/consultations/*/")
    taken = Consultation.objects.get()
    assert len(taken.note) == len(LONG) > 10_000
    page.set_viewport_size({"width": 375, "height": 700})
    page.reload()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_note_sent_without_a_session_stays_on_the_page_until_there_is_one(page, counsellor, live_server):
    """Once, the form left for the log-in, and what was typed after the session had ended was gone."""
    page.goto("/consultations/add/")
    page.locator("label", has_text="匿名の方").click()
    page.locator("label", has_text="採用全般").first.click()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("記録", exact=True).fill("期限のあとに書いた記録")
    lapsed = page.get_by_role("heading", name="ログインの期限が切れました")
    expect(lapsed).to_be_visible()
    page.get_by_role("button", name="閉じる", exact=True).click()
    page.get_by_label("記録", exact=True).press("Control+Enter")
    expect(lapsed).to_be_visible()
    expect(page.get_by_label("記録", exact=True)).to_have_value("期限のあとに書いた記録")
    page.get_by_role("button", name="閉じる", exact=True).click()
    client = Client()
    client.force_login(counsellor)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.get_by_label("記録", exact=True).press("Control+Enter")
    page.wait_for_url(ONE)
    assert Consultation.objects.get().note == "期限のあとに書いた記録"

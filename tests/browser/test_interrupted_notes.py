"""A note that is interrupted: the browser is closed, and a very long one; what the server said it has, it has."""

import pytest
from playwright.sync_api import expect

from centre.models import Draft
from centre.roles import Role
from consultations.models import Consultation
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db(transaction=True)
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

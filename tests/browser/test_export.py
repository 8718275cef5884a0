"""The export page in a browser: by keyboard, at the width of a phone, with nothing for axe to find."""

import pytest
from playwright.sync_api import expect

from centre.models import Job
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [375, 1280])
def test_columns_are_chosen_and_the_file_is_asked_for(page, signed_in, axe, width):
    EstablishmentFactory.create_batch(2)
    signed_in(UserFactory())
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/employers/export/?sort=name&layout=all")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("備考", exact=True).uncheck()
    page.get_by_label("電話番号の順番").fill("1")
    page.get_by_label("電話番号の見出し").fill("TEL")
    page.get_by_label("書き出す理由").fill("見本の理由です")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="企業の一覧の書出し")).to_be_visible()
    assert axe() == []
    chosen = Job.objects.get().params["columns"]
    assert {"key": "phone", "heading": "TEL"} in chosen[:2]
    assert "note" not in {column["key"] for column in chosen}

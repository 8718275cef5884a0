"""The four main tasks of the field team, done by a scripted browser: keys, taps and seconds of the machine.

`make bench-tasks` runs it. Seconds are those of the product and the browser alone; a person's thinking comes on top.
Each task asserts that it was really done.
"""

import sys
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from centre.calendar import opening_days
from centre.models import User
from centre.roles import Role
from employers.models import Attempt, Establishment, PlannedVisit, Visit
from tests.factories.campaigns import started

pytestmark = pytest.mark.django_db(transaction=True)


class Hands:
    """A keyboard and a thumb that count."""

    def __init__(self, page):
        self.page, self.keys, self.taps = page, 0, 0
        self.begun = time.perf_counter()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def tap(self, target) -> None:
        self.taps += 1
        target.click()

    def told(self, task: str) -> str:
        return f"{task:<42}{self.keys:>6}{self.taps:>6}{time.perf_counter() - self.begun:>8.1f}\n"


def test_the_four_main_tasks(page, signed_in, capsys):
    call_command("seed_demo", scale=1, seed=2026, verbosity=0)
    signed_in(User.objects.get(role=Role.FIELD_STAFF))
    lines = [_find(page), _visit(page), _call(page), _plan(page)]
    with capsys.disabled():
        sys.stdout.write(f"\n{'task':<42}{'keys':>6}{'taps':>6}{'s':>8}\n{''.join(lines)}")


def _find(page) -> str:
    record = Establishment.objects.order_by("pk")[700]
    page.goto("/")
    hands = Hands(page)
    hands.press("/")
    hands.type(record.phone[-4:])
    hit = page.locator("#hits a", has_text=record.name).first
    hit.wait_for()
    hands.tap(hit)
    expect(page.locator("h1")).to_contain_text(record.name)
    return hands.told("find an employer by the end of its phone")


def _visit(page) -> str:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/employers/field/")
    hands = Hands(page)
    hands.type("ひばり新会社")
    new = page.get_by_role("link", name="新しい企業として登録")
    hands.tap(new)
    hands.tap(page.get_by_label("電話番号か法人番号"))
    hands.type("0960009876")
    hands.tap(page.get_by_role("button", name="登録して訪問票へ"))
    page.wait_for_url("**/employers/field/*/")
    hands.tap(page.get_by_label("会った人"))
    hands.type("代表")
    hands.tap(page.locator("label", has_text="はい").first)
    hands.tap(page.get_by_label("見込みの求人（件）"))
    hands.press("Control+A")
    hands.type("2")
    hands.tap(page.get_by_label("チラシ 交通費補助（枚）"))
    hands.press("Control+A")
    hands.type("1")
    hands.tap(page.get_by_label("次にすること"))
    hands.type("求人票の下書きを送る")
    hands.tap(page.get_by_role("button", name="記録する"))
    page.wait_for_url("**/employers/field/")
    visit = Visit.objects.get(establishment__name="ひばり新会社")
    assert (visit.expected_postings, visit.leaflets, visit.wishes_uij) == (2, 1, True)
    page.set_viewport_size({"width": 1280, "height": 800})
    return hands.told("car park: new employer and visit sheet")


def _call(page) -> str:
    campaign = started(query="municipality=43101", by=User.objects.get(role=Role.FIELD_STAFF))
    page.goto(campaign.get_absolute_url())
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="次の企業にかける"))
    for _ in range(3):
        page.wait_for_selector("form[data-campaign]")
        page.wait_for_load_state()
        before = page.url
        hands.press("2")
        page.wait_for_url(lambda address, before=before: address != before)
    assert Attempt.objects.count() == 3
    return hands.told("three calls of a campaign, outcome and next")


def _plan(page) -> str:
    today = timezone.localdate()
    day = opening_days(today + timedelta(days=7), today + timedelta(days=21))[0]
    before = PlannedVisit.objects.count()
    page.goto("/employers/suggestions/")
    hands = Hands(page)
    boxes = page.locator("input[name=picked]")
    for place in range(3):
        hands.tap(boxes.nth(place))
    hands.tap(page.get_by_label("訪問する日"))
    hands.type(f"{day:%Y-%m-%d}")
    hands.press("Control+Enter")
    page.wait_for_url("**/employers/plan/**")
    assert PlannedVisit.objects.count() == before + 3
    return hands.told("plan three visits from the suggestions")

"""Sheets of paper typed in by the keyboard alone, and the page of a link on a phone without scripts."""

from datetime import date

import pytest
from django.test import override_settings
from django.utils import timezone

from centre.roles import Role
from surveys.models import Answer, AnswerItem
from tests.factories.centre import UserFactory
from tests.factories.surveys import Kind, first, last, link, question, survey


@pytest.fixture
def asked(transactional_db):
    day = timezone.localdate()
    return survey(opens_on=date(2026, 1, 1), closes_on=day, languages=["easy", "en"])


def said(answer: Answer) -> dict:
    items = AnswerItem.objects.filter(answer=answer).select_related("choice")
    return {item.question_id: item.text or item.score or item.choice.text_ja for item in items}


def test_two_sheets_are_typed_in_without_the_mouse(page, signed_in, live_server, asked):
    several = question(asked, Kind.SEVERAL, "求人", "住まい", "学校")
    signed_in(UserFactory(role=Role.COUNSELLOR))
    page.goto(f"/surveys/{asked.pk}/answer/")
    page.wait_for_function("document.activeElement.name?.startsWith('q')")
    for number in (1, 2):
        page.keyboard.press("4")
        page.keyboard.press("Enter")
        page.keyboard.type("見本の意見")
        page.keyboard.press("Tab")
        page.keyboard.press("2")
        page.keyboard.press("3")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "回答を1件保存しました" in page.inner_text("main")
        assert Answer.objects.count() == number
        page.wait_for_function("document.activeElement.name?.startsWith('q')")
    answer = Answer.objects.first()
    kept = AnswerItem.objects.filter(answer=answer, question=several).values_list("choice__text_ja", flat=True)
    assert set(kept) == {"住まい", "学校"}
    assert (said(answer)[first(asked).pk], said(answer)[last(asked).pk]) == (4, "見本の意見")


def test_a_mover_answers_on_a_phone_without_scripts(browser, live_server, asked):
    with override_settings(SITE_URL=live_server.url):
        address, _ = link(asked)
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 375, "height": 800}
    )
    page = context.new_page()
    page.goto(address)
    page.click("text=やさしい日本語")
    page.check(f"#id_q{first(asked).pk}_4")
    page.fill(f"#id_q{last(asked).pk}", "あ" * 2001)
    page.click("text=送（おく）る")
    assert "文（ぶん）が 長（なが）すぎます" in page.inner_text("main")
    assert len(page.input_value(f"#id_q{last(asked).pk}")) == 2001
    page.fill(f"#id_q{last(asked).pk}", "見本の意見")
    page.click("text=送（おく）る")
    assert "ありがとうございました" in page.inner_text("main")
    context.close()
    answer = Answer.objects.get()
    assert (said(answer)[first(asked).pk], answer.recorded_by) == (5, None)

"""Meetings with the prefecture in table 10, the annual report and the spec trace; the figure opens the minutes."""

from datetime import date

import pytest
import time_machine

from centre.fiscal_year import Month
from centre.roles import Role
from reports.compiling import month_period
from reports.lifecycle import draft_monthly
from reports.meetings.minuting import void_meeting
from reports.metrics.definition import count, count_by
from reports.metrics.meetings import CASE_CONFERENCES, MINUTES_ACKNOWLEDGED, PREFECTURE_MEETINGS
from reports.models import Work
from reports.records import behind, shown_to
from reports.trace.evidence import trace
from reports.year.chapters import CHAPTERS, QUANTITIES
from tests.factories.centre import UserFactory
from tests.factories.meetings import acknowledged, meeting_of, submitted

pytestmark = pytest.mark.django_db
NOVEMBER = month_period(Month(2026, 11))


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel("2026-12-02T12:00:00+09:00", tick=False):
        yield


def values() -> tuple[int, int]:
    return tuple(int(count(one, NOVEMBER).value) for one in (PREFECTURE_MEETINGS, MINUTES_ACKNOWLEDGED))


def test_meetings_are_counted_by_the_day_they_were_held_whatever_their_minutes_are():
    meeting_of()
    meeting_of(held_on=date(2026, 10, 30))
    submitted(kind="liaison")
    acknowledged(way="phone")
    assert values() == (3, 1)
    parts = count_by(PREFECTURE_MEETINGS, NOVEMBER, "kind", "way")
    assert {names: int(part.value) for names, part in parts.items()} == {
        ("効果的な方法の協議", "オンライン"): 1,
        ("連絡会", "オンライン"): 1,
        ("効果的な方法の協議", "電話"): 1,
    }


def test_one_recorded_by_mistake_is_not_counted():
    meeting = meeting_of()
    void_meeting(meeting, 1, reason="二重に記録", by=meeting.changed_by)
    assert values() == (0, 0)


def test_support_conferences_are_counted_apart_and_keep_their_earlier_words():
    meeting_of()
    assert count(CASE_CONFERENCES, NOVEMBER).value == 0
    assert CASE_CONFERENCES.version == 2
    assert "特記事項に書く" in CASE_CONFERENCES.earlier[0].words


def test_the_figure_opens_the_minutes_and_the_prefecture_those_it_has():
    draft, given = meeting_of(), submitted()
    counsellor, official = UserFactory(role=Role.COUNSELLOR), UserFactory(role=Role.OFFICIAL)
    records = list(behind("reports.Meeting", [draft.pk, given.pk]))
    assert [line.url for line in shown_to(counsellor, records)] == [
        draft.get_absolute_url(),
        given.get_absolute_url(),
    ]
    assert [line.url for line in shown_to(official, records)] == ["", given.get_absolute_url()]
    assert all(draft.title not in line.text for line in shown_to(official, records))


def test_the_monthly_report_and_the_clause_show_them():
    acknowledged()
    supervisor = UserFactory(role=Role.SUPERVISOR)
    report = draft_monthly(Month(2026, 11), by=supervisor)
    figures = report.figures.filter(metric="prefecture_meetings", breakdown={}, key__endswith=".month")
    assert [int(figure.value) for figure in figures] == [1]
    contract, _, _ = trace(Month(2026, 11), supervisor)
    line = next(line for line in contract if line.clause.place == "8(6)")
    assert [one.label for one in line.evidence] == ["県との会議 1件", "うち県が議事録を確認したもの 1件"]
    assert "県との会議" in [one.label for one in line.screens]


def test_the_annual_report_has_them_in_the_chapter_of_proposals_alone():
    by_number = {chapter.number: [block.title for block in chapter.blocks()] for chapter in CHAPTERS}
    assert by_number[11] == ["会議"]
    assert "会議" not in by_number[10]
    assert QUANTITIES[Work.METHODS] == ("prefecture_meetings",)

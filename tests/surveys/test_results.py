"""What the answers say, and what is not said: nothing of fewer than five people, by group neither."""

import io
from decimal import Decimal

import openpyxl
import pytest
import time_machine

from centre.roles import Role
from privacy.models import AccessLog
from surveys.models import Survey
from surveys.results import result
from surveys.results_file import lines
from tests.factories.surveys import Kind, paper, question, survey
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
NOT_SHOWN = "5件未満のため表示しません"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        yield


def papers(of: Survey, *scores: int, group: str = "", words: str = "") -> None:
    for score in scores:
        paper(of, score, words, group=group)


def shown(found, number: int = 0) -> dict[str, list]:
    return {label: [figure.count for figure in figures] for label, figures in found.questions[number].rows}


def page_of(asked: Survey, role: str = Role.SUPERVISOR) -> str:
    client, _ = logged_in(role)
    return client.get(asked.get_absolute_url()).content.decode()


def test_four_answers_show_no_result():
    asked = survey()
    papers(asked, 5, 5, 4, 3, words="見本の意見")
    assert not result(asked).questions[0].is_shown
    page = page_of(asked)
    assert NOT_SHOWN in page
    assert "見本の意見" not in page


def test_counts_shares_and_mean_of_a_scale():
    asked = survey()
    papers(asked, *[5] * 12, *[4] * 8)
    scale = result(asked).questions[0]
    assert (scale.columns[0].people, scale.columns[0].mean) == (20, Decimal("4.60"))
    assert [(figures[0].count, figures[0].share) for _, figures in scale.rows] == [
        (0, Decimal("0.0")),
        (0, Decimal("0.0")),
        (0, Decimal("0.0")),
        (8, Decimal("40.0")),
        (12, Decimal("60.0")),
    ]


def test_a_count_under_five_is_hidden_with_others_that_would_tell_it():
    asked = survey()
    papers(asked, *[5] * 20, *[4] * 9, *[3] * 2)
    counts = [figures[0].count for _, figures in result(asked).questions[0].rows]
    assert counts[:3] == [0, 0, None]
    assert counts.count(None) >= 2


def test_there_is_no_chart_of_hidden_numbers_alone():
    asked = survey()
    papers(asked, *[5] * 6, *[4] * 4)
    scale = result(asked).questions[0]
    assert {figures[0].count for _, figures in scale.rows} == {0, None}
    assert scale.shapes == ()
    assert "<svg" not in page_of(asked)


def test_a_group_under_five_takes_a_second_one_with_it():
    asked = survey(by_group=True)
    papers(asked, 5, 5, 5, group="1")
    papers(asked, *[5] * 6, group="10")
    papers(asked, *[5] * 9, group="30")
    found = result(asked)
    assert found.answers == 18
    assert found.groups == (("1〜9人", None), ("10〜29人", None), ("30〜99人", 9))
    assert [column.people for column in found.questions[0].columns] == [18, None, None, 9]
    assert shown(found)["5　満足"] == [18, None, None, 9]


def test_two_groups_one_of_them_small_are_not_told_apart():
    asked = survey(by_group=True)
    papers(asked, 5, 5, group="1")
    papers(asked, *[5] * 8, group="10")
    found = result(asked)
    assert found.groups == (("1〜9人", None), ("10〜29人", None))
    assert [column.label for column in found.questions[0].columns] == ["全体"]


def test_groups_that_were_not_declared_are_not_counted():
    asked = survey()
    papers(asked, *[5] * 6)
    assert result(asked).groups == ()


def test_choices_and_yes_or_no_are_counted():
    asked = survey()
    several = question(asked, Kind.SEVERAL, "求人", "住まい")
    yes_no = question(asked, Kind.YES_NO)
    work, home = several.choices.all()
    for number in range(10):
        chosen = [work.pk, home.pk] if number < 6 else [work.pk]
        paper(asked, 5, answers={several.pk: chosen, yes_no.pk: int(number < 5)})
    found = result(asked)
    assert shown(found, 2) == {"求人": [10], "住まい": [6]}
    assert shown(found, 3) == {"はい": [5], "いいえ": [5]}


def test_a_result_takes_the_same_queries_however_many_answers(django_assert_num_queries):
    asked = survey(by_group=True)
    question(asked, Kind.ONE, "電話", "来所")
    papers(asked, *[5] * 7, group="1")
    asked = Survey.objects.get(pk=asked.pk)
    with django_assert_num_queries(5):
        result(asked)


def test_free_words_are_read_by_the_counter_only_and_leave_a_line():
    asked = survey()
    papers(asked, *[5] * 5, words="見本の意見")
    assert "5件の自由記述を読む" in page_of(asked)
    client, user = logged_in(Role.COUNSELLOR)
    page = client.get(f"/surveys/{asked.pk}/words/").content.decode()
    assert page.count("見本の意見") == 5
    assert "写さないでください" in page
    assert AccessLog.objects.filter(user=user, subject="surveys.AnswerItem").exists()
    client, _ = logged_in(Role.OFFICIAL)
    assert client.get(f"/surveys/{asked.pk}/words/").status_code == 403


def test_four_free_words_are_read_by_nobody():
    asked = survey()
    papers(asked, *[5] * 4, words="見本の意見")
    papers(asked, *[5] * 4)
    client, _ = logged_in(Role.SUPERVISOR)
    assert "見本の意見" not in client.get(f"/surveys/{asked.pk}/words/").content.decode()


def test_the_workbook_has_the_figures_of_the_page_and_no_others():
    asked = survey(by_group=True)
    papers(asked, 5, 4, 4, group="1")
    papers(asked, *[5] * 6, group="10")
    papers(asked, *[4] * 9, group="30")
    client, user = logged_in(Role.OFFICIAL)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/surveys/{asked.pk}/file/").content))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    made = [tuple(value if value != "" else None for value in line) for line in lines(result(asked))]
    assert [row[:5] for row in rows] == [row[:5] for row in made]
    assert any(row[7] == NOT_SHOWN and row[4] is None for row in rows)
    assert AccessLog.objects.filter(user=user, action=AccessLog.Action.EXPORT).exists()

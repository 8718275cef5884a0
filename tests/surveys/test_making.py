"""A questionnaire is made, moved about, copied; once somebody has answered, its questions stand."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import F

from centre.errors import DomainError, EditConflict
from surveys import making
from surveys.models import Choice, Question, Survey
from tests.factories.centre import UserFactory
from tests.factories.surveys import Kind, first, paper, question, survey

pytestmark = pytest.mark.django_db
PERIOD = {"opens_on": date(2026, 11, 1), "closes_on": date(2026, 11, 30)}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        yield


def order(of: Survey) -> list[str]:
    return list(of.questions.order_by("position").values_list("text_ja", flat=True))


def changed(of: Survey, **given) -> Survey:
    known = {"title": of.title, "languages": [], "titles": {}, "intros": {}, "by_group": False}
    return making.change_survey(of, of.version, **PERIOD | known | given)


def test_a_survey_begins_with_satisfaction_and_free_words():
    kinds = survey().questions.order_by("position").values_list("kind", "required")
    assert list(kinds) == [("satisfaction", True), ("text", False)]


def test_a_survey_that_ends_before_it_begins_is_refused():
    with pytest.raises(DomainError) as refused:
        survey(closes_on=date(2026, 10, 31))
    assert refused.value.field == "closes_on"


def test_questions_are_moved_and_removed():
    asked = survey()
    third = question(asked, Kind.YES_NO, texts={"ja": "また使いますか"})
    making.move_question(third, -1)
    making.move_question(first(asked), -1)
    assert order(asked)[1] == "また使いますか"
    making.remove_question(third)
    assert len(order(asked)) == 2


def test_the_only_question_is_not_removed():
    asked = survey()
    making.remove_question(asked.questions.last())
    with pytest.raises(DomainError, match="1問以上"):
        making.remove_question(asked.questions.get())


@pytest.mark.parametrize(
    ("kind", "choices", "says"),
    [
        (Kind.ONE, ["電話"], "2つから"),
        (Kind.SEVERAL, [f"{n}" for n in range(21)], "20まで"),
        (Kind.ONE, ["電話", "電話"], "同じ選択肢"),
        (Kind.YES_NO, ["電話", "来所"], "選択肢はありません"),
    ],
)
def test_choices_that_do_not_fit_are_refused(kind, choices, says):
    asked = survey()
    with pytest.raises(DomainError, match=says) as refused:
        question(asked, kind, *choices)
    assert refused.value.field == "choices_ja"
    assert asked.questions.count() == 2


def test_a_thirty_first_question_is_refused():
    asked = survey()
    for _ in range(28):
        question(asked, Kind.YES_NO)
    with pytest.raises(DomainError, match="30問"):
        question(asked, Kind.YES_NO)


def test_a_copy_has_the_questions_and_none_of_the_answers():
    asked = survey(languages=["en"], intros={"ja": "お願いします。"})
    question(asked, Kind.ONE, "電話", "来所")
    paper(asked)
    made = making.copy_survey(asked, title="次のアンケート", by=UserFactory(), **PERIOD)
    assert order(made) == order(asked)
    assert (made.languages, made.intro_ja, made.answers.count()) == (["ja", "en"], "お願いします。", 0)
    assert [choice.text_ja for choice in Choice.objects.filter(question__survey=made)] == ["電話", "来所"]


def test_two_people_change_a_question_and_the_second_is_told():
    one = first(survey())
    given = {"kind": Kind.SATISFACTION, "texts": {"ja": "直した質問"}, "required": True, "choices": []}
    making.change_question(one, 1, **given)
    with pytest.raises(EditConflict):
        making.change_question(one, 1, **given)


def test_what_lacks_its_words_is_named():
    asked = survey(languages=["en"])
    question(asked, Kind.ONE, "電話", "来所")
    assert making.untranslated(asked) == [("English", "見本の質問"), ("English", "電話"), ("English", "来所")]


# ---- once somebody has answered


@pytest.fixture
def answered():
    asked = survey()
    question(asked, Kind.ONE, "電話", "来所")
    paper(asked)
    return asked


def test_questions_are_not_changed_any_more(answered):
    one = first(answered)
    acts = (
        lambda: question(answered, Kind.YES_NO),
        lambda: making.change_question(one, 1, kind=one.kind, texts={"ja": "別"}, required=True, choices=[]),
        lambda: making.move_question(one, 1),
        lambda: making.remove_question(one),
    )
    for act in acts:
        with pytest.raises(DomainError, match="もう回答がある"):
            act()


def test_the_database_keeps_questions_and_choices(answered):
    choice, other = Choice.objects.get(text_ja="電話"), survey()
    acts = (
        lambda: Question.objects.filter(pk=first(answered).pk).update(text_ja="別の質問"),
        lambda: Question.objects.create(survey=answered, position=9, kind=Kind.YES_NO, text_ja="足した質問"),
        lambda: Choice.objects.filter(pk=choice.pk).update(text_ja="別の答え"),
        lambda: choice.delete(),
        lambda: Question.objects.filter(survey=other).update(survey=answered, position=F("position") + 20),
    )
    for act in acts:
        with pytest.raises(IntegrityError, match="keeps its questions"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"opens_on": date(2026, 11, 21)}, "opens_on"),
        ({"closes_on": date(2026, 11, 19)}, "closes_on"),
        ({"by_group": True}, "by_group"),
    ],
)
def test_no_answer_falls_out_of_its_survey(answered, given, field):
    with pytest.raises(DomainError) as refused:
        changed(answered, **given)
    assert refused.value.field == field


def test_the_title_may_still_change(answered):
    assert changed(answered, title="直した題名").title == "直した題名"

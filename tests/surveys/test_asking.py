"""Questionnaires: answers within the period, and no result that could tell who said what."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError
from centre.roles import Role
from surveys.asking import enter_answer, open_survey
from surveys.models import Survey, SurveyAnswer
from surveys.results import result
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def survey(**given) -> Survey:
    return open_survey(
        **{
            "title": "見本のアンケート",
            "audience": Survey.Audience.EMPLOYERS,
            "question": "窓口の対応に満足しましたか。",
            "opens_on": date(2026, 11, 1),
            "closes_on": date(2026, 11, 30),
            "by": UserFactory(),
        }
        | given
    )


def answers(asked: Survey, *scores: int) -> None:
    for score in scores:
        enter_answer(asked, satisfaction=score, answered_on=TODAY, comment="見本の意見", by=UserFactory())


def test_a_survey_that_ends_before_it_begins_is_refused():
    with pytest.raises(DomainError) as refused:
        survey(closes_on=date(2026, 10, 31))
    assert refused.value.field == "closes_on"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"satisfaction": 6}, "satisfaction"),
        ({"answered_on": date(2026, 10, 31)}, "answered_on"),
        ({"answered_on": date(2026, 11, 21)}, "answered_on"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(given, field):
    with pytest.raises(DomainError) as refused:
        enter_answer(survey(), **{"satisfaction": 3, "answered_on": TODAY, "by": UserFactory()} | given)
    assert refused.value.field == field


def test_the_database_refuses_another_score():
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.create(survey=survey(), satisfaction=0, answered_on=TODAY, recorded_by=UserFactory())


def test_four_answers_show_no_result(client):
    asked = survey()
    answers(asked, 5, 5, 4, 3)
    assert not result(asked).is_shown
    client.force_login(UserFactory(role=Role.SUPERVISOR))
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "5件未満のため表示しません" in page
    assert "見本の意見" not in page


def test_five_answers_show_average_and_scores(client):
    asked = survey()
    answers(asked, 5, 5, 4, 3, 1)
    outcome = result(asked)
    assert outcome.average == Decimal("3.60")
    assert [count for _, count in outcome.rows] == [1, 0, 1, 1, 2]
    client.force_login(UserFactory(role=Role.OFFICIAL))
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "3.60" in page
    assert "見本の意見" not in page

"""Satisfaction in table 10: a mean of the months with enough answers, so that no two means tell of a single sheet."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from centre.fiscal_year import Month
from reports.compiling import month_period, year_to_date
from reports.lifecycle import draft_monthly
from reports.metrics.definition import count
from reports.metrics.surveys import EMPLOYER_SATISFACTION, MOVER_SATISFACTION
from surveys.models import Survey
from tests.factories import surveys as make

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
LONG = {"opens_on": date(2026, 10, 1), "closes_on": date(2026, 11, 30)}


def sheets(of: Survey, scores: tuple[int, ...], month: int) -> None:
    for score in scores:
        make.paper(of, score, on=date(2026, month, 6))


def test_the_mean_of_a_month_with_five_answers_opens_the_questionnaire():
    survey = make.survey(**LONG)
    sheets(survey, (5, 4, 4, 3, 5), 11)
    found = count(EMPLOYER_SATISFACTION, month_period(NOVEMBER))
    assert found.value == Decimal("4.2")
    assert found.record_ids == (survey.pk,)
    assert count(MOVER_SATISFACTION, month_period(NOVEMBER)) is None


def test_a_month_of_few_answers_is_in_no_mean():
    survey = make.survey(**LONG)
    sheets(survey, (1, 1, 1, 1), 10)
    sheets(survey, (5, 5, 5, 5, 5), 11)
    assert count(EMPLOYER_SATISFACTION, month_period(OCTOBER)) is None
    assert count(EMPLOYER_SATISFACTION, year_to_date(NOVEMBER)).value == 5


@time_machine.travel("2026-11-20T12:00:00+09:00", tick=False)
def test_what_may_not_be_said_is_a_dash_without_a_figure():
    sheets(make.survey(**LONG), (5, 4, 4, 3), 11)
    report = draft_monthly(NOVEMBER, by=None)
    rows = next(table for table in report.document["tables"] if table["number"] == 10)["blocks"][0]["rows"]
    told = {row["label"]: row["cells"][0] for row in rows}
    assert told["アンケートの回答（企業）"]["value"] == 4
    assert told["満足度（企業）"] == {}
    assert not report.figures.filter(metric=EMPLOYER_SATISFACTION.key).exists()

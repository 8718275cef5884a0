"""The questionnaires of the sample: both are open and have results to look at, and nobody is named in their words."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from surveys.making import untranslated
from surveys.models import AnswerItem, Survey
from surveys.suppression import SMALLEST_GROUP

pytestmark = pytest.mark.django_db


def test_the_sample_has_an_open_questionnaire_for_each_audience_with_results():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        call_command("seed_demo", scale=0.02, seed=51, until=date(2026, 11, 20), verbosity=0)
    surveys = list(Survey.objects.order_by("audience"))
    assert [survey.audience for survey in surveys] == ["employers", "movers"]
    for survey in surveys:
        assert survey.answers.count() >= SMALLEST_GROUP
        assert survey.opens_on < date(2026, 11, 20) < survey.closes_on
        assert untranslated(survey) == []
        assert survey.questions.last().kind == "text"
    kept = AnswerItem.objects.filter(question__kind="yes_no").values_list("score", flat=True)
    assert set(kept) == {0, 1}
    assert all("見本" in text for text in AnswerItem.objects.exclude(text="").values_list("text", flat=True))

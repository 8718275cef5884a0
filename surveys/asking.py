"""Opening a questionnaire and entering its answers (contract 8(1)⑤)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from surveys.models import Survey, SurveyAnswer


def open_survey(*, title: str, audience: str, question: str, opens_on: date, closes_on: date, by: User) -> Survey:
    """Open a questionnaire for a period. Raises DomainError when it ends before it begins."""
    if closes_on < opens_on:
        raise DomainError("終わりの日は、始まりの日と同じか、それより後の日を入れてください。", "closes_on")
    return Survey.objects.create(
        title=title, audience=audience, question=question, opens_on=opens_on, closes_on=closes_on, created_by=by
    )


def enter_answer(survey: Survey, *, satisfaction: int, answered_on: date, comment: str = "", by: User) -> SurveyAnswer:
    """Enter one answer; nobody's name is kept. Raises DomainError for a day outside the period, or another score."""
    if not 1 <= satisfaction <= 5:
        raise DomainError("満足度は1から5で入れてください。", "satisfaction")
    if answered_on > timezone.localdate():
        raise DomainError("回答日に先の日付は入れられません。", "answered_on")
    with transaction.atomic():
        current = Survey.objects.select_for_update().get(pk=survey.pk)
        if not current.opens_on <= answered_on <= current.closes_on:
            raise DomainError(
                f"回答日は、アンケートの期間（{_day(current.opens_on)}から{_day(current.closes_on)}まで）の日を入れてください。",
                "answered_on",
            )
        return SurveyAnswer.objects.create(
            survey=current, satisfaction=satisfaction, answered_on=answered_on, comment=comment, recorded_by=by
        )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

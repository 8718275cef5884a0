"""Figures of the surveys (table 10: アンケート). Behind a figure stand the questionnaires, never single answers."""

from reports.metrics.definition import Counted, Metric, Period
from surveys.models import Answer, Survey


def _asked(audience: str):
    def answered(period: Period):
        """Questionnaires of an audience that were answered in the period."""
        days = (period.first, period.last)
        return Survey.objects.filter(audience=audience, answers__answered_on__range=days).distinct()

    return answered


def _answers(audience: str):
    def counted(period: Period) -> Counted:
        sheets = Answer.objects.filter(
            survey__audience=audience, answered_on__range=(period.first, period.last)
        ).count()
        return Counted.of(sheets, _asked(audience)(period))

    return counted


def _metric(key: str, audience: str) -> Metric:
    return Metric(
        key,
        f"アンケートの回答（{Survey.Audience(audience).label}）",
        "回答日が期間中にある回答の数。紙とリンクの両方。押すと、回答のあったアンケートの一覧が出る（1件ずつの回答は出ない）。",
        1,
        "件",
        _asked(audience),
        compute=_answers(audience),
    )


EMPLOYER_ANSWERS = _metric("survey_answers_employers", Survey.Audience.EMPLOYERS)
MOVER_ANSWERS = _metric("survey_answers_movers", Survey.Audience.MOVERS)

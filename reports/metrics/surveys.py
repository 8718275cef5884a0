"""Figures of the surveys (table 10: アンケート). Behind a figure stand the questionnaires, never single answers."""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from reports.metrics.definition import Counted, Metric, Period
from surveys.models import Answer, AnswerItem, Question, Survey
from surveys.suppression import SMALLEST_GROUP


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


def _satisfied(audience: str) -> Callable[[Period], Counted | None]:
    def counted(period: Period) -> Counted | None:
        """The mean over the months with enough answers: a month of few could be worked out from two means."""
        scores = AnswerItem.objects.filter(
            question__kind=Question.Kind.SATISFACTION,
            answer__survey__audience=audience,
            answer__answered_on__range=(period.first, period.last),
        )
        months = scores.order_by().values(month=TruncMonth("answer__answered_on"))
        told = months.annotate(sheets=Count("answer", distinct=True), of=Count("pk"), sum=Sum("score"))
        enough = [row for row in told if row["sheets"] >= SMALLEST_GROUP]
        if not enough:
            return None
        mean = Decimal(sum(row["sum"] for row in enough)) / sum(row["of"] for row in enough)
        asked = _asked(audience)(period).filter(questions__kind=Question.Kind.SATISFACTION)
        return Counted.of(mean.quantize(Decimal("0.1")), asked)

    return counted


def _satisfaction(key: str, audience: str) -> Metric:
    return Metric(
        key,
        f"満足度（{Survey.Audience(audience).label}）",
        "回答日が期間中にある、満足度の質問（1〜5。5がいちばん満足）への答えの平均。小数第2位を四捨五入する。答えた人が5人未満の月は、"
        "どの期間の平均にも入れない。答えた人が足りないときは「—」とする。",
        1,
        "点",
        _asked(audience),
        counts="mean",
        compute=_satisfied(audience),
    )


EMPLOYER_SATISFACTION = _satisfaction("satisfaction_employers", Survey.Audience.EMPLOYERS)
MOVER_SATISFACTION = _satisfaction("satisfaction_movers", Survey.Audience.MOVERS)

"""Figures of the counter itself (table 1: 窓口の状況).

A planned opening day is a working day of the calendar, so it is counted as a day, not as a row; the rows behind it are
the closures and duties that made it what it is.
"""

from django.db.models import Count

from centre.calendar import opening_days
from centre.models import Closure, Duty, Training
from reports.metrics.definition import Counted, Metric, Period


def _closures(period: Period):
    return Closure.objects.filter(date__range=(period.first, period.last))


def _temporary(period: Period):
    return _closures(period).filter(kind=Closure.Kind.TEMPORARY)


def _duties(period: Period):
    return Duty.objects.filter(date__range=(period.first, period.last))


def _trainings(period: Period):
    return Training.objects.filter(date__range=(period.first, period.last))


def _planned_days(period: Period) -> Counted:
    return Counted.of(len(opening_days(period.first, period.last)), _closures(period))


def _open_days(period: Period) -> Counted:
    days = set(opening_days(period.first, period.last))
    closed = set(_temporary(period).values_list("date", flat=True))
    return Counted.of(len(days - closed), _temporary(period))


def _staffed(period: Period, at_least: int, at_most: int | None) -> Counted:
    days = set(opening_days(period.first, period.last)) - set(_temporary(period).values_list("date", flat=True))
    people = dict(_duties(period).order_by().values_list("date").annotate(people=Count("pk")))
    fitting = [
        day for day in days if at_least <= people.get(day, 0) and (at_most is None or people.get(day, 0) <= at_most)
    ]
    return Counted.of(len(fitting), _duties(period).filter(date__in=fitting))


PLANNED_DAYS = Metric(
    "planned_days",
    "計画した開設日数",
    "期間中の月曜から金曜で、祝日・お盆・年末年始の休業日でない日の数。押すと休業日の一覧が出る。",
    1,
    "日",
    _closures,
    compute=_planned_days,
)
TEMPORARY_CLOSURES = Metric(
    "temporary_closures", "臨時閉所", "天災などで開設できず、県に相談した日の数。", 1, "日", _temporary
)
OPEN_DAYS = Metric(
    "open_days",
    "開設した日数",
    "計画した開設日数から臨時閉所を引いた日数。押すと臨時閉所の一覧が出る。",
    1,
    "日",
    _temporary,
    compute=_open_days,
)
DAYS_WITH_TWO = Metric(
    "days_with_two",
    "2名以上を配置した日",
    "開設した日のうち、勤務表に2人以上いる日の数（契約 7(1)：週3日は2名以上）。",
    1,
    "日",
    _duties,
    compute=lambda period: _staffed(period, 2, None),
)
DAYS_WITH_ONE = Metric(
    "days_with_one",
    "1名を配置した日",
    "開設した日のうち、勤務表に1人だけいる日の数（契約 7(1)：週2日は1名以上）。",
    1,
    "日",
    _duties,
    compute=lambda period: _staffed(period, 1, 1),
)
DAYS_WITH_NOBODY = Metric(
    "days_with_nobody",
    "配置の記録がない日",
    "開設した日のうち、勤務表に一人もいない日の数（不足日）。",
    1,
    "日",
    _duties,
    compute=lambda period: _staffed(period, 0, 0),
)
DUTIES = Metric("duties", "配置した延べ人数", "勤務表にある職員と日の組の数（延べ）。", 1, "人", _duties)
TRAININGS = Metric("trainings", "研修", "期間中に実施した職員研修の回数。", 1, "件", _trainings)
TRAINED = Metric(
    "trained", "研修の受講者", "期間中の職員研修を受講した延べ人数。", 1, "人", _trainings, counts="sum:people"
)

"""Figures of the counter itself (table 1: 窓口の状況).

A planned opening day is a working day of the calendar, so it is counted as a day, not as a row; the rows behind it are
the closures and duties that made it what it is.
"""

from datetime import date

from django.db.models import QuerySet

from centre.calendar import opening_days
from centre.models import Attendance, Closure, Duty, Training
from centre.roster.coverage import AT_COUNTER, days_of, gaps
from centre.roster.rules import least_people
from reports.metrics.definition import Counted, Earlier, Metric, Period


def _closures(period: Period) -> QuerySet:
    return Closure.objects.filter(date__range=(period.first, period.last))


def _temporary(period: Period) -> QuerySet:
    return _closures(period).filter(kind=Closure.Kind.TEMPORARY)


def _whole_days(period: Period) -> QuerySet:
    return _temporary(period).filter(starts_at__isnull=True)


def _duties(period: Period) -> QuerySet:
    return Duty.objects.filter(date__range=(period.first, period.last), kind__in=AT_COUNTER)


def _trainings(period: Period) -> QuerySet:
    return Training.objects.filter(held_on__range=(period.first, period.last))


def _attendances(period: Period) -> QuerySet:
    return Attendance.objects.filter(training__held_on__range=(period.first, period.last))


def _planned_days(period: Period) -> Counted:
    return Counted.of(len(opening_days(period.first, period.last)), _closures(period))


def _open_days(period: Period) -> Counted:
    days = set(opening_days(period.first, period.last))
    closed = set(_whole_days(period).values_list("date", flat=True))
    return Counted.of(len(days - closed), _whole_days(period))


def _staffed(period: Period, at_least: int, at_most: int | None) -> Counted:
    people = {day.date: least_people(day) for day in days_of(period.first, period.last)}
    fitting = [day for day, least in people.items() if at_least <= least and (at_most is None or least <= at_most)]
    return Counted.of(len(fitting), _duties(period).filter(date__in=fitting))


def _gaps(period: Period) -> Counted:
    found = gaps(period.first, period.last)
    return Counted.of(len(found), _duties(period).filter(date__in={gap.day for gap in found}))


_SINCE, _UNTIL = date(2026, 11, 21), date(2026, 11, 20)


def _before(words: str) -> dict:
    """The first definition of a figure that the roster with hours has changed."""
    return {"since": _SINCE, "earlier": (Earlier(1, words, _UNTIL),)}


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
    "temporary_closures",
    "臨時閉所",
    "天災などで開設できず、県に相談した日の数。1日閉めた日と、一部の時間を閉めた日のどちらも数える。",
    2,
    "日",
    _temporary,
    **_before("天災などで開設できず、県に相談した日の数。"),
)
OPEN_DAYS = Metric(
    "open_days",
    "開設した日数",
    "計画した開設日数から、1日閉めた臨時閉所を引いた日数（一部の時間を閉めた日は開設した日）。押すと1日閉めた日の一覧が出る。",
    2,
    "日",
    _whole_days,
    compute=_open_days,
    **_before("計画した開設日数から臨時閉所を引いた日数。押すと臨時閉所の一覧が出る。"),
)
_LEAST = "開設時間（一部を閉めた日は開けていた時間）のうち、窓口にいる人が最も少ない時の人数で数える。"
DAYS_WITH_TWO = Metric(
    "days_with_two",
    "2名以上を配置した日",
    f"開設した日のうち、開設時間中いつも2人以上が窓口にいる日の数（契約 7(1)：週3日は2名以上）。{_LEAST}",
    2,
    "日",
    _duties,
    compute=lambda period: _staffed(period, 2, None),
    **_before("開設した日のうち、勤務表に2人以上いる日の数（契約 7(1)：週3日は2名以上）。"),
)
DAYS_WITH_ONE = Metric(
    "days_with_one",
    "1名を配置した日",
    f"開設した日のうち、1人だけになる時間がある日の数（契約 7(1)：週2日は1名以上）。{_LEAST}",
    2,
    "日",
    _duties,
    compute=lambda period: _staffed(period, 1, 1),
    **_before("開設した日のうち、勤務表に1人だけいる日の数（契約 7(1)：週2日は1名以上）。"),
)
DAYS_WITH_NOBODY = Metric(
    "days_with_nobody",
    "窓口に人がいない時間のある日（不足日）",
    f"開設した日のうち、勤務表で一人もいない時間がある日の数。{_LEAST}",
    2,
    "日",
    _duties,
    compute=lambda period: _staffed(period, 0, 0),
    **_before("開設した日のうち、勤務表に一人もいない日の数（不足日）。"),
)
ROSTER_GAPS = Metric(
    "roster_gaps",
    "配置の不足",
    "勤務表を契約 7(1)・8(1)①の配置と照らした不足の数。人がいない時間、人数の不足、2名以上の日が足りない週"
    "（その週の最後の開設日で数える）、常勤の人がいない日を、1つずつ数える。有給休暇・振替休日による不足も数える。",
    1,
    "件",
    _duties,
    compute=_gaps,
)
DUTIES = Metric(
    "duties",
    "配置した延べ人数",
    "勤務表で出勤または半日出勤とした職員と日の組の数（延べ）。休暇・出張・研修の日は数えない。",
    2,
    "人",
    _duties,
    **_before("勤務表にある職員と日の組の数（延べ）。"),
)
TRAININGS = Metric(
    "trainings",
    "研修",
    "実施日が期間中にある職員研修の回数。予定だけの研修は数えない。",
    2,
    "件",
    _trainings,
    **_before("期間中に実施した職員研修の回数。"),
)
TRAINED = Metric(
    "trained",
    "研修の受講者",
    "期間中に実施した職員研修の、名簿にある受講者の延べ人数。",
    2,
    "人",
    _attendances,
    **_before("期間中の職員研修を受講した延べ人数。"),
)

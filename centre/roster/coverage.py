"""The gaps of the roster between two days: the contract's rules over what the tables hold."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta

from django.db.models import Q
from django.urls import reverse

from centre.calendar import opening_days
from centre.fiscal_year import FiscalYear, Month
from centre.models import Appointment, Closure, Contract, Duty
from centre.models.calendar import FullTime, ShortWeek
from centre.roster.rules import Day, Demand, Gap, Shift, gaps_of, nobody_full_time

AT_COUNTER = frozenset({Duty.Kind.WORK, Duty.Kind.HALF})
LEAVE = frozenset({Duty.Kind.PAID_LEAVE, Duty.Kind.SUBSTITUTE})


def gaps(first: date, last: date) -> list[Gap]:
    """What the roster lacks between two days, both included, in their order; the reports ask it before confirming.

    The gap of a week is named on its last opening day, so that each week belongs to exactly one month.
    """
    monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    demands = demands_between(monday, sunday)
    days = {day.date: day for day in days_of(monday, sunday, demands)}
    asked = demands[FiscalYear.of(first)]
    found = [gap for gap in gaps_of(list(days.values()), asked) if first <= gap.day <= last]
    inside = [day for day in days.values() if first <= day.date <= last]
    if not asked.full_time_every_day and inside and nobody_full_time(inside):
        words = "配置した人の中に常勤の人がいません（契約 7(1)）。"
        found.append(Gap(inside[-1].date, "nobody_full_time", words))
    return found


def page_of(day: date) -> str:
    """The address of the roster that shows a day."""
    return reverse("centre:roster_month", args=[Month.of(day)])


def demand_on(day: date) -> Demand:
    """What the contract in force on a day asks of the roster; the specification's defaults without a contract."""
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(day).year).first()
    if contract is None:
        return Demand()
    return Demand(
        opens=contract.opens_at,
        closes=contract.closes_at,
        busy_days=contract.roster_busy_days,
        people_busy=contract.roster_people_busy,
        people_other=contract.roster_people_other,
        full_time_every_day=contract.roster_full_time == FullTime.EVERY_DAY,
        lessen_short_weeks=contract.roster_short_week == ShortWeek.FEWER,
    )


def demands_between(first: date, last: date) -> dict[FiscalYear, Demand]:
    """What the contracts of the years from one day to another ask of the roster."""
    numbers = range(FiscalYear.of(first).year, FiscalYear.of(last).year + 1)
    return {year: demand_on(year.start) for year in map(FiscalYear, numbers)}


def days_of(first: date, last: date, demands: dict[FiscalYear, Demand] | None = None) -> list[Day]:
    """Every opening day between two days with the hours to be staffed and who is on the roster."""
    asked = demands or demands_between(first, last)
    closed = defaultdict(list)
    for closure in Closure.objects.filter(date__range=(first, last), kind=Closure.Kind.TEMPORARY):
        closed[closure.date].append((closure.starts_at or time.min, closure.ends_at or time.max))
    shifts = shifts_between(first, last)
    days = []
    for day in opening_days(first, last):
        demand = asked[FiscalYear.of(day)]
        hours = _without([(demand.opens, demand.closes)], closed[day])
        days.append(Day(day, tuple(hours), tuple(shifts.get(day, ()))))
    return [day for day in days if day.hours]


def shifts_between(first: date, last: date) -> dict[date, list[Shift]]:
    """The shifts of each day; a person without an appointment that says full-time counts as part-time."""
    full_time = defaultdict(list)
    for row in Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first), hours=Appointment.Hours.FULL, starts_on__lte=last
    ):
        full_time[row.user_id].append((row.starts_on, row.ends_on or date.max))
    shifts = defaultdict(list)
    for duty in Duty.objects.filter(date__range=(first, last)).select_related("user").order_by("date", "user_id"):
        is_full = any(begins <= duty.date <= ends for begins, ends in full_time[duty.user_id])
        hours = (duty.starts_at or time.min, duty.ends_at or time.max)
        shifts[duty.date].append(Shift(duty.user.name, *hours, is_full, duty.kind in AT_COUNTER, duty.kind in LEAVE))
    return shifts


def _without(hours: list[tuple[time, time]], closed: Iterable[tuple[time, time]]) -> list[tuple[time, time]]:
    for begins, ends in closed:
        hours = [
            part
            for opens, closes in hours
            for part in ((opens, min(closes, begins)), (max(opens, ends), closes))
            if part[0] < part[1]
        ]
    return hours

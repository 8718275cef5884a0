"""On which days the counter is open: weekdays without a closure (contract 8(1)①)."""

from datetime import date, timedelta

from centre.models import Closure


def opening_days(first: date, last: date) -> list[date]:
    """The days between two days, both included, on which the counter is planned to be open."""
    closed = set(
        Closure.objects.filter(date__range=(first, last))
        .exclude(kind=Closure.Kind.TEMPORARY)
        .values_list("date", flat=True)
    )
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in closed]


def temporary_closures(first: date, last: date) -> list[Closure]:
    """Days on which the counter stayed closed, or closed for some hours, although it should have been open."""
    return list(Closure.objects.filter(date__range=(first, last), kind=Closure.Kind.TEMPORARY))

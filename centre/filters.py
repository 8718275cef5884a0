"""Filters that every list shares: days typed the Western or the Japanese way."""

from datetime import date, datetime, time, timedelta

import django_filters
from django.utils import timezone

from centre.forms import DayField


class DayFilter(django_filters.DateFilter):
    """A day typed as 2026-11-20 or 令和8年11月20日."""

    field_class = DayField


def midnight(day: date) -> datetime:
    """The first moment of a day at the counter."""
    return timezone.make_aware(datetime.combine(day, time.min))


def midnight_after(day: date) -> datetime:
    """The first moment after a day at the counter."""
    return midnight(day + timedelta(days=1))

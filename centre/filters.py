"""Filters that every list shares: days typed the Western or the Japanese way; filters told in words."""

from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.choices import flatten_choices

from centre.forms import DayField


class DayFilter(django_filters.DateFilter):
    """A day typed as 2026-11-20 or 令和8年11月20日."""

    field_class = DayField


class FoldedFilters(django_filters.FilterSet):
    """Filters of which the `less_used` ones are folded away until one of them is set."""

    less_used: tuple[str, ...] = ()

    @property
    def uses_less_used(self) -> bool:
        """Whether the folded part must be open for what it holds to be seen."""
        return any(self.data.get(name) for name in self.less_used)


def midnight(day: date) -> datetime:
    """The first moment of a day at the counter."""
    return timezone.make_aware(datetime.combine(day, time.min))


def midnight_after(day: date) -> datetime:
    """The first moment after a day at the counter."""
    return midnight(day + timedelta(days=1))


def in_words(filterset: django_filters.FilterSet) -> list[tuple[str, str]]:
    """(label, words) of each filter that is set, as a person reads them; several values are joined by ・."""
    if not filterset.is_bound:
        return []
    form = filterset.form
    # Cleaning happens once; a filter that cannot be read narrows nothing and is not told.
    form.is_valid()
    return [
        (str(field.label), _words(field, form.cleaned_data[name]))
        for name, field in form.fields.items()
        if form.cleaned_data.get(name) not in (None, "", [])
    ]


def _words(field: forms.Field, value) -> str:
    if isinstance(value, Model):
        # The choices of a model's field are its records; asking for them all would read a whole table.
        return str(value)
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return "・".join(_words(field, part) for part in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    named = {str(key): label for key, label in flatten_choices(iter(getattr(field, "choices", ())))}
    return str(named.get(str(value), value))

"""Filters of the lists of events and guests; they live in the address of the page."""

import django_filters

from centre.filters import DayFilter, FoldedFilters
from referrals.events.models import CentreEvent, EventGuest


class EventFilter(FoldedFilters):
    q = django_filters.CharFilter(label="さがす（名称・会場・種類）", method="search")
    kind = django_filters.ChoiceFilter(label="種類", choices=CentreEvent.Kind.choices, empty_label="すべて")
    state = django_filters.ChoiceFilter(label="状態", choices=CentreEvent.State.choices, empty_label="すべて")
    since = DayFilter(label="から", field_name="last_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="first_on", lookup_expr="lte")
    less_used = ("since", "until")

    class Meta:
        model = CentreEvent
        fields = ()

    def search(self, queryset, name, value):
        return queryset.search(value)


class GuestFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす（企業名・氏名・電話）", method="search")
    event = django_filters.ModelChoiceFilter(
        label="行事", queryset=CentreEvent.objects.order_by("-first_on", "-pk"), empty_label="すべて"
    )
    party = django_filters.ChoiceFilter(label="区分", choices=EventGuest.Party.choices, empty_label="すべて")
    standing = django_filters.ChoiceFilter(label="状況", choices=EventGuest.Standing.choices, empty_label="すべて")

    class Meta:
        model = EventGuest
        fields = ()

    def search(self, queryset, name, value):
        return queryset.search(value)

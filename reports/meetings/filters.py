"""Filters of the list of meetings; they live in the address of the page."""

import django_filters

from centre.filters import DayFilter, FoldedFilters
from centre.models import User
from centre.roles import OUTSIDE
from reports.models import Meeting


class MeetingFilter(FoldedFilters):
    q = django_filters.CharFilter(label="さがす（件名・議題・決めたこと）", method="search")
    kind = django_filters.ChoiceFilter(label="区分", choices=Meeting.Kind.choices, empty_label="すべて")
    way = django_filters.ChoiceFilter(label="方法", choices=Meeting.Way.choices, empty_label="すべて")
    state = django_filters.ChoiceFilter(label="状態", choices=Meeting.State.choices, empty_label="すべて")
    staff = django_filters.ModelChoiceFilter(
        label="窓口の出席者", queryset=User.objects.exclude(role__in=OUTSIDE).order_by("pk"), empty_label="すべて"
    )
    since = DayFilter(label="から", field_name="held_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="held_on", lookup_expr="lte")
    less_used = ("way", "staff", "since", "until")

    class Meta:
        model = Meeting
        fields = ()

    def search(self, queryset, name, value):
        return queryset.search(value)

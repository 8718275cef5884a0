"""Filters of the access log; they live in the address of the page."""

import django_filters

from centre.filters import DayFilter, midnight, midnight_after
from centre.models import User
from privacy.models import AccessLog
from privacy.processing import subject_labels


class AccessLogFilter(django_filters.FilterSet):
    user = django_filters.ModelChoiceFilter(label="職員", queryset=User.objects.all(), empty_label="すべて")
    subject = django_filters.ChoiceFilter(label="対象の種類", choices=subject_labels, empty_label="すべて")
    subject_id = django_filters.NumberFilter(label="対象の番号", min_value=1, max_value=2**62)
    action = django_filters.ChoiceFilter(label="操作", choices=AccessLog.Action.choices, empty_label="すべて")
    since = DayFilter(label="から", method="by_first_day")
    until = DayFilter(label="まで", method="by_last_day")

    class Meta:
        model = AccessLog
        fields = ()

    def by_first_day(self, queryset, name, value):
        return queryset.filter(at__gte=midnight(value))

    def by_last_day(self, queryset, name, value):
        return queryset.filter(at__lt=midnight_after(value))

"""Filters of the list of people; they live in the address of the page."""

import django_filters

from centre.models import Prefecture
from jobseekers.models import Jobseeker


class JobseekerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす（氏名・ふりがな・電話・登録番号）", method="search")
    state = django_filters.ChoiceFilter(
        label="支援の状態",
        method="by_state",
        choices=[("open", "登録中"), ("closed", "終了")],
        empty_label="すべて",
    )
    prefecture = django_filters.ModelChoiceFilter(
        label="現住所", queryset=Prefecture.objects.all(), empty_label="すべて"
    )
    turn = django_filters.ChoiceFilter(label="U・I・J", choices=Jobseeker.Turn.choices, empty_label="すべて")
    timing = django_filters.ChoiceFilter(
        label="希望する時期", field_name="wished_timing", choices=Jobseeker.Timing.choices, empty_label="すべて"
    )

    class Meta:
        model = Jobseeker
        fields = ()

    def search(self, queryset, name, value):
        return queryset.search(value)

    def by_state(self, queryset, name, value):
        return queryset.open() if value == "open" else queryset.closed()

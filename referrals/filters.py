"""Filters of the lists of referrals and hand-offs; they live in the address of the page."""

import django_filters

from centre.filters import DayFilter
from centre.models import PartnerAgency
from jobseekers.models import Jobseeker
from referrals.models import Handoff, Referral


class ReferralFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす（氏名・電話・登録番号）", method="search")
    stage = django_filters.ChoiceFilter(label="段階", choices=Referral.Stage.choices, empty_label="すべて")
    since = DayFilter(label="から", field_name="informed_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="informed_on", lookup_expr="lte")

    class Meta:
        model = Referral
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(jobseeker__in=Jobseeker.objects.search(value).order_by().values("pk"))


class HandoffFilter(django_filters.FilterSet):
    agency = django_filters.ModelChoiceFilter(
        label="関係機関", queryset=PartnerAgency.objects.all(), empty_label="すべて"
    )
    direction = django_filters.ChoiceFilter(label="向き", choices=Handoff.Direction.choices, empty_label="すべて")
    answer = django_filters.ChoiceFilter(label="返事", choices=Handoff.Answer.choices, empty_label="すべて")
    since = DayFilter(label="から", field_name="handed_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="handed_on", lookup_expr="lte")

    class Meta:
        model = Handoff
        fields = ()

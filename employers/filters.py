"""Filters of the register; they live in the address of the page."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone

from centre.models import Industry, Municipality
from employers.models import Corporation, Establishment, Visit


class EstablishmentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす", method="search")
    municipality = django_filters.ModelChoiceFilter(
        label="市町村", queryset=Municipality.objects.all(), empty_label="すべて"
    )
    industry = django_filters.ModelChoiceFilter(label="業種", queryset=Industry.objects.all(), empty_label="すべて")
    registered = django_filters.ChoiceFilter(
        label="利用者登録",
        method="by_registration",
        choices=[("yes", "登録あり"), ("no", "登録なし")],
        empty_label="すべて",
    )
    kind = django_filters.ChoiceFilter(
        label="法人の種別", field_name="corporation__kind", choices=Corporation.Kind.choices, empty_label="すべて"
    )
    stale = django_filters.ChoiceFilter(
        label="最終確認",
        method="by_last_confirmation",
        choices=[("90", "90日より前・なし"), ("180", "180日より前・なし"), ("365", "1年より前・なし")],
        empty_label="すべて",
    )

    class Meta:
        model = Establishment
        fields = ()

    def search(self, queryset, name, value):
        return queryset.search(value)

    def by_registration(self, queryset, name, value):
        registered = Establishment.objects.registered_on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=registered) if value == "yes" else queryset.exclude(pk__in=registered)

    def by_last_confirmation(self, queryset, name, value):
        before = timezone.localdate() - timedelta(days=int(value))
        return queryset.filter(Q(last_confirmed_on__isnull=True) | Q(last_confirmed_on__lt=before))


class VisitFilter(django_filters.FilterSet):
    since = django_filters.DateFilter(label="から", field_name="visited_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="まで", field_name="visited_on", lookup_expr="lte")
    wishes_uij = django_filters.ChoiceFilter(
        label="UIJの受入希望",
        choices=[("true", "希望する"), ("false", "希望しない")],
        method="by_wish",
        empty_label="すべて",
    )

    class Meta:
        model = Visit
        fields = ()

    def by_wish(self, queryset, name, value):
        return queryset.filter(wishes_uij=value == "true")

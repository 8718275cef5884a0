"""Filters of the register; they live in the address of the page."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from centre.filters import FoldedFilters
from centre.forms import QuickSelect
from centre.models import Industry, Municipality
from centre.registry import ListFilter, registry
from employers.models import (
    Corporation,
    Establishment,
    ImportLine,
    Scheme,
    SchemeNotice,
    SchemeStanding,
    SchemeState,
    Visit,
)
from employers.sizes import SIZES, in_size

SIZE_CHOICES = [*((str(band), name) for band, name in SIZES.items()), ("unknown", "不明")]
NOT_TOLD = "not_told"


def scheme_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each scheme with its states; the value is `scheme.state`."""
    states = [(NOT_TOLD, "未案内"), *SchemeState.choices]
    return [
        (scheme.name, [(f"{scheme.key}.{state}", f"{scheme.name}：{name}") for state, name in states])
        for scheme in Scheme.objects.all()
    ]


class EstablishmentFilter(FoldedFilters):
    """Filters of the register; rooms to the right add theirs by `registry.ListFilter`."""

    q = django_filters.CharFilter(label="さがす", method="search")
    municipality = django_filters.ModelChoiceFilter(
        label="市町村", queryset=Municipality.objects.all(), empty_label="すべて", widget=QuickSelect
    )
    industry = django_filters.ModelChoiceFilter(
        label="業種", queryset=Industry.objects.all(), empty_label="すべて", widget=QuickSelect
    )
    registered = django_filters.ChoiceFilter(
        label="利用者登録",
        method="by_registration",
        choices=[("yes", "登録あり"), ("no", "登録なし")],
        empty_label="すべて",
        widget=QuickSelect,
    )
    area = django_filters.ChoiceFilter(
        label="広域本部",
        field_name="municipality__wide_area",
        choices=lambda: [
            (area, area)
            for area in Municipality.objects.order_by("wide_area").values_list("wide_area", flat=True).distinct()
        ],
        empty_label="すべて",
        widget=QuickSelect,
    )
    size = django_filters.ChoiceFilter(
        label="従業員数", method="by_size", choices=SIZE_CHOICES, empty_label="すべて", widget=QuickSelect
    )
    kind = django_filters.ChoiceFilter(
        label="法人の種別",
        field_name="corporation__kind",
        choices=Corporation.Kind.choices,
        empty_label="すべて",
        widget=QuickSelect,
    )
    stale = django_filters.ChoiceFilter(
        label="最終確認",
        method="by_last_confirmation",
        choices=[("90", "90日より前・なし"), ("180", "180日より前・なし"), ("365", "1年より前・なし")],
        empty_label="すべて",
        widget=QuickSelect,
    )
    scheme = django_filters.ChoiceFilter(
        label="制度", method="by_scheme", choices=scheme_choices, empty_label="すべて", widget=QuickSelect
    )
    contactable = django_filters.ChoiceFilter(
        label="連絡先",
        method="by_contact",
        choices=[("phone", "電話番号あり"), ("email", "メールあり"), ("none", "どちらもなし")],
        empty_label="すべて",
        widget=QuickSelect,
    )

    class Meta:
        model = Establishment
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for added in registry.list_filters:
            if added.page == "employers:list":
                self.filters[added.key] = _added(added, self)
        self.less_used = [name for name in self.filters if name not in ("q", "municipality", "industry", "registered")]

    is_common = False

    def search(self, queryset, name, value):
        return queryset.search_common(value) if self.is_common else queryset.search(value)

    def by_registration(self, queryset, name, value):
        registered = Establishment.objects.registered_on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=registered) if value == "yes" else queryset.exclude(pk__in=registered)

    def by_size(self, queryset, name, value):
        if value == "unknown":
            return queryset.filter(employees__isnull=True)
        return queryset.filter(in_size("employees", int(value)))

    def by_last_confirmation(self, queryset, name, value):
        before = timezone.localdate() - timedelta(days=int(value))
        return queryset.filter(Q(last_confirmed_on__isnull=True) | Q(last_confirmed_on__lt=before))

    def by_scheme(self, queryset, name, value):
        scheme, state = value.split(".")
        standings = SchemeStanding.objects.filter(establishment=OuterRef("pk"), scheme=scheme)
        if state == NOT_TOLD:
            return queryset.filter(~Exists(standings))
        return queryset.filter(Exists(standings.filter(state=state)))

    def by_contact(self, queryset, name, value):
        reached = {"phone": ~Q(phone=""), "email": ~Q(email=""), "none": Q(phone="", email="")}
        return queryset.filter(reached[value])


def _added(added: ListFilter, filterset: django_filters.FilterSet) -> django_filters.ChoiceFilter:
    made = django_filters.ChoiceFilter(
        label=added.label,
        choices=added.choices,
        empty_label="すべて",
        widget=QuickSelect,
        method=lambda queryset, name, value: added.narrow(queryset, value),
    )
    made.parent, made.model = filterset, filterset.queryset.model
    made.field_name = added.key
    return made


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


class SchemeNoticeFilter(django_filters.FilterSet):
    scheme = django_filters.ModelChoiceFilter(label="制度", queryset=Scheme.objects.all(), empty_label="すべて")
    state = django_filters.ChoiceFilter(label="状態", choices=SchemeState.choices, empty_label="すべて")
    handed_over = django_filters.ChoiceFilter(
        label="県へのつなぎ",
        method="by_hand_over",
        choices=[("waiting", "検討・加入でまだ"), ("done", "つないだ")],
        empty_label="すべて",
    )

    class Meta:
        model = SchemeNotice
        fields = ()

    def by_hand_over(self, queryset, name, value):
        if value == "done":
            return queryset.filter(handed_over_on__isnull=False)
        wanted = (SchemeState.CONSIDERING, SchemeState.JOINED)
        return queryset.filter(handed_over_on__isnull=True, state__in=wanted)


class ImportLineFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状態", choices=ImportLine.State.choices, empty_label="すべて")

    class Meta:
        model = ImportLine
        fields = ()

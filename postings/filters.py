"""Filters of the postings; they live in the address of the page."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.models import Municipality, Occupation
from employers.models import Establishment
from postings.counting import ADDITIONS, NAMES, POLICIES
from postings.models import (
    JobPosting,
    PublicationEvent,
    RevettingNeed,
    Vetting,
)
from postings.target_sql import BASELINE, ELIGIBLE, EVERY, CountedLines


class PostingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす", method="search")
    listing = django_filters.ChoiceFilter(
        label="掲載",
        method="by_listing",
        choices=[("live", "掲載中"), ("expiring", "30日以内に期限"), ("over", "掲載が終わった"), ("never", "未掲載")],
        empty_label="すべて",
    )
    eligible = django_filters.ChoiceFilter(
        label="移住支援金",
        method="by_eligibility",
        choices=[("yes", "対象として掲載"), ("no", "対象外・未判定")],
        empty_label="すべて",
    )
    occupation = django_filters.ModelChoiceFilter(
        label="職業", queryset=Occupation.objects.all(), empty_label="すべて"
    )
    work_municipality = django_filters.ModelChoiceFilter(
        label="就業場所", queryset=Municipality.objects.all(), empty_label="すべて"
    )

    changed_since = django_filters.IsoDateTimeFilter(label="この日時から変わった", method="by_change")
    less_used = ("changed_since",)

    class Meta:
        model = JobPosting
        fields = ()

    @property
    def uses_less_used(self) -> bool:
        """Whether the folded part must be open for what it holds to be seen."""
        return any(self.data.get(name) for name in self.less_used)

    def search(self, queryset, name, value):
        own = JobPosting.objects.search(value).values("pk")
        employers = Establishment.objects.search(value).values("pk")
        return queryset.filter(Q(pk__in=own) | Q(establishment__in=employers))

    def by_change(self, queryset, name, value):
        """What a file would show otherwise than at that moment: the posting, its listing, or its employer."""
        return queryset.filter(
            Q(updated_at__gte=value)
            | Q(establishment__updated_at__gte=value)
            | Q(establishment__corporation__updated_at__gte=value)
        )

    def by_listing(self, queryset, name, value):
        today = timezone.localdate()
        if value == "live":
            return queryset.live_on(today)
        if value == "expiring":
            return queryset.expiring(today, today + timedelta(days=30))
        if value == "never":
            return queryset.filter(listed_from__isnull=True)
        return queryset.filter(Q(ended_on__isnull=False) | Q(listed_until__lt=today))

    def by_eligibility(self, queryset, name, value):
        return queryset.filter(listed_eligible=True) if value == "yes" else queryset.exclude(listed_eligible=True)


class VettingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状態", choices=Vetting.State.choices, empty_label="すべて")
    verdict = django_filters.ChoiceFilter(label="判定", choices=Vetting.Verdict.choices, empty_label="すべて")

    class Meta:
        model = Vetting
        fields = ()


class RevettingFilter(django_filters.FilterSet):
    reason = django_filters.ChoiceFilter(label="理由", choices=RevettingNeed.Reason.choices, empty_label="すべて")

    class Meta:
        model = RevettingNeed
        fields = ()


class LedgerFilter(django_filters.FilterSet):
    """The ledger's lines; with `counted` only those that a counting policy counts for the fiscal year `year`."""

    less_used = ("counted", "counted_as", "year")

    kind = django_filters.ChoiceFilter(label="区分", choices=PublicationEvent.Kind.choices, empty_label="すべて")
    since = django_filters.DateFilter(label="から", field_name="effective_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="まで", field_name="effective_on", lookup_expr="lte")
    eligible = django_filters.ChoiceFilter(
        label="移住支援金", choices=[("true", "対象"), ("false", "対象外")], method="by_flag", empty_label="すべて"
    )
    counted = django_filters.ChoiceFilter(
        label="目標に数えた行",
        choices=[(policy.key, policy.label) for policy in POLICIES.values()],
        method="by_count",
        empty_label="数えない行も",
    )
    counted_as = django_filters.ChoiceFilter(
        label="何として数えたか",
        choices=[(BASELINE, "4月1日現在"), *((kind, NAMES[kind]) for kind in ADDITIONS)],
        method="with_count",
        empty_label="すべて",
    )
    year = django_filters.NumberFilter(
        label="年度（西暦）", method="with_count", min_value=2019, max_value=2100, help_text="空けると今年度"
    )

    class Meta:
        model = PublicationEvent
        fields = ()

    @property
    def uses_less_used(self) -> bool:
        """Whether one of the folded filters is in force."""
        return any(self.data.get(name) for name in self.less_used)

    def by_flag(self, queryset, name, value):
        return queryset.filter(eligible=value == "true")

    def by_count(self, queryset, name, value):
        number = self.form.cleaned_data.get("year")
        year = FiscalYear(int(number)) if number else FiscalYear.of(timezone.localdate())
        scope = ELIGIBLE if self.form.cleaned_data.get("eligible") == "true" else EVERY
        counted_as = self.form.cleaned_data.get("counted_as") or ""
        return queryset.filter(pk__in=CountedLines(year, POLICIES[value], scope=scope, counted_as=counted_as))

    def with_count(self, queryset, name, value):
        """Read by `by_count`; alone it narrows nothing."""
        return queryset

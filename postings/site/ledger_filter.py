"""Filter of the ledger."""

import django_filters
from django.utils import timezone

from centre.filters import FoldedFilters
from centre.fiscal_year import FiscalYear
from postings.models import (
    PublicationEvent,
)
from postings.toward_target.counting import ADDITIONS, NAMES, POLICIES
from postings.toward_target.target_sql import BASELINE, ELIGIBLE, EVERY, CountedLines


class LedgerFilter(FoldedFilters):
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

    def by_flag(self, queryset, name, value):
        return queryset.filter(eligible=value == "true")

    def by_count(self, queryset, name, value):
        number = self.form.cleaned_data.get("year")
        year = FiscalYear(int(number)) if number else FiscalYear.of(timezone.localdate())
        scope = ELIGIBLE if self.form.cleaned_data.get("eligible") == "true" else EVERY
        counted_as = self.form.cleaned_data.get("counted_as") or ""
        since, until = self.form.cleaned_data.get("since"), self.form.cleaned_data.get("until")
        within = (since, until) if since and until else None
        lines = CountedLines(year, POLICIES[value], scope=scope, counted_as=counted_as, within=within)
        return queryset.filter(pk__in=lines)

    def with_count(self, queryset, name, value):
        """Read by `by_count`; alone it narrows nothing."""
        return queryset

"""Filter of the postings; it lives in the address of the page."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone

from centre.filters import FoldedFilters
from centre.models import Municipality, Occupation
from postings.models import JobPosting, PostingAcceptance


class PostingFilter(FoldedFilters):
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

    acceptance = django_filters.ChoiceFilter(
        label="受理",
        method="by_acceptance",
        choices=[*PostingAcceptance.Decision.choices, ("none", "まだ判断していない")],
        empty_label="すべて",
    )
    changed_since = django_filters.IsoDateTimeFilter(label="この日時から変わった", method="by_change")
    less_used = ("acceptance", "changed_since")

    class Meta:
        model = JobPosting
        fields = ()

    def search(self, queryset, name, value):
        return queryset.search_with_employer(value)

    def by_change(self, queryset, name, value):
        """What a file would show otherwise than at that moment: the posting, its listing, or its employer."""
        return queryset.filter(
            Q(updated_at__gte=value)
            | Q(establishment__updated_at__gte=value)
            | Q(establishment__corporation__updated_at__gte=value)
        )

    def by_acceptance(self, queryset, name, value):
        return queryset.decided(value)

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

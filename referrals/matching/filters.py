"""Filters of the rankings; they live in the address of the page, beside the person or the posting."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from centre.forms import QuickSelect
from centre.models import Municipality, Occupation
from jobseekers.forms import areas
from jobseekers.models import WishSummary
from postings.models import JobPosting
from referrals.matching.ranking import WORTH_SHOWING, at_least, not_told

SCORES = [("80", "80点から"), ("70", "70点から"), ("50", "50点から"), ("0", "すべて")]


class RankingFilter(django_filters.FilterSet):
    """What both directions share: the least score, and whether those told before are shown again."""

    area = django_filters.ChoiceFilter(
        label="広域", choices=areas, empty_label="すべて", method="by_area", widget=QuickSelect
    )
    occupation = django_filters.ModelChoiceFilter(
        label="職業",
        queryset=Occupation.objects.all(),
        empty_label="すべて",
        method="by_occupation",
        widget=QuickSelect,
    )
    least = django_filters.ChoiceFilter(
        label="点数", choices=SCORES, empty_label=f"{WORTH_SHOWING}点から", method="unchanged", widget=QuickSelect
    )
    told = django_filters.ChoiceFilter(
        label="情報提供",
        choices=[("all", "済みも含む")],
        empty_label="まだのものだけ",
        method="unchanged",
        widget=QuickSelect,
    )

    def unchanged(self, queryset, name, value):
        """For values that matter also when nothing is chosen: `filter_queryset` reads them."""
        return queryset

    def chosen(self, name: str):
        """What was chosen, empty for nothing or nonsense."""
        return self.form.cleaned_data.get(name) or ""

    def filter_queryset(self, queryset):
        queryset = at_least(super().filter_queryset(queryset), int(self.chosen("least") or WORTH_SHOWING))
        return queryset if self.chosen("told") else self.not_told(queryset)


class PostingsForFilter(RankingFilter):
    """Which postings are ranked for a person."""

    jobseeker = django_filters.NumberFilter(
        label="登録番号", method="unchanged", widget=forms.HiddenInput, required=True
    )
    eligible = django_filters.ChoiceFilter(
        label="移住支援金",
        choices=[("yes", "対象として掲載だけ")],
        empty_label="すべて",
        method="by_eligibility",
        widget=QuickSelect,
    )
    listing = django_filters.ChoiceFilter(
        label="掲載",
        choices=[("offered", "掲載前の求人も")],
        empty_label="掲載中だけ",
        method="unchanged",
        widget=QuickSelect,
    )

    class Meta:
        model = JobPosting
        fields = ()

    def by_area(self, queryset, name, value):
        return queryset.filter(work_municipality__in=Municipality.objects.filter(wide_area=value).values("pk"))

    def by_occupation(self, queryset, name, value):
        return queryset.filter(occupation=value)

    def by_eligibility(self, queryset, name, value):
        return queryset.filter(listed_eligible=True)

    def not_told(self, queryset):
        return not_told(queryset, jobseeker=self.chosen("jobseeker"))

    def filter_queryset(self, queryset):
        today = timezone.localdate()
        ranked = super().filter_queryset(queryset)
        return ranked.offered_on(today) if self.chosen("listing") else ranked.live_on(today)


class PeopleForFilter(RankingFilter):
    """Which people are ranked for a posting."""

    posting = django_filters.NumberFilter(
        label="求人の番号", method="unchanged", widget=forms.HiddenInput, required=True
    )
    outside = django_filters.ChoiceFilter(
        label="現住所",
        choices=[("yes", "県外の方だけ")],
        empty_label="すべて",
        method="by_origin",
        widget=QuickSelect,
    )

    class Meta:
        model = WishSummary
        fields = ()

    def by_area(self, queryset, name, value):
        return queryset.filter(Q(areas__contains=[value]) | Q(nearby_areas__contains=[value]))

    def by_occupation(self, queryset, name, value):
        return queryset.filter(occupations__contains=[value.pk])

    def by_origin(self, queryset, name, value):
        return queryset.filter(comes_from_outside=True)

    def not_told(self, queryset):
        return not_told(queryset, posting=self.chosen("posting"))

"""Filters of the postings; they live in the address of the page."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from centre.models import Municipality, Occupation
from centre.tabular.names import name_key
from employers.models import Establishment
from postings.course_rules import NAMES
from postings.models import (
    CourseDocument,
    EligibilityCourse,
    JobPosting,
    PublicationEvent,
    RevettingNeed,
    Vetting,
)


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
    kind = django_filters.ChoiceFilter(label="区分", choices=PublicationEvent.Kind.choices, empty_label="すべて")
    since = django_filters.DateFilter(label="から", field_name="effective_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="まで", field_name="effective_on", lookup_expr="lte")
    eligible = django_filters.ChoiceFilter(
        label="移住支援金", choices=[("true", "対象"), ("false", "対象外")], method="by_flag", empty_label="すべて"
    )

    class Meta:
        model = PublicationEvent
        fields = ()

    def by_flag(self, queryset, name, value):
        return queryset.filter(eligible=value == "true")


class CourseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="法人名・法人番号", method="search")
    state = django_filters.ChoiceFilter(
        label="段階", choices=[(state.value, name) for state, name in NAMES.items()], empty_label="続いているもの"
    )
    due = django_filters.ChoiceFilter(
        label="期限",
        method="by_deadline",
        choices=[("60", "60日以内"), ("30", "30日以内"), ("over", "切れている")],
        empty_label="すべて",
    )
    papers = django_filters.ChoiceFilter(
        label="書類",
        method="by_papers",
        choices=[("missing", "足りない・届いていない"), ("unchecked", "確認を待っている")],
        empty_label="すべて",
    )

    class Meta:
        model = EligibilityCourse
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(
            Q(corporation__name_key__contains=name_key(value)) | Q(corporation__corporate_number=value.strip())
        )

    def by_deadline(self, queryset, name, value):
        today = timezone.localdate()
        if value == "over":
            return queryset.due_by(today - timedelta(days=1))
        return queryset.filter(due_on__gte=today).due_by(today + timedelta(days=int(value)))

    def by_papers(self, queryset, name, value):
        papers = CourseDocument.objects.filter(course=OuterRef("pk"))
        if value == "unchecked":
            return queryset.filter(Exists(papers.filter(state="received")))
        return queryset.filter(Q(missing__gt=0) | Exists(papers.filter(state="asked")))

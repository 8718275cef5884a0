"""Filters of the lists of referrals, checks and hand-offs; they live in the address of the page."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from centre.filters import DayFilter, FoldedFilters
from centre.models import PartnerAgency
from employers.models import Establishment
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from referrals.models import Handoff, Referral, RetentionCheck
from referrals.stages import CHOICES, NAMES, OPEN


class ReferralFilter(FoldedFilters):
    q = django_filters.CharFilter(label="さがす（氏名・電話・登録番号）", method="search")
    stage = django_filters.ChoiceFilter(label="段階", choices=CHOICES, empty_label="すべて")
    since = DayFilter(label="から", field_name="informed_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="informed_on", lookup_expr="lte")
    less_used = ("since", "until")

    class Meta:
        model = Referral
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(jobseeker__in=Jobseeker.objects.search(value).order_by().values("pk"))


class OpenCourseFilter(FoldedFilters):
    """Narrows the courses under way; the stage stands in the tabs of the page."""

    q = django_filters.CharFilter(label="さがす（氏名・電話・登録番号）", method="search")
    employer = django_filters.CharFilter(label="企業・求人", method="of_employer")
    quiet = django_filters.ChoiceFilter(
        label="動き", choices=[("yes", "14日より長く動きがない")], method="only_quiet", empty_label="すべて"
    )
    stage = django_filters.ChoiceFilter(
        label="段階", choices=[(stage.value, NAMES[stage]) for stage in OPEN], empty_label="すべて"
    )
    less_used = ("quiet", "stage")

    class Meta:
        model = Referral
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(jobseeker__in=Jobseeker.objects.search(value).order_by().values("pk"))

    def of_employer(self, queryset, name, value):
        employers = Establishment.objects.search(value).order_by().values("pk")
        postings = JobPosting.objects.search(value).order_by().values("pk")
        return queryset.filter(Q(posting__establishment__in=employers) | Q(posting__in=postings))

    def only_quiet(self, queryset, name, value):
        return queryset.quiet_since(timezone.localdate())


class RetentionCheckFilter(django_filters.FilterSet):
    STATES = (("due", "確認する日が来た"), ("waiting", "まだ確認していない"), ("done", "確認した"))

    q = django_filters.CharFilter(label="さがす（氏名・電話・登録番号）", method="search")
    state = django_filters.ChoiceFilter(label="状態", choices=STATES, method="in_state", empty_label="すべて")
    months = django_filters.ChoiceFilter(
        label="時期", choices=[(1, "1か月"), (3, "3か月"), (6, "6か月")], empty_label="すべて"
    )
    result = django_filters.ChoiceFilter(label="結果", choices=RetentionCheck.Result.choices, empty_label="すべて")

    class Meta:
        model = RetentionCheck
        fields = ()

    def search(self, queryset, name, value):
        return queryset.filter(referral__jobseeker__in=Jobseeker.objects.search(value).order_by().values("pk"))

    def in_state(self, queryset, name, value):
        match value:
            case "due":
                return queryset.due(timezone.localdate())
            case "waiting":
                return queryset.waiting()
        return queryset.exclude(result="")


class HandoffFilter(FoldedFilters):
    q = django_filters.CharFilter(label="さがす（氏名・事業所・電話）", method="search")
    agency = django_filters.ModelChoiceFilter(
        label="関係機関", queryset=PartnerAgency.objects.all(), empty_label="すべて"
    )
    direction = django_filters.ChoiceFilter(label="向き", choices=Handoff.Direction.choices, empty_label="すべて")
    answer = django_filters.ChoiceFilter(label="返事", choices=Handoff.Answer.choices, empty_label="すべて")
    since = DayFilter(label="から", field_name="handed_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="handed_on", lookup_expr="lte")
    less_used = ("direction", "since", "until")

    class Meta:
        model = Handoff
        fields = ()

    def search(self, queryset, name, value):
        people = Jobseeker.objects.search(value).order_by().values("pk")
        employers = Establishment.objects.search(value).order_by().values("pk")
        return queryset.filter(Q(jobseeker__in=people) | Q(establishment__in=employers))

"""Filter of the courses of corporations to being eligible; it lives in the address of the page."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from centre.tabular.names import name_key
from postings.eligibility.course_rules import NAMES
from postings.models import CourseDocument, EligibilityCourse


class CourseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="法人名・法人番号", method="search")
    state = django_filters.ChoiceFilter(
        label="段階",
        choices=[(state.value, name) for state, name in NAMES.items()],
        empty_label="続いているもの",
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

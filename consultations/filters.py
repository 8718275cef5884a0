"""Filters of the lists of consultations and promises; they live in the address of the page."""

import django_filters
from django.db.models import Q

from centre.filters import DayFilter, FoldedFilters, midnight, midnight_after
from centre.models import User
from centre.roles import ABILITIES
from consultations.models import Consultation, FollowUp, Topic
from jobseekers.models import Jobseeker


def colleagues(request):
    """People who take down consultations, also those who have left."""
    return User.objects.filter(role__in=ABILITIES["consultations.edit"])


class ConsultationFilter(FoldedFilters):
    q = django_filters.CharFilter(label="さがす（相手の名・電話・要点・記録）", method="search")
    since = DayFilter(label="から", method="by_first_day")
    until = DayFilter(label="まで", method="by_last_day")
    party = django_filters.ChoiceFilter(label="相手", choices=Consultation.Party.choices, empty_label="すべて")
    method = django_filters.ChoiceFilter(label="方法", choices=Consultation.Method.choices, empty_label="すべて")
    topic = django_filters.ChoiceFilter(label="内容", choices=Topic.choices, method="by_topic", empty_label="すべて")
    counsellor = django_filters.ModelChoiceFilter(label="担当者", queryset=colleagues, empty_label="すべて")
    less_used = ("since", "until", "method", "counsellor")

    class Meta:
        model = Consultation
        fields = ()

    def search(self, queryset, name, value):
        return queryset.search(value, people=Jobseeker.personal_fields.readable_by(self.request.user))

    def by_first_day(self, queryset, name, value):
        return queryset.filter(held_at__gte=midnight(value))

    def by_last_day(self, queryset, name, value):
        return queryset.filter(held_at__lt=midnight_after(value))

    def by_topic(self, queryset, name, value):
        return queryset.filter(Q(topic=value) | Q(more_topics__contains=[value]))


class FollowUpFilter(django_filters.FilterSet):
    assigned_to = django_filters.ModelChoiceFilter(label="担当者", queryset=colleagues, empty_label="全員")
    state = django_filters.ChoiceFilter(
        label="状態", method="by_state", choices=[("open", "まだ"), ("done", "済み")], empty_label="すべて"
    )

    class Meta:
        model = FollowUp
        fields = ()

    def by_state(self, queryset, name, value):
        return queryset.open() if value == "open" else queryset.filter(done_at__isnull=False)

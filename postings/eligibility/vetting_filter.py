"""Filters of vettings and of the queue to vet again."""

import django_filters

from postings.models import (
    RevettingNeed,
    Vetting,
)


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

"""Filters of a list, told in words."""

import django_filters
import pytest
from django.http import QueryDict

from centre.filters import DayFilter, in_words
from centre.models import Industry
from employers.models import Establishment

GROUPED = [("旅費の支援", [("travel.told", "旅費の支援：案内した")]), ("none", "なし")]


class Filters(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす")
    scheme = django_filters.ChoiceFilter(label="制度", choices=GROUPED)
    states = django_filters.MultipleChoiceFilter(label="状態", choices=GROUPED)
    checked = django_filters.BooleanFilter(label="確認")
    since = DayFilter(label="から")
    industry = django_filters.ModelChoiceFilter(label="業種", queryset=Industry.objects.all())

    class Meta:
        model = Establishment
        fields = ()


def told(query: str) -> list[tuple[str, str]]:
    return in_words(Filters(QueryDict(query) or None, queryset=Establishment.objects.all()))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", []),
        ("q=&scheme=", []),
        ("q=見本", [("さがす", "見本")]),
        ("scheme=travel.told", [("制度", "旅費の支援：案内した")]),
        ("scheme=none&q=見本", [("さがす", "見本"), ("制度", "なし")]),
        ("states=none&states=travel.told", [("状態", "なし・旅費の支援：案内した")]),
        ("checked=true", [("確認", "はい")]),
        ("checked=false", [("確認", "いいえ")]),
        ("since=令和8年4月1日", [("から", "2026-04-01")]),
        ("scheme=unheard_of&q=見本", [("さがす", "見本")]),
    ],
)
def test_filters_are_told_by_their_labels(query, words):
    assert told(query) == words


@pytest.mark.django_db
def test_a_chosen_record_is_told_by_its_name_without_reading_its_table(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert told("industry=E") == [("業種", "製造業")]

"""Postings are found by their title, their number and their employer."""

import pytest
from django.db import connection

from postings.models import JobPosting
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[0, 500], ids=["common word", "seldom word"])
def posting(request, monkeypatch):
    monkeypatch.setattr("centre.pairs.FEW", request.param)
    JobPostingFactory(title="介護職員", establishment=EstablishmentFactory(name="ひばり架空会"))
    return JobPostingFactory(
        title="ＣＡＤオペレーター（設計補助）",
        site_number="KM-0012",
        establishment=EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321"),
    )


@pytest.mark.parametrize("typed", ["CAD", "cad", "ＣＡＤ", "ｵﾍﾟﾚｰﾀｰ", "設計", "cad 設計", "KM-0012", "ＫＭ－００１２"])
def test_width_and_case_make_no_difference(posting, typed):
    assert list(JobPosting.objects.search(typed)) == [posting]
    assert list(JobPosting.objects.search_with_employer(typed)) == [posting]


@pytest.mark.parametrize("typed", ["みなも", "4321", "みなも 設計", "製作所　CAD"])
def test_a_word_may_stand_in_the_employer(posting, typed):
    assert list(JobPosting.objects.search_with_employer(typed)) == [posting]
    assert not JobPosting.objects.search(typed).exists()


@pytest.mark.parametrize("typed", ["介護 設計", "ひばり CAD", "ぬるぽ", "KM-001"])
def test_words_that_do_not_meet_find_nothing(posting, typed):
    assert not JobPosting.objects.search_with_employer(typed).exists()


def test_the_search_asks_the_index_of_pairs():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "posting_title_pairs" in JobPosting.objects.search("設計").explain()

"""One box finds consultations by whom they are with and by what was written."""

import pytest
from django.db import connection

from centre.models import PartnerAgency
from centre.roles import Role
from consultations.models import Consultation
from tests.factories.consultations import ConsultationFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[0, 500], ids=["common word", "seldom word"])
def few(request, monkeypatch):
    """So many matches are gathered; of more the rows themselves are asked."""
    monkeypatch.setattr("centre.pairs.FEW", request.param)


@pytest.fixture
def taken(few):
    """With an employer, with a person, with an agency and with somebody unregistered."""
    ConsultationFactory(establishment=None, caller="ＡＢＣケンガクの方", summary="")
    agency = PartnerAgency.objects.create(name="見本連携センター", kind=PartnerAgency.objects.first().kind)
    return {
        "employer": ConsultationFactory(
            establishment=EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321"),
            summary="応募の書類",
            note="二次面接は車通勤でもよいとのこと",
        ),
        "person": PersonConsultationFactory(
            jobseeker=JobseekerFactory(name="髙﨑 𠮷郎", kana="たかさき よしろう", phone="090-0000-7777"),
            summary="住まいの相談",
        ),
        "agency": ConsultationFactory(party="partner", establishment=None, agency=agency, summary="引継ぎ"),
    }


@pytest.mark.parametrize(
    ("typed", "which"),
    [
        ("みなも", "employer"),
        ("4321", "employer"),
        ("096-000-4321", "employer"),
        ("車通勤", "employer"),
        ("みなも 面接", "employer"),
        ("書類　製作所", "employer"),
        ("高崎", "person"),
        ("高崎吉郎", "person"),
        ("高崎 吉郎", "person"),
        ("タカサキ", "person"),
        ("高崎 住まい", "person"),
        ("連携センター", "agency"),
        ("連携 引継ぎ", "agency"),
    ],
)
def test_every_word_stands_in_one_of_its_places(taken, typed, which):
    assert list(Consultation.objects.search(typed, people=True)) == [taken[which]]


@pytest.mark.parametrize("typed", ["abc", "ＡＢＣ", "Abc", "ｹﾝｶﾞｸ", "ケンガク"])
def test_width_and_case_make_no_difference(taken, typed):
    assert [one.caller for one in Consultation.objects.search(typed, people=True)] == ["ＡＢＣケンガクの方"]


@pytest.mark.parametrize("typed", ["みなも 住まい", "ぬるぽ", "%", "_"])
def test_words_that_do_not_meet_find_nothing(taken, typed):
    assert not Consultation.objects.search(typed, people=True).exists()


@pytest.mark.parametrize("typed", ["高崎", "7777"])
def test_who_may_not_read_people_finds_none_by_their_name(taken, typed):
    assert not Consultation.objects.search(typed, people=False).exists()
    client, user = logged_in(Role.FIELD_STAFF)
    Consultation.objects.filter(pk=taken["person"].pk).update(counsellor=user)
    assert not client.get("/consultations/", {"q": typed}).context["object_list"]
    assert client.get("/consultations/", {"q": "住まい"}).context["object_list"]


def test_the_search_asks_the_index_of_pairs():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    written = Consultation.objects.all()._ways("面接", people=False)[0]
    assert "consultation_written_pairs" in written.few.explain()

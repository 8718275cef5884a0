"""The pages of the jobseekers: what is sent is kept once, what is wrong is said beside its field."""

import uuid

import pytest
import time_machine

from centre.models import Draft
from centre.roles import Role
from jobseekers.models import Jobseeker
from tests.factories.consultations import ConsultationFactory, FollowUpFactory, PersonConsultationFactory
from tests.factories.events import PersonGuestFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import HandoffFactory, StageStepFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
NEW = {
    "name": "架空 花子",
    "phone": "０９０-0000-0001",
    "gender": "not_answered",
    "wished_timing": "undecided",
    "agreed": "on",
    "method": "oral",
    "given_on": "令和8年11月20日",
    "registered_on": "2026-11-20",
}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def test_a_person_is_registered_once_however_often_the_form_is_sent(client):
    key = str(uuid.uuid4())
    first, second = (send(client, "/jobseekers/add/", key, **NEW) for _ in range(2))
    person = Jobseeker.objects.get()
    assert first["Location"] == second["Location"] == person.get_absolute_url()
    assert person.phone == "090-0000-0001"
    assert "第1版" in client.get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": ""}, "name", "必須"),
        ({"agreed": ""}, "agreed", "同意がないと登録できません"),
        ({"birth_date": "平成40年1月1日"}, "birth_date", "平成は2019年4月30日まで"),
        ({"birth_date": "2026-11-21"}, "birth_date", "先の日付"),
        ({"birth_date": "1093-04-01"}, "birth_date", "年を確かめて"),
        ({"registered_on": "2026-02-30"}, "registered_on", "という日はありません"),
        ({"given_on": "2026-11-21"}, "given_on", "先の日付"),
        ({"phone": "123"}, "phone", "電話番号として読めません"),
        ({"email": "架空"}, "email", "メールアドレス"),
        ({"prefecture": "99"}, "prefecture", ""),
        ({"wished_occupations": ["999"]}, "wished_occupations", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(client, wrong, field, words):
    response = send(client, "/jobseekers/add/", **NEW | wrong)
    assert response.status_code == 422
    assert set(errors(response)) == {field}
    assert words in str(errors(response)[field])
    assert "０９０-0000-0001" in response.content.decode() or "phone" in wrong
    assert not Jobseeker.objects.exists()


def test_a_form_without_its_key_is_refused_with_words(client):
    response = client.post("/jobseekers/add/", NEW)
    assert response.status_code == 422
    assert "送信番号" in str(errors(response))


def test_two_people_edit_and_the_second_sees_both_texts(client):
    person = JobseekerFactory(wishes="はじめの希望")
    page = f"/jobseekers/{person.pk}/edit/"
    given = {"name": person.name, "gender": "not_answered", "wished_timing": "undecided"}
    colleague, _ = logged_in(Role.SUPERVISOR)
    expect(send(colleague, page, **given, wishes="先の保存", version=1), 302)
    response = send(client, page, **given, wishes="後の保存", version=1)
    expect(response, 409)
    words = response.content.decode()
    assert "先の保存" in words
    assert "後の保存" in words
    expect(send(client, page, **given, wishes="後の保存", version=response.context["version"]), 302)
    person.refresh_from_db()
    assert (person.wishes, person.version) == ("後の保存", 3)


def test_somebody_elses_draft_is_not_shown(client):
    _, somebody = logged_in(Role.COUNSELLOR)
    Draft.objects.create(user=somebody, form="/jobseekers/add/", data={"name": "ほかの人の下書き"})
    assert "ほかの人の下書き" not in client.get("/jobseekers/add/").content.decode()


def test_support_ends_on_the_page_and_the_page_says_so(client):
    person = JobseekerFactory()
    send(client, f"/jobseekers/{person.pk}/close/", closed_on="2026-11-20")
    assert "2026年11月20日に支援を終了" in client.get(person.get_absolute_url()).content.decode()
    send(client, f"/jobseekers/{person.pk}/reopen/")
    assert "支援を終了しています" not in client.get(person.get_absolute_url()).content.decode()


def test_another_persons_consent_is_not_withdrawn(client):
    person, other = JobseekerFactory(), JobseekerFactory()
    page = f"/jobseekers/{person.pk}/consents/{other.consents.get().pk}/withdraw/"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=花子", 2), ("state=closed", 1), ("turn=U", 1), ("prefecture=40", 0), ("timing=soon", 0), ("q=9999", 0)],
)
def test_the_list_is_narrowed_by_the_address(client, query, found):
    JobseekerFactory(name="架空 花子", turn="U")
    JobseekerFactory(name="見本 花子", closed_on="2026-11-01")
    assert len(client.get(f"/jobseekers/?{query}").context["object_list"]) == found


def test_the_story_of_a_person_holds_every_room(client):
    consultation = PersonConsultationFactory()
    person = consultation.jobseeker
    FollowUpFactory(consultation=consultation)
    HandoffFactory(jobseeker=person)
    StageStepFactory(referral__jobseeker=person)
    kinds = {entry.kind for entry in client.get(person.get_absolute_url()).context["timeline"]}
    assert kinds == {"相談", "約束", "つなぎ", "情報提供", "登録", "同意"}


def test_the_story_of_an_employer_tells_of_consultations(client):
    consultation = ConsultationFactory()
    page = client.get(consultation.establishment.get_absolute_url())
    assert "採用の相談" in page.content.decode()


def test_a_list_costs_the_same_for_one_person_and_for_many(client, django_assert_num_queries):
    JobseekerFactory()
    client.get("/jobseekers/")
    with django_assert_num_queries(12):
        client.get("/jobseekers/")
    for person in JobseekerFactory.create_batch(20):
        person.wished_municipalities.set(["43101", "43202"])
    with django_assert_num_queries(12):
        client.get("/jobseekers/")


def test_a_page_costs_the_same_for_a_short_and_a_long_story(client, django_assert_num_queries):
    consultation = PersonConsultationFactory()
    person = consultation.jobseeker
    FollowUpFactory(consultation=consultation)
    HandoffFactory(jobseeker=person)
    StageStepFactory(referral__jobseeker=person)
    PersonGuestFactory(jobseeker=person)
    client.get(person.get_absolute_url())
    with django_assert_num_queries(35):
        client.get(person.get_absolute_url())
    for longer in PersonConsultationFactory.create_batch(10, jobseeker=person):
        FollowUpFactory(consultation=longer)
        HandoffFactory(jobseeker=person)
        StageStepFactory(referral__jobseeker=person)
        PersonGuestFactory(jobseeker=person)
    with django_assert_num_queries(35):
        client.get(person.get_absolute_url())

"""Registering a person: only with a consent, only once, and nothing lost when two people edit."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from centre.errors import DomainError, EditConflict
from jobseekers import registration
from jobseekers.models import Consent, Jobseeker
from jobseekers.registration import ConsentGiven
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory, consent_text
from tests.second_connection import must_wait, somebody_else

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def consent(given_on=TODAY) -> ConsentGiven:
    return ConsentGiven(consent_text(), given_on, Consent.Method.ORAL)


def test_a_person_is_registered_with_the_consent_and_the_wishes():
    by = UserFactory()
    person = registration.register(
        name="髙見 架空",
        kana="タカミ　カクウ",
        phone="090-0000-0001",
        wished_municipalities=["43101"],
        consent=consent(),
        by=by,
    )
    assert (person.registered_on, person.registered_by, person.kana) == (TODAY, by, "たかみ　かくう")
    assert person.consents.get().text == consent_text()
    assert [place.pk for place in person.wished_municipalities.all()] == ["43101"]
    assert list(Jobseeker.objects.search("高見架空")) == [person]


def test_without_a_consent_nobody_is_registered():
    with pytest.raises(DomainError, match="同意がないと登録できません"):
        registration.register(name="架空 花子", consent=None, by=UserFactory())


@transaction.atomic
def keep_without_consent():
    Jobseeker.objects.create(name="架空 花子", registered_on=TODAY, registered_by=UserFactory())
    connection.check_constraints()


def test_the_database_refuses_a_person_without_a_consent():
    with pytest.raises(IntegrityError, match="only with a consent"):
        keep_without_consent()


@pytest.mark.parametrize(
    ("given_on", "registered_on", "field"),
    [
        (date(2026, 11, 21), TODAY, "given_on"),
        (TODAY, date(2026, 11, 19), "given_on"),
        (TODAY, date(2026, 11, 21), "registered_on"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(given_on, registered_on, field):
    with pytest.raises(DomainError) as refused:
        registration.register(
            name="架空 花子", consent=consent(given_on), registered_on=registered_on, by=UserFactory()
        )
    assert refused.value.field == field
    assert not Jobseeker.objects.exists()


def test_the_same_person_is_not_registered_twice():
    JobseekerFactory(name="架空 花子", phone="090-0000-0001")
    with pytest.raises(DomainError, match="登録済み"):
        registration.register(name="架空花子", phone="09000000001", consent=consent(), by=UserFactory())


def test_who_registers_the_same_name_in_the_same_moment_waits():
    with somebody_else() as cursor:
        cursor.execute(registration.ONE_AT_A_TIME, ["jobseekers.register 架空花子"])
        with must_wait():
            registration.register(name="架空　花子", consent=consent(), by=UserFactory())
        assert registration.register(name="架空 次郎", consent=consent(), by=UserFactory()).pk
    assert registration.register(name="架空　花子", consent=consent(), by=UserFactory()).pk


def test_the_second_saver_is_told_and_nothing_is_overwritten():
    person = JobseekerFactory()
    registration.revise(person, 1, city="見本市", by=UserFactory())
    with pytest.raises(EditConflict):
        registration.revise(person, 1, city="別の市", by=UserFactory())
    person.refresh_from_db()
    assert (person.city, person.version) == ("見本市", 2)


def test_a_change_is_kept_in_the_history():
    person = JobseekerFactory()
    registration.revise(person, 1, city="見本市", by=UserFactory())
    assert list(person.revisions.order_by("pgh_id").values_list("city", flat=True)) == ["", "見本市"]


def test_support_ends_and_is_taken_up_again():
    person = JobseekerFactory()
    registration.close(person, closed_on=TODAY, by=UserFactory())
    assert not Jobseeker.objects.open().exists()
    with pytest.raises(DomainError, match="すでに終了"):
        registration.close(person, closed_on=TODAY, by=UserFactory())
    registration.reopen(person, by=UserFactory())
    assert Jobseeker.objects.open().get() == person


def test_what_goes_on_is_not_taken_up_again():
    person = JobseekerFactory()
    with pytest.raises(DomainError, match="続いています"):
        registration.reopen(person, by=UserFactory())
    person.refresh_from_db()
    assert person.version == 1


def test_with_the_last_consent_withdrawn_the_support_ends():
    person = JobseekerFactory()
    registration.withdraw_consent(person.consents.get(), withdrawn_on=TODAY, by=UserFactory())
    person.refresh_from_db()
    assert person.closed_on == TODAY
    with pytest.raises(DomainError, match="有効な同意"):
        registration.reopen(person, by=UserFactory())
    registration.take_consent(person, consent=consent(), by=UserFactory())
    assert registration.reopen(person, by=UserFactory()).closed_on is None


def test_a_withdrawal_before_the_consent_is_refused():
    person = JobseekerFactory()
    with pytest.raises(DomainError) as refused:
        registration.withdraw_consent(person.consents.get(), withdrawn_on=date(2026, 9, 1), by=UserFactory())
    assert refused.value.field == "withdrawn_on"


@pytest.mark.parametrize(
    "text", ["090-0000-4321", "09000004321", "4321", "０９０ー００００ー４３２１", "かくう", "カクウ　ハナコ"]
)
def test_people_are_found_by_phone_and_kana_in_any_writing(text):
    person = JobseekerFactory(phone="090-0000-4321")
    assert list(Jobseeker.objects.search(text)) == [person]


@pytest.mark.parametrize("few", [0, 500])
@pytest.mark.parametrize("typed", ["4321", "かくう", "カクウ　ハナコ", "架空花子"])
def test_a_few_are_offered_while_typing_whose_phone_ends_so_first(typed, few, monkeypatch):
    monkeypatch.setattr("centre.pairs.FEW", few)
    ends = JobseekerFactory(name="架空 花子", kana="かくう はなこ", phone="090-0000-4321")
    holds = JobseekerFactory(name="見本 太郎", kana="あ", phone="090-4321-0000")
    expected = [ends, holds] if typed == "4321" else [ends]
    assert Jobseeker.objects.first_found(typed, 5) == expected


def test_digits_beside_a_name_are_no_phone():
    JobseekerFactory(phone="090-0000-4321")
    assert not Jobseeker.objects.search("見本4321").exists()


def test_people_are_found_by_the_number_of_the_registration():
    person = JobseekerFactory()
    assert person in Jobseeker.objects.search(str(person.pk))
    assert person in Jobseeker.objects.search(f"No.{person.pk}")


def test_a_search_with_an_absurd_number_finds_nobody():
    JobseekerFactory()
    assert not Jobseeker.objects.search("9" * 60).exists()

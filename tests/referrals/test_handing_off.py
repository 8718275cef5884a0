"""Passing people and employers on: a person only with a consent."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from centre.models import PartnerAgency
from jobseekers.registration import withdraw_consent
from referrals.handing_off import hand_off, record_answer, take_over
from referrals.models import Handoff
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import HandoffFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def passing(**given) -> dict:
    return {
        "agency": PartnerAgency.objects.first(),
        "purpose": "移住とくらしの相談",
        "handed_on": TODAY,
        "by": UserFactory(),
    } | given


def test_a_person_is_passed_on_with_the_day_of_the_consent():
    handoff = hand_off(**passing(jobseeker=JobseekerFactory(), consented_on=TODAY, shared=["name"]))
    assert (handoff.direction, handoff.answer) == (Handoff.Direction.OUT, Handoff.Answer.WAITING)


@pytest.mark.parametrize("consented_on", [None, date(2026, 11, 21)])
def test_a_person_without_an_earlier_consent_is_not_passed_on(consented_on):
    with pytest.raises(DomainError) as refused:
        hand_off(**passing(jobseeker=JobseekerFactory(), consented_on=consented_on))
    assert refused.value.field == "consented_on"
    assert not Handoff.objects.exists()


def test_a_person_who_withdrew_is_not_passed_on():
    person = JobseekerFactory()
    withdraw_consent(person.consents.get(), withdrawn_on=TODAY, by=UserFactory())
    with pytest.raises(DomainError, match="撤回"):
        hand_off(**passing(jobseeker=person, consented_on=TODAY))


def test_an_employer_is_passed_on_without_a_day_of_consent():
    assert hand_off(**passing(establishment=EstablishmentFactory())).consented_on is None


def test_somebody_must_be_named():
    with pytest.raises(DomainError, match="つなぐ方"):
        hand_off(**passing())


def test_what_is_taken_over_has_been_received():
    taken = take_over(**passing(jobseeker=JobseekerFactory()))
    assert (taken.direction, taken.answer, taken.answered_on) == ("in", Handoff.Answer.RECEIVED, TODAY)


def test_the_database_refuses_a_person_without_consent():
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoffFactory(consented_on=None)


def test_an_answer_is_kept_with_its_day():
    handoff = HandoffFactory()
    answered = record_answer(handoff, 1, answer="handled", answered_on=TODAY, result="面談した", by=UserFactory())
    assert (answered.answered_on, answered.result) == (TODAY, "面談した")
    with pytest.raises(EditConflict):
        record_answer(handoff, 1, answer="declined", answered_on=TODAY, by=UserFactory())


@pytest.mark.parametrize("day", [None, date(2026, 11, 1), date(2026, 11, 21)])
def test_an_answer_on_a_day_that_cannot_be_is_refused(day):
    with pytest.raises(DomainError) as refused:
        record_answer(HandoffFactory(), 1, answer="handled", answered_on=day, by=UserFactory())
    assert refused.value.field == "answered_on"

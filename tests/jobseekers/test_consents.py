"""Consents: the wording shown is kept, a withdrawal is told before it is done and reaches every room."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from centre.errors import DomainError
from centre.roles import Role
from jobseekers import registration
from jobseekers.models import Consent
from jobseekers.registration import ConsentGiven
from referrals.handing_off import hand_off
from referrals.informing import inform
from referrals.models import Handoff
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory, consent_text
from tests.factories.postings import JobPostingFactory
from tests.factories.referrals import HandoffFactory, ReferralFactory
from tests.people_pages import expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def withdraw(person) -> Consent:
    return registration.withdraw_consent(person.consents.get(), withdrawn_on=TODAY, by=UserFactory())


def test_a_withdrawal_closes_the_hand_offs_under_way_and_leaves_the_others():
    person = JobseekerFactory()
    waiting = HandoffFactory(jobseeker=person)
    received = HandoffFactory(jobseeker=person, answer="received", answered_on=TODAY)
    handled = HandoffFactory(jobseeker=person, answer="handled", answered_on=TODAY, result="見本の結果")
    incoming = HandoffFactory(jobseeker=person, direction="in", answer="received", answered_on=TODAY)
    others = HandoffFactory(jobseeker=JobseekerFactory())
    withdraw(person)
    answers = {one.pk: one.answer for one in Handoff.objects.all()}
    assert answers == {
        waiting.pk: "withdrawn",
        received.pk: "withdrawn",
        handled.pk: "handled",
        incoming.pk: "received",
        others.pk: "waiting",
    }
    waiting.refresh_from_db()
    assert (waiting.answered_on, waiting.version) == (TODAY, 2)


def test_after_the_withdrawal_nothing_is_provided_any_more():
    person = JobseekerFactory()
    withdraw(person)
    person.refresh_from_db()
    with pytest.raises(DomainError, match="支援は終了"):
        inform(person, JobPostingFactory(), informed_on=TODAY, by=UserFactory())
    with pytest.raises(DomainError, match="撤回"):
        hand_off(
            agency=HandoffFactory().agency,
            purpose="見本",
            handed_on=TODAY,
            consented_on=TODAY,
            jobseeker=person,
            by=UserFactory(),
        )


def test_with_another_consent_in_force_nothing_is_closed():
    person = JobseekerFactory()
    handoff = HandoffFactory(jobseeker=person)
    first = person.consents.get()
    registration.take_consent(
        person, consent=ConsentGiven(consent_text(), TODAY, Consent.Method.PAPER), by=UserFactory()
    )
    assert registration.foretold(first) == ["ほかに有効な同意があるため、支援は続きます。"]
    registration.withdraw_consent(first, withdrawn_on=TODAY, by=UserFactory())
    handoff.refresh_from_db()
    person.refresh_from_db()
    assert (handoff.answer, person.closed_on) == ("waiting", None)


def test_the_page_names_the_consequences_before_they_come():
    client, user = logged_in(Role.COUNSELLOR)
    person = JobseekerFactory()
    agency = HandoffFactory(jobseeker=person).agency
    ReferralFactory(jobseeker=person)
    page = f"/jobseekers/{person.pk}/consents/{person.consents.get().pk}/withdraw/"
    shown = client.get(page).content.decode()
    for words in (agency.name, "途中のつなぎ1件", "途中の求人1件", "新しい情報提供とつなぎはできなくなります"):
        assert words in shown, words
    expect(send(client, page, withdrawn_on="2026-11-20"), 302)
    assert person.consents.get().withdrawn_by == user


def test_the_wording_that_was_agreed_to_is_on_the_page_of_the_person():
    client, _ = logged_in(Role.COUNSELLOR)
    person = JobseekerFactory()
    assert consent_text().body in client.get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize("change", [{"given_on": date(2026, 9, 1)}, {"method": "paper"}])
def test_the_database_lets_nobody_rewrite_a_consent(change):
    person = JobseekerFactory()
    with pytest.raises(IntegrityError, match="only withdrawn once"), transaction.atomic():
        person.consents.update(**change)


def test_the_database_lets_nobody_take_a_withdrawal_back():
    person = JobseekerFactory()
    withdraw(person)
    with pytest.raises(IntegrityError, match="only withdrawn once"), transaction.atomic():
        person.consents.update(withdrawn_on=None)


@transaction.atomic
def erase_one_consent(person):
    person.consents.first().delete()
    connection.check_constraints()


def test_a_consent_is_erased_only_together_with_its_person():
    person = JobseekerFactory()
    registration.take_consent(
        person, consent=ConsentGiven(consent_text(), TODAY, Consent.Method.PAPER), by=UserFactory()
    )
    with pytest.raises(IntegrityError, match="only together with its person"):
        erase_one_consent(person)
    # What the database checks of the insertion comes before the erasure, as it would on another day.
    connection.check_constraints()
    person.delete()
    connection.check_constraints()
    assert not Consent.objects.filter(jobseeker_id=person.pk).exists()

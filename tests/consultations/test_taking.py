"""Taking down a consultation: the party, the moment, the promise, and who may serve whom."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from centre.roles import Role
from consultations.models import Consultation, FollowUp
from consultations.taking import Party, With, log, revise
from tests.factories.centre import UserFactory
from tests.factories.consultations import TOKYO, ConsultationFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory

pytestmark = pytest.mark.django_db
PHONE = {"method": Consultation.Method.PHONE, "topic": "hiring"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def test_a_consultation_with_a_known_employer_is_taken_down_now_by_me():
    by, establishment = UserFactory(), EstablishmentFactory()
    taken = log(With(Party.EMPLOYER, establishment=establishment), **PHONE, by=by)
    assert (taken.counsellor, taken.is_continuing) == (by, False)
    assert taken.held_at == datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO)


def test_speaking_with_an_employer_confirms_its_data():
    establishment = EstablishmentFactory(last_confirmed_on=date(2026, 1, 1))
    log(With(Party.EMPLOYER, establishment=establishment), **PHONE, by=UserFactory())
    establishment.refresh_from_db()
    assert establishment.last_confirmed_on == date(2026, 11, 20)


def test_the_second_consultation_with_the_same_party_is_a_continuing_one():
    by, who = UserFactory(), With(Party.JOBSEEKER, jobseeker=JobseekerFactory())
    assert [log(who, **PHONE, by=by).is_continuing, log_later(who, by).is_continuing] == [False, True]


def log_later(who, by):
    with time_machine.travel("2026-11-20 11:00+09:00", tick=False):
        return log(who, **PHONE, by=by)


def test_what_the_counsellor_says_about_continuing_stands():
    who = With(Party.ANONYMOUS)
    assert log(who, **PHONE, is_continuing=True, by=UserFactory()).is_continuing


def test_a_next_action_becomes_my_promise():
    by, establishment = UserFactory(), EstablishmentFactory()
    taken = log(
        With(Party.EMPLOYER, establishment=establishment),
        **PHONE,
        next_action="求人票の案を送る",
        next_on=date(2026, 11, 24),
        by=by,
    )
    promised = FollowUp.objects.get(consultation=taken)
    assert (promised.assigned_to, promised.establishment, promised.due_on) == (by, establishment, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"next_action": "電話する"}, "next_on"),
        ({"next_on": date(2026, 11, 24)}, "next_action"),
        ({"next_action": "電話する", "next_on": date(2026, 11, 19)}, "next_on"),
        ({"held_at": datetime(2026, 11, 21, 0, 0, tzinfo=TOKYO)}, "held_at"),
    ],
)
def test_a_promise_or_moment_that_cannot_be_is_refused_and_nothing_is_kept(given, field):
    with pytest.raises(DomainError) as refused:
        log(With(Party.ANONYMOUS), **PHONE, **given, by=UserFactory())
    assert refused.value.field == field
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("party", "caller", "field"),
    [(Party.EMPLOYER, "", "caller"), (Party.ANONYMOUS, "架空", "caller"), (Party.JOBSEEKER, "架空 花子", "caller")],
)
def test_a_party_is_named_when_it_must_be_and_only_then(party, caller, field):
    with pytest.raises(DomainError) as refused:
        log(With(party, caller=caller), **PHONE, by=UserFactory())
    assert refused.value.field == field


def test_an_employer_not_in_the_register_is_served_too():
    assert log(With(Party.EMPLOYER, caller="見本商店"), **PHONE, by=UserFactory()).caller == "見本商店"


def test_the_database_refuses_a_name_for_an_anonymous_person():
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultationFactory(party=Party.ANONYMOUS, establishment=None, caller="架空")


def test_a_reviewer_takes_down_employers_only():
    with pytest.raises(DomainError, match="精査担当者"):
        log(With(Party.ANONYMOUS), **PHONE, by=UserFactory(role=Role.REVIEWER))


def test_field_staff_serve_people_without_their_record():
    by = UserFactory(role=Role.FIELD_STAFF)
    assert log(With(Party.JOBSEEKER), **PHONE, by=by).jobseeker is None
    with pytest.raises(DomainError, match="あなたの役割"):
        log(With(Party.JOBSEEKER, jobseeker=JobseekerFactory()), **PHONE, by=by)


@pytest.mark.parametrize("role", [Role.FIELD_STAFF, Role.REVIEWER])
def test_without_access_to_people_one_sees_employers_and_ones_own(role):
    user = UserFactory(role=role)
    with_employer, of_others = ConsultationFactory(), PersonConsultationFactory()
    own = ConsultationFactory(party=Party.ANONYMOUS, establishment=None, counsellor=user)
    seen = set(Consultation.objects.visible_to(user))
    assert seen == {with_employer, own}
    assert of_others in Consultation.objects.visible_to(UserFactory())


def test_the_second_saver_is_told():
    taken, by = ConsultationFactory(), UserFactory()
    who = With(Party.EMPLOYER, establishment=taken.establishment)
    revise(taken, 1, who, held_at=taken.held_at, summary="先の保存", by=by)
    with pytest.raises(EditConflict):
        revise(taken, 1, who, held_at=taken.held_at, summary="後の保存", by=by)
    taken.refresh_from_db()
    assert taken.summary == "先の保存"


def test_nobody_changes_what_they_may_not_read():
    taken = PersonConsultationFactory()
    with pytest.raises(DomainError, match="権限"):
        revise(
            taken,
            1,
            With(Party.EMPLOYER, caller="見本商店"),
            held_at=taken.held_at,
            by=UserFactory(role=Role.REVIEWER),
        )

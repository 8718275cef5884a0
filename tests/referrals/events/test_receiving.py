"""The reception: arrivals, mistakes, people who were not invited; and what came of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError
from referrals.events.inviting import Whom, strike
from referrals.events.noting_outcomes import drop_outcome, note_outcome, talks_of
from referrals.events.planning import settle_held
from referrals.events.receiving import arrive, take_arrival_back, walk_in
from referrals.models import EventOutcome
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.events import EmployerGuestFactory, EventFactory, PersonGuestFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2026-11-20T13:05:00+09:00", tick=False):
        yield


@pytest.fixture
def arrived():
    """A registered person who has arrived at a fair of today."""
    return arrive(PersonGuestFactory(standing="accepted"), by=UserFactory())


def test_an_arrival_is_kept_once_with_its_time_and_who_received():
    guest, by = PersonGuestFactory(standing="accepted"), UserFactory()
    first = arrive(guest, by=by)
    again = arrive(guest, by=UserFactory())
    assert (first.standing, first.arrived_at) == ("attended", datetime(2026, 11, 20, 13, 5, tzinfo=TOKYO))
    assert (again.arrived_at, again.received_by, again.version) == (first.arrived_at, by, first.version)


@pytest.mark.parametrize("standing", ["invited", "declined", "accepted"])
def test_who_did_not_answer_or_declined_may_come_all_the_same(standing):
    assert arrive(PersonGuestFactory(standing=standing), by=UserFactory()).standing == "attended"


def test_who_finds_no_seat_is_told_of_the_limit():
    event = EventFactory(seats_people=1)
    PersonGuestFactory(event=event, standing="accepted")
    with pytest.raises(DomainError, match=r"参加者の定員（1人）.*定員を直して"):
        arrive(PersonGuestFactory(event=event), by=UserFactory())
    with pytest.raises(DomainError, match="定員"):
        walk_in(event, Whom("anonymous"), by=UserFactory())


def test_the_reception_opens_on_the_first_day_and_not_for_a_cancelled_event():
    by = UserFactory()
    for event in (
        EventFactory(first_on=date(2026, 11, 21)),
        EventFactory(state="cancelled", cancelled_reason="台風", settled_on=date(2026, 11, 19), settled_by=by),
    ):
        with pytest.raises(DomainError, match=r"初日から|中止した"):
            arrive(PersonGuestFactory(event=event), by=by)
        with pytest.raises(DomainError, match=r"初日から|中止した"):
            walk_in(event, Whom("anonymous"), by=by)


def test_a_mistake_is_undone_to_what_was_before():
    promised = PersonGuestFactory(standing="accepted", replied_on=date(2026, 11, 2))
    silent = PersonGuestFactory(event=promised.event)
    stranger = walk_in(promised.event, Whom("anonymous"), by=UserFactory())
    for guest, standing in ((promised, "accepted"), (silent, "invited"), (stranger, "withdrawn")):
        arrive(guest, by=UserFactory())
        undone = take_arrival_back(guest, by=UserFactory())
        assert (undone.standing, undone.arrived_at) == (standing, None)
        assert take_arrival_back(guest, by=UserFactory()).version == undone.version
    with pytest.raises(DomainError, match="当日の参加として"):
        arrive(strike(silent, by=UserFactory()), by=UserFactory())


def test_after_the_event_a_forgotten_arrival_can_be_added_and_taken_back():
    guest = PersonGuestFactory(standing="accepted")
    settle_held(guest.event, 1, by=UserFactory())
    assert arrive(guest, by=UserFactory()).standing == "attended"
    assert take_arrival_back(guest, by=UserFactory()).standing == "absent"


def test_walk_ins_are_employers_registered_people_and_people_who_are_only_counted():
    event, by = EventFactory(), UserFactory()
    for whom in (
        Whom("employer", establishment=EstablishmentFactory()),
        Whom("jobseeker", jobseeker=JobseekerFactory()),
        Whom("guardian", groups=2, people=5),
    ):
        guest = walk_in(event, whom, by=by)
        assert (guest.standing, guest.is_walk_in, guest.invited_on, guest.received_by) == ("attended", True, None, by)
    assert event.guests.figures() == {"employers": 1, "groups": 3, "people": 6}


# ---- what came of it


def test_an_outcome_is_tied_to_the_only_course_with_the_employer(arrived):
    course = ReferralFactory(jobseeker=arrived.jobseeker)
    employer = course.posting.establishment
    made = note_outcome(arrived, "application", establishment=employer, by=UserFactory())
    assert (made.referral, made.establishment) == (course, employer)
    ReferralFactory(jobseeker=arrived.jobseeker, posting__establishment=employer)
    assert note_outcome(arrived, "interview", establishment=employer, by=UserFactory()).referral is None
    assert note_outcome(arrived, "interview", referral=course, by=UserFactory()).establishment == employer


def test_an_outcome_is_tied_to_the_only_consultation_of_the_day(arrived):
    talk = PersonConsultationFactory(jobseeker=arrived.jobseeker, held_at=datetime(2026, 11, 20, 13, 30, tzinfo=TOKYO))
    PersonConsultationFactory(jobseeker=arrived.jobseeker, held_at=datetime(2026, 11, 19, 10, tzinfo=TOKYO))
    assert note_outcome(arrived, "consultation", by=UserFactory()).consultation == talk
    assert note_outcome(arrived, "consultation", by=UserFactory()).consultation is None
    assert not talks_of(arrived).exists()


def test_employers_have_outcomes_too():
    guest = arrive(EmployerGuestFactory(), by=UserFactory())
    talk = ConsultationFactory(establishment=guest.establishment, held_at=datetime(2026, 11, 20, 14, tzinfo=TOKYO))
    assert note_outcome(guest, "consultation", by=UserFactory()).consultation == talk


def test_outcomes_belong_to_who_came_and_to_their_own_records(arrived):
    stranger = ReferralFactory()
    other_talk = PersonConsultationFactory(held_at=datetime(2026, 11, 20, 13, tzinfo=TOKYO))
    course = ReferralFactory(jobseeker=arrived.jobseeker)
    by = UserFactory()
    for known, words in (
        ({"kind": "application", "referral": stranger}, "この方の応募"),
        ({"kind": "consultation", "referral": course}, "情報提供・応募・面接"),
        ({"kind": "consultation", "consultation": other_talk}, "この方の、行事の日から"),
        ({"kind": "application", "consultation": other_talk}, "成果が相談のとき"),
        ({"kind": "application", "referral": course, "establishment": EstablishmentFactory()}, "選んだ企業の求人では"),
        ({"kind": "other"}, "内容を書いて"),
    ):
        with pytest.raises(DomainError, match=words):
            note_outcome(arrived, by=by, **known)
    with pytest.raises(DomainError, match="出席した方だけ"):
        note_outcome(PersonGuestFactory(event=arrived.event), "consultation", by=by)


def test_the_same_outcome_is_noted_once_and_the_database_keeps_it_so(arrived):
    course = ReferralFactory(jobseeker=arrived.jobseeker)
    made = note_outcome(arrived, "application", referral=course, by=UserFactory())
    with pytest.raises(DomainError, match="同じ成果"):
        note_outcome(arrived, "application", referral=course, by=UserFactory())
    for wrong in ({"kind": "consultation"}, {"kind": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventOutcome.objects.filter(pk=made.pk).update(**wrong)


def test_an_arrival_with_an_outcome_is_taken_back_only_after_it(arrived):
    made = note_outcome(arrived, "other", note="パンフレットを渡した", by=UserFactory())
    with pytest.raises(DomainError, match="先に成果を消して"):
        take_arrival_back(arrived, by=UserFactory())
    drop_outcome(made, by=UserFactory())
    assert take_arrival_back(arrived, by=UserFactory()).standing == "invited"

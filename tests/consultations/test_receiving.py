"""Somebody new at the counter: the consent, the registration and the consultation are kept together or not at all."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError
from centre.roles import Role
from consultations.models import Consultation
from consultations.receiving import Newcomer, receive
from consultations.taking import With, log, minutes_since
from jobseekers.models import Consent, Jobseeker
from privacy.models import ConsentText
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.jobseekers import JobseekerFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
HANAKO = Newcomer("架空 花子", "090-0000-4321", 1, "oral")
COUNTER = {"party": "jobseeker", "method": "counter", "topic": "job_hunting", "held_at": NOW}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_newcomer_is_registered_with_the_wording_that_was_shown():
    by = UserFactory(role=Role.COUNSELLOR)
    taken = receive(HANAKO, by=by, next_action="電話", next_on=date(2026, 11, 26), **COUNTER)
    consent = Consent.objects.get()
    assert (taken.jobseeker.name, taken.caller, taken.is_continuing) == ("架空 花子", "", False)
    assert (consent.jobseeker, consent.text.version, consent.given_on) == (taken.jobseeker, 1, date(2026, 11, 20))
    assert taken.follow_ups.get().jobseeker == taken.jobseeker


def test_a_wording_that_changed_meanwhile_is_shown_again_first():
    ConsentText.objects.create(purpose="jobseeker", version=2, body="新しい文面", valid_from=date(2026, 11, 20))
    with pytest.raises(DomainError, match="文面が新しく") as refused:
        receive(HANAKO, by=UserFactory(role=Role.COUNSELLOR), **COUNTER)
    assert refused.value.field == "agreed"
    assert not Jobseeker.objects.exists()


def test_nobody_is_registered_when_the_consultation_is_refused():
    with pytest.raises(DomainError):
        receive(HANAKO, by=UserFactory(role=Role.COUNSELLOR), next_action="電話", next_on=date(2026, 1, 5), **COUNTER)
    assert not Jobseeker.objects.exists()
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("role", [Role.FIELD_STAFF, Role.REVIEWER])
def test_who_may_not_register_people_does_not_do_it_here_either(role):
    with pytest.raises(DomainError, match="役割"):
        receive(HANAKO, by=UserFactory(role=role), **COUNTER)


def test_the_same_person_twice_is_pointed_out_beside_the_name():
    JobseekerFactory(name="架空 花子", phone="090-0000-4321")
    with pytest.raises(DomainError, match="登録済み") as refused:
        receive(HANAKO, by=UserFactory(role=Role.COUNSELLOR), **COUNTER)
    assert refused.value.field == "caller"


@pytest.mark.parametrize(
    ("minutes_ago", "held_ago", "method", "took"),
    [
        (7, 7, "phone", 7),
        (0, 0, "counter", 1),
        (7, 60, "phone", None),
        (7, 7, "mail", None),
        (181, 181, "phone", None),
    ],
)
def test_minutes_are_counted_only_for_what_is_written_while_it_happens(minutes_ago, held_ago, method, took):
    opened, held = NOW - timedelta(minutes=minutes_ago), NOW - timedelta(minutes=held_ago)
    assert minutes_since(opened, held, method, NOW) == took


def test_a_summary_has_three_lines_at_most():
    by = UserFactory()
    given = {"method": "phone", "topic": "hiring", "by": by}
    assert log(With("anonymous"), summary="1\n2\n3", **given).summary == "1\n2\n3"
    with pytest.raises(DomainError, match="3行"):
        log(With("anonymous"), summary="1\n2\n3\n4", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultationFactory(summary="1\n2\n3\n4")


def test_groups_and_people_are_counted_apart_and_a_group_is_never_empty():
    given = {"method": "counter", "topic": "moving", "by": UserFactory()}
    taken = log(With("anonymous"), groups=2, people=5, **given)
    assert (taken.groups, taken.people) == (2, 5)
    with pytest.raises(DomainError, match="組数"):
        log(With("anonymous"), groups=3, people=2, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultationFactory(groups=2, people=1)

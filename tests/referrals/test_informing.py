"""Telling people about postings, and what came of it."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from postings.models import PublicationEvent
from referrals.application_day import warning
from referrals.informing import inform, record_application, record_result
from referrals.matching.ranking import candidates
from referrals.models import Referral
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import ListedPostingFactory, ReferralFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def test_a_person_is_told_about_a_posting_once():
    person, posting, by = JobseekerFactory(), ListedPostingFactory(), UserFactory()
    told = inform(person, posting, informed_on=TODAY, by=by)
    assert (told.stage, told.recorded_by) == (Referral.Stage.INFORMED, by)
    with pytest.raises(DomainError, match="すでに情報提供") as refused:
        inform(person, posting, informed_on=TODAY, by=by)
    assert refused.value.field == "posting"


def test_a_person_whose_support_has_ended_is_not_told():
    with pytest.raises(DomainError, match="支援は終了"):
        inform(JobseekerFactory(closed_on=TODAY), ListedPostingFactory(), informed_on=TODAY, by=UserFactory())


def test_an_application_moves_the_stage():
    applied = record_application(ReferralFactory(), 1, applied_on=date(2026, 11, 5), by=UserFactory())
    assert (applied.stage, applied.applied_on, applied.version) == (Referral.Stage.APPLIED, date(2026, 11, 5), 2)


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 11, 21)])
def test_an_application_before_the_information_or_to_come_is_refused(day):
    with pytest.raises(DomainError) as refused:
        record_application(ReferralFactory(), 1, applied_on=day, by=UserFactory())
    assert refused.value.field == "applied_on"


def test_an_application_while_listed_as_eligible_warns_of_nothing():
    assert warning(ListedPostingFactory(), date(2026, 10, 1)) == ""
    assert warning(ListedPostingFactory(), date(2026, 12, 31)) == ""


def test_an_application_before_the_listing_is_warned_of():
    assert "対象として掲載された日より前の応募です" in warning(ListedPostingFactory(), date(2026, 9, 30))


def test_an_application_after_the_listing_is_left_to_the_municipality():
    assert "市町村に確かめて" in warning(ListedPostingFactory(), date(2027, 1, 1))


def test_an_application_to_a_posting_never_listed_as_eligible_is_warned_of():
    assert "掲載された記録がない" in warning(ListedPostingFactory(listed_eligible=False), date(2026, 11, 5))


def test_a_posting_that_became_eligible_later_is_judged_by_its_line():
    posting = ListedPostingFactory(listed_eligible=False)
    PublicationEvent.objects.create(
        posting=posting,
        kind=PublicationEvent.Kind.CHANGED,
        effective_on=date(2026, 11, 1),
        listed_until=date(2026, 12, 31),
        eligible=True,
    )
    assert "より前の応募" in warning(posting, date(2026, 10, 31))
    assert warning(posting, date(2026, 11, 1)) == ""


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"stage": "interviewed"}, "stage"),
        ({"stage": "withdrawn"}, "closed_on"),
        ({"stage": "withdrawn", "closed_on": date(2026, 11, 1)}, "closed_on"),
        ({"stage": "rejected", "closed_on": date(2026, 11, 21)}, "closed_on"),
    ],
)
def test_a_result_that_does_not_fit_is_refused_beside_its_field(given, field):
    with pytest.raises(DomainError) as refused:
        record_result(ReferralFactory(), 1, **given, by=UserFactory())
    assert refused.value.field == field


def test_the_way_to_hiring():
    referral, by = ReferralFactory(), UserFactory()
    record_application(referral, 1, applied_on=date(2026, 11, 5), by=by)
    record_result(referral, 2, stage="interviewed", by=by)
    hired = record_result(referral, 3, stage="hired", closed_on=TODAY, by=by)
    assert (hired.stage, hired.closed_on) == (Referral.Stage.HIRED, TODAY)
    with pytest.raises(EditConflict):
        record_result(referral, 3, stage="withdrawn", closed_on=TODAY, by=by)


def test_the_database_refuses_an_interview_without_an_application():
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralFactory(stage="interviewed")


def test_live_postings_that_fit_the_wishes_are_offered_and_told_ones_are_not():
    person = JobseekerFactory()
    person.wished_municipalities.set(["43101"])
    person.wished_occupations.set(["08"])
    nearby = ListedPostingFactory(occupation_id="01")
    fitting, elsewhere = ListedPostingFactory(), ListedPostingFactory(work_municipality_id="43202", occupation_id="02")
    told = ListedPostingFactory()
    ReferralFactory(jobseeker=person, posting=told)
    ListedPostingFactory(listed_until=date(2026, 11, 1))
    assert list(candidates(person, "", TODAY)) == [fitting, nearby]
    assert set(candidates(person, "製造", TODAY)) == {fitting, nearby, elsewhere}

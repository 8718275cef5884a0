"""Telling people about postings, and what came of it."""

from datetime import date

import pytest
import time_machine

from centre.errors import DomainError
from postings.models import PublicationEvent
from referrals.application_day import judge
from referrals.informing import inform
from referrals.matching.ranking import candidates
from referrals.stages import Stage
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
    assert (told.stage, told.recorded_by) == (Stage.INFORMED, by)
    assert [(step.stage, step.on, step.by) for step in told.steps.all()] == [(Stage.INFORMED, TODAY, by)]
    with pytest.raises(DomainError, match="すでに情報提供") as refused:
        inform(person, posting, informed_on=TODAY, by=by)
    assert refused.value.field == "posting"


def test_a_person_whose_support_has_ended_is_not_told():
    with pytest.raises(DomainError, match="支援は終了"):
        inform(JobseekerFactory(closed_on=TODAY), ListedPostingFactory(), informed_on=TODAY, by=UserFactory())


def test_an_application_while_listed_as_eligible_warns_of_nothing():
    posting = ListedPostingFactory()
    assert [judge(posting, day).eligible for day in (date(2026, 10, 1), date(2026, 12, 31))] == [True, True]


def test_an_application_before_the_listing_is_warned_of():
    assert "対象として掲載された日より前の応募です" in judge(ListedPostingFactory(), date(2026, 9, 30)).words


def test_an_application_after_the_listing_is_left_to_the_municipality():
    assert "市町村に確かめて" in judge(ListedPostingFactory(), date(2027, 1, 1)).words


def test_an_application_to_a_posting_never_listed_as_eligible_is_warned_of():
    assert "掲載された記録がない" in judge(ListedPostingFactory(listed_eligible=False), date(2026, 11, 5)).words


def test_a_posting_that_became_eligible_later_is_judged_by_its_line():
    posting = ListedPostingFactory(listed_eligible=False)
    PublicationEvent.objects.create(
        posting=posting,
        kind=PublicationEvent.Kind.CHANGED,
        effective_on=date(2026, 11, 1),
        listed_until=date(2026, 12, 31),
        eligible=True,
    )
    assert "より前の応募" in judge(posting, date(2026, 10, 31)).words
    assert judge(posting, date(2026, 11, 1)).eligible


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

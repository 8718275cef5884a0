"""The ledger only grows, holds only what can have happened, and carries eligibility that somebody signed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from centre.errors import DomainError
from centre.roles import Role
from postings.eligibility import vetting
from postings.models import JobPosting, PublicationEvent
from postings.site import publication
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import count_year
from tests.factories.centre import UserFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db
NOON = "2026-11-02T12:00:00+09:00"
TODAY = date(2026, 11, 2)
UNTIL = date(2027, 1, 31)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def counsellor():
    return UserFactory(role=Role.COUNSELLOR)


@pytest.fixture
def signed(counsellor):
    """A posting that a reviewer has signed as eligible."""
    posting = JobPostingFactory()
    prepared = vetting.prepare(posting, on=TODAY, by=counsellor)
    vetting.approve(prepared, by=UserFactory(role=Role.REVIEWER))
    return posting


def test_a_signed_posting_is_listed_as_eligible(signed, counsellor):
    event = publication.publish(signed, "new", effective_on=TODAY, listed_until=UNTIL, by=counsellor)
    signed.refresh_from_db()
    assert event.eligible
    assert (signed.listed_from, signed.listed_until, signed.listed_eligible) == (TODAY, UNTIL, True)
    assert JobPosting.objects.live_on(TODAY).get() == signed


def test_without_a_signature_nothing_is_eligible(counsellor):
    posting = JobPostingFactory()
    with pytest.raises(DomainError, match="承認された精査"):
        publication.publish(posting, "new", effective_on=TODAY, eligible=True, by=counsellor)
    assert publication.publish(posting, "new", effective_on=TODAY, by=counsellor).eligible is False


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("extended", "最初の掲載より前"),
        ("changed", "最初の掲載より前"),
        ("relisted", "最初の掲載より前"),
        ("ended", "最初の掲載より前"),
    ],
)
def test_nothing_comes_before_the_first_listing(counsellor, kind, message):
    with pytest.raises(DomainError, match=message):
        publication.publish(JobPostingFactory(), kind, effective_on=TODAY, by=counsellor)
    assert not PublicationEvent.objects.exists()


def test_a_day_to_come_is_refused(signed, counsellor):
    with pytest.raises(DomainError, match="先の日付"):
        publication.publish(signed, "new", effective_on=TODAY + timedelta(days=1), by=counsellor)


def test_an_ended_posting_is_relisted_not_extended(signed, counsellor):
    day = TODAY - timedelta(days=20)
    publication.publish(signed, "new", effective_on=day, listed_until=UNTIL, by=counsellor)
    publication.publish(signed, "ended", effective_on=TODAY - timedelta(days=5), by=counsellor)
    with pytest.raises(DomainError, match="再掲載"):
        publication.publish(signed, "extended", effective_on=TODAY, listed_until=UNTIL, by=counsellor)
    publication.publish(signed, "relisted", effective_on=TODAY, listed_until=UNTIL, by=counsellor)
    signed.refresh_from_db()
    assert (signed.ended_on, signed.listed_from) == (None, TODAY)


def test_a_change_without_a_day_keeps_the_end_of_the_listing(signed, counsellor):
    publication.publish(signed, "new", effective_on=TODAY - timedelta(days=3), listed_until=UNTIL, by=counsellor)
    assert publication.publish(signed, "changed", effective_on=TODAY, by=counsellor).listed_until == UNTIL


def test_many_are_extended_together_or_none(signed, counsellor):
    publication.publish(signed, "new", effective_on=TODAY - timedelta(days=3), listed_until=UNTIL, by=counsellor)
    never_listed = JobPostingFactory()
    with pytest.raises(DomainError):
        publication.publish_many(
            [signed, never_listed],
            "extended",
            effective_on=TODAY,
            listed_until=UNTIL + timedelta(days=90),
            by=counsellor,
        )
    assert list(PublicationEvent.objects.values_list("kind", flat=True)) == ["new"]


def test_what_was_recorded_is_what_is_counted(signed, counsellor):
    publication.publish(signed, "new", effective_on=TODAY - timedelta(days=3), listed_until=UNTIL, by=counsellor)
    publication.publish(signed, "changed", effective_on=TODAY, by=counsellor)
    found = count_year(ledger_lines(), 2026)
    assert (found.baseline, found.additions["new"], found.additions["changed"], found.count) == (0, 1, 1, 2)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings_publicationevent SET eligible = false",
        "DELETE FROM postings_publicationevent",
        "TRUNCATE postings_publicationevent CASCADE",
    ],
)
def test_the_ledger_only_grows(signed, counsellor, statement):
    publication.publish(signed, "new", effective_on=TODAY, listed_until=UNTIL, by=counsellor)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert PublicationEvent.objects.get().eligible

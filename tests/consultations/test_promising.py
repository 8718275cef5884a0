"""Promises: kept once, put off, handed over to somebody who may serve the party."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.roles import Role
from consultations.models import FollowUp
from consultations.promising import hand_over, keep_promise, postpone, promise, reopen
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory, FollowUpFactory, PersonConsultationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def test_a_kept_promise_says_by_whom_and_what_came_of_it():
    by = UserFactory()
    kept = keep_promise(FollowUpFactory(), outcome="送付した", by=by)
    assert (kept.done_by, kept.outcome, kept.done_at) == (by, "送付した", timezone.now())
    assert not FollowUp.objects.open().exists()


def test_a_second_press_changes_nothing():
    first, promised = UserFactory(), FollowUpFactory()
    keep_promise(promised, outcome="送付した", by=first)
    again = keep_promise(promised, outcome="もう一度", by=UserFactory())
    assert (again.done_by, again.outcome) == (first, "送付した")


def test_a_press_on_the_wrong_line_is_taken_back():
    kept = keep_promise(FollowUpFactory(), outcome="送付した", by=UserFactory())
    opened = reopen(kept, by=UserFactory())
    assert (opened.done_at, opened.done_by, opened.outcome) == (None, None, "")
    assert FollowUp.objects.open().get() == opened
    assert reopen(opened, by=UserFactory()) == opened
    kept_before = FollowUpFactory(done_at=timezone.now() - timedelta(days=1), done_by=UserFactory())
    with pytest.raises(DomainError, match="済みにした日を過ぎた"):
        reopen(kept_before, by=UserFactory())
    theirs = keep_promise(FollowUpFactory(consultation=PersonConsultationFactory()), by=UserFactory())
    with pytest.raises(DomainError, match="権限"):
        reopen(theirs, by=UserFactory(role=Role.REVIEWER))


def test_a_promise_is_put_off_to_a_later_day_only():
    promised = FollowUpFactory()
    assert postpone(promised, due_on=date(2026, 11, 27), by=UserFactory()).due_on == date(2026, 11, 27)
    with pytest.raises(DomainError) as refused:
        postpone(promised, due_on=date(2026, 11, 19), by=UserFactory())
    assert refused.value.field == "due_on"


def test_a_kept_promise_is_not_put_off():
    promised = FollowUpFactory()
    keep_promise(promised, by=UserFactory())
    with pytest.raises(DomainError, match="すでに済んで"):
        postpone(promised, due_on=date(2026, 11, 27), by=UserFactory())


def test_a_promise_to_a_person_goes_only_to_who_may_read_people():
    promised = FollowUpFactory(consultation=PersonConsultationFactory())
    with pytest.raises(DomainError) as refused:
        hand_over(promised, to=UserFactory(role=Role.FIELD_STAFF), by=UserFactory())
    assert refused.value.field == "assigned_to"
    colleague = UserFactory()
    assert hand_over(promised, to=colleague, by=UserFactory()).assigned_to == colleague


def test_somebody_elses_promise_to_a_person_is_out_of_reach_for_a_reviewer():
    promised = FollowUpFactory(consultation=PersonConsultationFactory())
    with pytest.raises(DomainError, match="権限"):
        keep_promise(promised, by=UserFactory(role=Role.REVIEWER))


def test_a_promise_is_added_to_a_consultation():
    consultation = ConsultationFactory()
    added = promise(consultation, what="折り返す", due_on=date(2026, 11, 20), by=UserFactory())
    assert added.establishment == consultation.establishment
    with pytest.raises(DomainError, match="期日は相談の日"):
        promise(consultation, what="折り返す", due_on=date(2026, 11, 9), by=UserFactory())


def test_the_database_refuses_a_kept_promise_without_a_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(done_at=timezone.now())

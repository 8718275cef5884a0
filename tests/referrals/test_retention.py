"""Asking after 1, 3 and 6 months whether somebody is still there."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from centre.models import Closure
from centre.registry import open_items
from centre.roles import Role
from referrals.hiring_declarations import _due_checks
from referrals.models import RetentionCheck
from referrals.retention import check_retention, days_of, open_checks
from tests.factories.centre import UserFactory
from tests.factories.referrals import HiredFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 1)


def checks_of_somebody_hired() -> dict[int, RetentionCheck]:
    """The checks of somebody who joined on 1 June 2026, by their months."""
    return {check.months: check for check in open_checks(HiredFactory())}


def test_the_checks_fall_on_the_day_of_the_month_or_its_last():
    assert days_of(date(2026, 8, 31), 6)["reached_on"] == date(2027, 2, 28)
    assert days_of(MONDAY, 1) == {"reached_on": date(2026, 7, 1), "due_on": date(2026, 7, 1)}


def test_a_check_waits_for_the_next_day_the_counter_is_open():
    Closure.objects.create(date=date(2026, 8, 31), kind=Closure.Kind.OBON, name="見本の休み")
    # 29 August is a Saturday, the Monday after it is closed.
    assert days_of(date(2026, 7, 29), 1) == {"reached_on": date(2026, 8, 29), "due_on": date(2026, 9, 1)}


@pytest.mark.parametrize(("now", "is_taken"), [("2026-08-31", False), ("2026-09-01", True)])
def test_nobody_is_found_there_before_the_day_is_reached(now, is_taken):
    check = checks_of_somebody_hired()[3]
    with time_machine.travel(f"{now} 10:00+09:00", tick=False):
        if is_taken:
            assert check_retention(check, 1, result="employed", by=UserFactory()).result == "employed"
        else:
            with pytest.raises(DomainError, match="より前に") as refused:
                check_retention(check, 1, result="employed", by=UserFactory())
            assert refused.value.field == "result"


@time_machine.travel("2026-07-10 10:00+09:00", tick=False)
def test_who_has_left_has_left_for_the_later_terms_and_a_correction_opens_those_again():
    checks, by = checks_of_somebody_hired(), UserFactory()
    check_retention(checks[1], 1, result="left", left_on=date(2026, 6, 20), by=by)
    later = RetentionCheck.objects.filter(months__gt=1)
    assert {(check.result, check.left_on, check.follows_id) for check in later.all()} == {
        ("left", date(2026, 6, 20), checks[1].pk)
    }
    check_retention(checks[1], 2, result="employed", by=by)
    assert {(check.result, check.left_on, check.follows_id) for check in later.all()} == {("", None, None)}


@time_machine.travel("2026-07-10 10:00+09:00", tick=False)
@pytest.mark.parametrize(
    ("left_on", "is_taken"),
    [
        (None, False),
        (date(2026, 5, 31), False),
        (MONDAY, True),
        (date(2026, 7, 1), True),
        (date(2026, 7, 2), False),
    ],
)
def test_the_day_of_leaving_lies_within_the_term(left_on, is_taken):
    check = checks_of_somebody_hired()[1]
    if is_taken:
        assert check_retention(check, 1, result="dismissed", left_on=left_on, by=UserFactory()).left_on == left_on
    else:
        with pytest.raises(DomainError) as refused:
            check_retention(check, 1, result="dismissed", left_on=left_on, by=UserFactory())
        assert refused.value.field == "left_on"


@time_machine.travel("2026-12-10 10:00+09:00", tick=False)
def test_the_second_editor_sees_what_the_first_found():
    check = checks_of_somebody_hired()[6]
    check_retention(check, 1, result="employed", by=UserFactory())
    with pytest.raises(EditConflict):
        check_retention(check, 1, result="unknown", by=UserFactory())


@time_machine.travel("2026-09-02 10:00+09:00", tick=False)
def test_a_due_check_is_shown_to_every_counsellor_after_the_first_has_gone():
    checks = checks_of_somebody_hired()
    referral = checks[1].referral
    referral.recorded_by.is_active = False
    referral.recorded_by.save()
    successor, today = UserFactory(role=Role.COUNSELLOR), date(2026, 9, 2)
    assert _due_checks(successor, today).figure == "2"
    for subject in (referral.jobseeker, referral.posting.establishment):
        assert sum("定着確認" in item.label for item in open_items(subject, successor, today)) == 2


def test_the_database_refuses_a_result_without_who_found_it():
    check = checks_of_somebody_hired()[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionCheck.objects.filter(pk=check.pk).update(result="employed")

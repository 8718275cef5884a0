"""The gaps of the roster as the tables have it; each week belongs to one month."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from centre.calendar import opening_days
from centre.models import Appointment, Closure, Contract, Duty
from centre.roster.coverage import days_of, gaps
from centre.roster.rules import least_people
from tests.factories.centre import UserFactory
from tests.factories.roster import AppointmentFactory, DutyFactory, LeaveFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def pair():
    """A full-time and a part-time counsellor."""
    part = AppointmentFactory(hours=Appointment.Hours.PART, employment=Appointment.Employment.DISPATCHED)
    return AppointmentFactory().user, part.user


def staffed(pair, first=date(2026, 10, 26), last=date(2026, 12, 6)):
    """Both on Monday, Wednesday and Friday, the full-time one on the other days."""
    Duty.objects.bulk_create(
        Duty(date=day, user=user)
        for day in opening_days(first, last)
        for user in (pair if day.weekday() in (0, 2, 4) else pair[:1])
    )


def test_an_empty_roster_has_nobody_on_each_opening_day():
    found = gaps(FIRST, LAST)
    assert {gap.day for gap in found if gap.rule == "nobody"} == set(opening_days(FIRST, LAST))


def test_a_month_as_the_contract_asks_lacks_a_day_only_where_a_holiday_falls_on_a_busy_one(pair):
    staffed(pair)
    assert [(gap.day, gap.rule) for gap in gaps(FIRST, LAST)] == [(date(2026, 11, 27), "busy_days")]


def test_weeks_over_the_turn_of_the_month_belong_to_one_month(pair):
    staffed(pair)
    Duty.objects.filter(date__in=[date(2026, 11, 30), date(2026, 12, 2)], user=pair[1]).delete()
    november, december = gaps(FIRST, LAST), gaps(date(2026, 12, 1), date(2026, 12, 31))
    both = gaps(FIRST, date(2026, 12, 31))
    assert november + december == both
    assert date(2026, 12, 4) in {gap.day for gap in december if gap.rule == "busy_days"}


def test_leave_of_the_second_person_is_excused(pair):
    staffed(pair)
    Duty.objects.filter(date=date(2026, 11, 13), user=pair[1]).delete()
    LeaveFactory(date=date(2026, 11, 13), user=pair[1])
    (gap,) = gaps(date(2026, 11, 9), date(2026, 11, 15))
    assert (gap.rule, gap.is_excused) == ("busy_days", True)


def test_a_person_without_a_full_time_post_on_the_day_does_not_count_as_full_time(pair):
    staffed(pair)
    Appointment.objects.filter(user=pair[0]).update(ends_on=date(2026, 11, 10))
    days = {gap.day for gap in gaps(FIRST, LAST) if gap.rule == "full_time"}
    assert min(days) == date(2026, 11, 11)


def test_a_closed_day_needs_nobody_and_a_closed_afternoon_only_the_morning(pair):
    consulted = "2026-11-04T07:00:00+09:00"
    Closure.objects.create(date=date(2026, 11, 4), kind="temporary", name="台風", consulted_at=consulted)
    Closure.objects.create(
        date=date(2026, 11, 5),
        kind="temporary",
        name="停電",
        consulted_at=consulted,
        starts_at=time(13, 0),
        ends_at=time(17, 30),
    )
    DutyFactory(date=date(2026, 11, 5), user=pair[0], kind="half", ends_at=time(13, 0))
    days = {day.date: day for day in days_of(date(2026, 11, 2), date(2026, 11, 6))}
    assert date(2026, 11, 4) not in days
    assert days[date(2026, 11, 5)].hours == ((time(8, 30), time(13, 0)),)
    assert least_people(days[date(2026, 11, 5)]) == 1


def test_the_contract_settings_change_what_is_asked(pair):
    staffed(pair)
    Contract.objects.filter(fiscal_year=2026).update(roster_busy_days=4)
    week = (date(2026, 11, 9), date(2026, 11, 13))
    assert [gap.rule for gap in gaps(*week)] == ["busy_days"]
    Contract.objects.filter(fiscal_year=2026).update(roster_busy_days=3, roster_full_time="on_the_staff")
    Appointment.objects.update(hours="part")
    assert [gap.rule for gap in gaps(*week)] == ["nobody_full_time"]


def test_a_year_asks_the_database_no_more_often_than_a_day(pair, django_assert_num_queries):
    staffed(pair, date(2026, 4, 1), date(2027, 3, 31))
    for last in (FIRST, date(2027, 3, 28)):
        with django_assert_num_queries(5):
            gaps(FIRST, last)


def test_the_weeks_of_a_whole_year_reach_into_three_fiscal_years(pair):
    assert gaps(date(2026, 4, 1), date(2027, 3, 31))


def test_the_database_refuses_what_no_roster_has():
    user = UserFactory()
    for wrong in (
        {"kind": "work", "starts_at": None, "ends_at": None},
        {"kind": "half", "starts_at": time(13), "ends_at": time(12)},
        {"kind": "paid_leave", "starts_at": time(8, 30), "ends_at": time(17, 30)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.create(date=FIRST, user=user, **wrong)


def test_one_supervisor_at_a_time_and_nobody_twice_in_a_post():
    first = AppointmentFactory(post="supervisor", ends_on=date(2026, 9, 30))
    AppointmentFactory(post="supervisor", starts_on=date(2026, 10, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(post="supervisor", starts_on=date(2026, 12, 1))
    AppointmentFactory(user=first.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(user=first.user, starts_on=date(2026, 10, 1) + timedelta(days=3))

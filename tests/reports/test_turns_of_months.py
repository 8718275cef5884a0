"""A month is a month of the counter, whatever the clock of the machine that counts: Asia/Tokyo, leap days included."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from centre.fiscal_year import FiscalYear, Month
from centre.models import Job
from reports.charts.of_a_month import trend
from reports.compiling import month_period, year_to_date
from reports.metrics.consultations import EMPLOYER_CONSULTATIONS
from reports.metrics.definition import count
from reports.tasks import draft_last_month
from tests.factories.consultations import ConsultationFactory

pytestmark = pytest.mark.django_db
TOKYO, UTC = ZoneInfo("Asia/Tokyo"), ZoneInfo("UTC")


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Tokyo"])
def machine(request, monkeypatch):
    """A worker whose machine keeps another time."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


def counted(month: Month) -> list[int]:
    """The ids counted in a month."""
    return list(count(EMPLOYER_CONSULTATIONS, month_period(month)).record_ids)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (datetime(2027, 3, 31, 23, 59, 59, 999999, TOKYO), datetime(2027, 4, 1, tzinfo=TOKYO)),
        (datetime(2028, 2, 29, 23, 59, 59, tzinfo=TOKYO), datetime(2028, 3, 1, tzinfo=TOKYO)),
        (datetime(2028, 2, 28, 23, 59, 59, tzinfo=TOKYO), datetime(2028, 2, 29, tzinfo=TOKYO)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=TOKYO), datetime(2027, 1, 1, tzinfo=TOKYO)),
    ],
)
def test_the_last_second_belongs_to_its_month_and_the_next_to_the_next(machine, last, first):
    before, after = (ConsultationFactory(held_at=moment.astimezone(UTC)) for moment in (last, first))
    with time_machine.travel(datetime(2028, 4, 10, 9, tzinfo=TOKYO), tick=False):
        months = [Month(moment.year, moment.month) for moment in (last, first)]
        if months[0] == months[1]:
            assert counted(months[0]) == [before.pk, after.pk]
        else:
            assert [counted(month) for month in months] == [[before.pk], [after.pk]]
            bars = trend(months[1])
            assert bars.series[0].values[-2:] == (1, 1)


def test_the_fiscal_year_turns_at_midnight_of_the_counter(machine):
    old = ConsultationFactory(held_at=datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC))
    new = ConsultationFactory(held_at=datetime(2027, 3, 31, 15, tzinfo=UTC))
    assert count(EMPLOYER_CONSULTATIONS, year_to_date(Month(2027, 3))).record_ids == (old.pk,)
    assert count(EMPLOYER_CONSULTATIONS, year_to_date(Month(2027, 4))).record_ids == (new.pk,)
    assert FiscalYear.of(Month(2027, 3).end).year == 2026


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2027, 3, 31, 23, 59, 59, tzinfo=TOKYO), "2027-02"),
        (datetime(2027, 4, 1, tzinfo=TOKYO), "2027-03"),
        (datetime(2028, 3, 1, 3, 30, tzinfo=TOKYO), "2028-02"),
        (datetime(2027, 1, 1, 3, 30, tzinfo=TOKYO), "2026-12"),
    ],
)
def test_the_job_of_the_first_drafts_the_month_that_has_ended_at_the_counter(machine, moment, month):
    with time_machine.travel(moment.astimezone(UTC), tick=False):
        draft_last_month()
    assert Job.objects.get(kind="monthly_report").key == month


def test_a_leap_day_is_a_day_of_its_month():
    assert month_period(Month(2028, 2)).last.day == 29
    assert month_period(Month(2027, 2)).last.day == 28

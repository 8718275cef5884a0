"""The figures of the events: 件, 社, 組 and 人 apart, in the month of the last day; the parts make the whole."""

from datetime import date

import pytest

from centre.fiscal_year import Month
from referrals.models import EventOutcome
from reports.compiling import compile_tables, month_period
from reports.metrics import events as e
from reports.metrics.definition import count, count_by
from reports.tables import MONTHLY
from tests.factories.events import EmployerGuestFactory, EventFactory, HeldEventFactory, PersonGuestFactory

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = month_period(Month(2026, 10)), month_period(Month(2026, 11))
FIGURES = (e.HELD, e.EMPLOYERS, e.GROUPS, e.PEOPLE, e.WALK_INS, e.OUTCOMES)


def value(metric, period=OCTOBER) -> int:
    return int(count(metric, period).value)


@pytest.fixture
def autumn():
    """A fair and a seminar held in October, one cancelled, one to come; four units of guests among them."""
    fair, seminar = HeldEventFactory(), HeldEventFactory(kind="seminar", last_on=date(2026, 10, 31))
    employer = EmployerGuestFactory(event=fair, came=True, people=4)
    EmployerGuestFactory(event=seminar, came=True, establishment=employer.establishment)
    EmployerGuestFactory(event=fair, standing="absent")
    family = PersonGuestFactory(event=fair, came=True, people=3)
    walked_in = PersonGuestFactory(
        event=seminar,
        came=True,
        party="anonymous",
        jobseeker=None,
        groups=2,
        people=5,
        is_walk_in=True,
        invited_on=None,
    )
    for event in (
        EventFactory(first_on=date(2026, 10, 20)),
        HeldEventFactory(first_on=date(2026, 9, 30), last_on=date(2026, 11, 1)),
    ):
        PersonGuestFactory(event=event, came=True)
    for guest, kind in (
        (family, "consultation"),
        (family, "information"),
        (walked_in, "consultation"),
        (employer, "consultation"),
    ):
        EventOutcome.objects.create(guest=guest, kind=kind, recorded_by=guest.recorded_by)


def test_events_employers_groups_and_people_are_counted_apart(autumn):
    assert [value(metric) for metric in FIGURES] == [2, 1, 3, 8, 5, 4]
    assert [value(metric, NOVEMBER) for metric in FIGURES] == [1, 0, 1, 1, 0, 0]
    assert [metric.unit for metric in FIGURES] == ["件", "社", "組", "人", "人", "件"]


@pytest.mark.parametrize("metric", [e.HELD, e.GROUPS, e.PEOPLE, e.OUTCOMES], ids=lambda metric: metric.key)
def test_the_parts_of_every_dimension_make_the_whole(autumn, metric):
    whole = count(metric, OCTOBER)
    for dimension in metric.dimensions:
        parts = count_by(metric, OCTOBER, dimension.key)
        assert sum(part.value for part in parts.values()) == whole.value, dimension.key
        assert sorted(pk for part in parts.values() for pk in part.record_ids) == list(whole.record_ids)


def test_parts_are_named_as_the_counter_names_them(autumn):
    parts = {key: int(part.value) for (key,), part in count_by(e.PEOPLE, OCTOBER, "kind").items()}
    assert parts == {"合同説明会": 3, "セミナー": 5}
    assert {key: int(part.value) for (key,), part in count_by(e.OUTCOMES, OCTOBER, "outcome").items()} == {
        "相談": 3,
        "求人の情報提供": 1,
    }


def test_they_stand_in_table_ten_and_each_cross_table_adds_up(autumn):
    (table,) = (table for table in MONTHLY if table.number == 10)
    (drawn,) = compile_tables((table,), Month(2026, 10)).tables
    blocks = {block["title"]: block for block in drawn["blocks"]}
    assert [row["cells"][0]["value"] for row in blocks["行事"]["rows"]] == [2, 1, 3, 8, 5, 4]
    for title, whole in (("行事：種類・主催別", 2), ("行事の成果：内容・行事の種類別", 4)):
        *parts, total = [row["cells"][-1]["value"] for row in blocks[title]["rows"]]
        assert sum(parts) == total == whole

"""Complaints and disputes in table 10: counted from the register, opened by their number, never by a name."""

from datetime import date

import pytest
import time_machine

from centre.fiscal_year import Month
from centre.roles import Role
from privacy.registers.moving import take_step
from reports.compiling import month_period
from reports.metrics.complaints import COMPLAINTS, COMPLAINTS_SETTLED, COMPLAINTS_TOLD
from reports.metrics.definition import count
from reports.records import behind, shown_to
from tests.factories.centre import UserFactory
from tests.factories.registers import entry_of

pytestmark = pytest.mark.django_db
NOVEMBER = month_period(Month(2026, 11))


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


def moved(entry, key: str):
    return take_step(entry, entry.version, key, on=date(2026, 11, 20), words="見本", by=entry.responsible)


def values() -> tuple[int, ...]:
    return tuple(int(count(one, NOVEMBER).value) for one in (COMPLAINTS, COMPLAINTS_TOLD, COMPLAINTS_SETTLED))


def test_they_are_received_told_to_the_prefecture_and_settled():
    entry_of("complaint")
    earlier = entry_of("complaint", asked_on=date(2026, 10, 30))
    entry_of("instruction")
    assert values() == (1, 0, 0)
    moved(moved(earlier, "answer"), "close")
    moved(entry_of("complaint"), "answer")
    assert values() == (2, 1, 1)


def test_what_was_taken_back_is_not_counted():
    moved(entry_of("complaint"), "void")
    assert values() == (0, 0, 0)


def test_a_line_behind_the_figure_tells_the_number_of_the_entry_alone():
    entry = entry_of("complaint", counterpart="見本 太郎")
    (line,) = shown_to(UserFactory(role=Role.OFFICIAL), behind("privacy.RegisterEntry", [entry.pk]))
    assert line.text == entry.label
    assert "見本" not in line.text

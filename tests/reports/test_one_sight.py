"""What is saved while a report is compiled is in all of its figures or in none, so that they still agree."""

from datetime import datetime

import pytest
import time_machine
from django.db import connection

from centre.fiscal_year import Month
from consultations.models import Consultation
from reports.lifecycle import draft_monthly
from tests.factories.consultations import TOKYO, ConsultationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("november")]
OCTOBER = Month(2026, 10)


@pytest.fixture
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


def save_elsewhere(consultation: Consultation) -> None:
    """The same consultation once more, saved by another session."""
    columns = ", ".join(field.column for field in Consultation._meta.concrete_fields if not field.primary_key)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO consultations_consultation ({columns})"
                f" SELECT {columns} FROM consultations_consultation WHERE id = %s",
                [consultation.pk],
            )
    finally:
        other.close()


def calls_of(report) -> tuple[int, int]:
    """Calls of employers as table 3 divides them and as table 5 counts them."""
    keys = ("t3.b2.employer_consultations.電話.計", "t5.b1.calls.month")
    return tuple(int(report.figures.get(key=key).value) for key in keys)


def test_a_call_saved_while_the_report_is_compiled_is_in_no_figure_of_it():
    call = ConsultationFactory(held_at=datetime(2026, 10, 7, 10, tzinfo=TOKYO))

    def someone_saves(done: int, total: int, message: str) -> None:
        if message.startswith("表4"):
            save_elsewhere(call)

    assert calls_of(draft_monthly(OCTOBER, by=None, progress=someone_saves)) == (1, 1)
    assert Consultation.objects.count() == 2
    assert calls_of(draft_monthly(OCTOBER, by=None)) == (2, 2)

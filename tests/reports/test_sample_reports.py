"""The reports of the sample: one received and discussed, one draft, a filled form; nobody is named in their words."""

from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from reports.form_filling import fill
from reports.models import ExcelForm, MonthNote, Report, ReportMessage

pytestmark = pytest.mark.django_db


def test_the_sample_has_a_received_report_with_a_talk_a_draft_and_a_filled_form():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        call_command("seed_demo", scale=0.05, seed=51, until=date(2026, 11, 20), verbosity=0)
        call_command("seed_reports")
        received, draft = Report.objects.order_by("month")
        assert (received.month, received.state, draft.month, draft.state) == (9, "submitted", 10, "draft")
        assert [message.author.role for message in ReportMessage.objects.all()] == ["official", "supervisor"]
        assert all("見本" in note.remarks + note.plans for note in MonthNote.objects.all())
        assert fill(ExcelForm.objects.get(), received)[:2] == b"PK"
        with pytest.raises(CommandError, match="すでに"):
            call_command("seed_reports")

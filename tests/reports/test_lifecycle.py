"""A report is drafted, confirmed by the supervisor, submitted by the official's download; then it never changes."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from centre import jobs
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear, Month
from centre.models import User
from centre.roles import Role
from consultations.models import Consultation
from reports.compiling import month_period
from reports.documents.content import ReportDocument
from reports.lifecycle import ask_for_month, confirm, draft_monthly, draft_target_report, submit
from reports.metrics.definition import count, count_by
from reports.models import Figure, Report
from reports.tables import MONTHLY, Cross

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
ADDED_FIGURE = """
    INSERT INTO reports_figure (report_id, key, metric, metric_version, breakdown, value, unit, model, record_ids)
    SELECT report_id, 'x', metric, metric_version, breakdown, value, unit, model, record_ids
    FROM reports_figure LIMIT 1
"""


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def office(november):
    """A small centre-year and its people by role."""
    call_command("seed_demo", scale=0.05, seed=11, until=date(2026, 11, 20), verbosity=0)
    return {user.role: user for user in User.objects.all()}


def test_the_parts_of_every_cross_table_add_up_to_the_whole_in_every_month(office):
    crosses = [block for table in MONTHLY for block in table.blocks if isinstance(block, Cross)]
    assert len(crosses) >= 10
    for month in (*FiscalYear(2026).months[:8], Month(2026, 1)):
        period = month_period(month)
        for block in crosses:
            keys = [key for key in (block.rows, block.columns) if key]
            parts = count_by(block.metric, period, *keys)
            assert sum(part.value for part in parts.values()) == count(block.metric, period).value, (
                block.title,
                month,
            )


def test_every_figure_that_counts_records_has_as_many_records_as_its_value(office):
    report = draft_monthly(OCTOBER, by=office[Role.SUPERVISOR])
    lines = [line for table in MONTHLY for block in table.blocks for line in getattr(block, "lines", ())]
    counted_by_rows = {line.metric.key for line in lines if line.metric.counts == "rows" and not line.metric.compute}
    figures = [figure for figure in report.figures.all() if figure.metric in counted_by_rows]
    assert len(figures) > 20
    assert all(figure.value == len(figure.record_ids) for figure in figures)


def test_a_draft_takes_the_place_of_the_draft_before(office):
    first = draft_monthly(OCTOBER, by=office[Role.SUPERVISOR])
    second = draft_monthly(OCTOBER, by=office[Role.COUNSELLOR])
    assert (second.revision, Report.objects.count()) == (1, 1)
    assert first.document["tables"] == second.document["tables"]


def test_a_confirmed_report_keeps_its_figures_when_entries_come_late(office):
    report = confirm(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])
    before = report.figures.get(key="t3.b1.employer_consultations.month").value
    some = Consultation.objects.filter(party="employer").first()
    Consultation.objects.create(
        party="employer", establishment=some.establishment, method="phone", topic="hiring",
        held_at=month_period(OCTOBER).begins_at, counsellor=office[Role.COUNSELLOR],
    )  # fmt: skip
    later = draft_monthly(OCTOBER, by=office[Role.COUNSELLOR])
    assert later.revision == 2
    assert later.figures.get(key="t3.b1.employer_consultations.month").value == before + 1
    report.refresh_from_db()
    assert report.figures.get(key="t3.b1.employer_consultations.month").value == before
    document = ReportDocument.from_json(report.document)
    assert (document.sha256(), document.status) == (report.sha256, "確定")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_report SET sha256 = 'x'",
        "UPDATE reports_report SET state = 'draft'",
        "UPDATE reports_report SET year = 2025",
        "UPDATE reports_report SET revision = 7",
        "UPDATE reports_report SET confirmed_at = confirmed_at + interval '1 day'",
        "UPDATE reports_report SET document = jsonb_set(document, '{title}', '\"x\"')",
        "UPDATE reports_report SET pdf_id = NULL",
        "DELETE FROM reports_report",
        "DELETE FROM reports_figure",
        "UPDATE reports_figure SET value = 0",
        "UPDATE reports_figure SET record_ids = '{}'",
        ADDED_FIGURE,
        "UPDATE centre_storedfile SET content = 'x'",
    ],
)
def test_the_database_refuses_to_change_a_confirmed_report(office, statement):
    confirm(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])
    figures = Figure.objects.count()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Figure.objects.count() == figures


def test_a_figure_cannot_be_moved_out_of_a_confirmed_report(office):
    confirmed = confirm(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])
    draft = draft_monthly(OCTOBER.previous(), by=office[Role.COUNSELLOR])
    draft.figures.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        confirmed.figures.update(report=draft)
    assert not draft.figures.exists()


def test_a_submitted_report_never_changes_again(office):
    report = confirm(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])
    submit(report, to=office[Role.OFFICIAL])
    for change in ({"submitted_to": office[Role.ADMIN]}, {"submitted_at": None}, {"state": Report.State.CONFIRMED}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**change)


def test_a_report_is_confirmed_once(office):
    report = confirm(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])
    with pytest.raises(DomainError, match="すでに確定"):
        confirm(report, by=office[Role.SUPERVISOR])


def test_a_draft_is_not_submitted(office):
    report = submit(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), to=office[Role.OFFICIAL])
    assert (report.state, report.submitted_at) == (Report.State.DRAFT, None)


def test_after_the_confirmation_drafts_are_of_the_next_revision_and_replace_each_other(office):
    first = confirm(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])
    revisions = [draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]).revision for _ in range(2)]
    second = confirm(Report.objects.get(revision=2), by=office[Role.SUPERVISOR])
    assert (revisions, Report.objects.count()) == ([2, 2], 2)
    assert (first.pdf.name, second.pdf.name) == ("月次報告_2026-10_第1版.pdf", "月次報告_2026-10_第2版.pdf")


def test_a_draft_counted_within_its_month_is_made_again_before_it_is_confirmed(office):
    report = draft_monthly(Month(2026, 11), by=office[Role.COUNSELLOR])
    with time_machine.travel("2026-12-01T09:00:00+09:00", tick=False):
        with pytest.raises(DomainError, match="もう一度作成"):
            confirm(report, by=office[Role.SUPERVISOR])
        again = draft_monthly(Month(2026, 11), by=office[Role.COUNSELLOR])
        assert confirm(again, by=office[Role.SUPERVISOR]).state == Report.State.CONFIRMED


def test_a_month_that_is_not_over_stays_a_draft(office):
    report = draft_monthly(Month(2026, 11), by=office[Role.COUNSELLOR])
    with pytest.raises(DomainError, match="月が終わってから"):
        confirm(report, by=office[Role.SUPERVISOR])


def test_a_month_to_come_is_refused(office):
    with pytest.raises(DomainError, match="まだ始まっていません"):
        ask_for_month(Month(2026, 12), by=office[Role.SUPERVISOR])


def test_the_officials_first_download_is_the_submission(office, client):
    report = confirm(draft_monthly(OCTOBER, by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])
    client.force_login(office[Role.OFFICIAL])
    for _ in range(2):
        assert client.get(f"/reports/{report.pk}/file.pdf").getvalue().startswith(b"%PDF")
    report.refresh_from_db()
    assert (report.state, report.submitted_to) == (Report.State.SUBMITTED, office[Role.OFFICIAL])
    with time_machine.travel("2026-11-25T12:00:00+09:00", tick=False):
        submit(report, to=office[Role.ADMIN])
    report.refresh_from_db()
    assert report.submitted_to == office[Role.OFFICIAL]


def test_officials_see_no_draft_and_nobody_but_the_supervisor_confirms(office, client):
    report = draft_monthly(OCTOBER, by=office[Role.COUNSELLOR])
    client.force_login(office[Role.OFFICIAL])
    assert client.get(f"/reports/{report.pk}/").status_code == 404
    client.force_login(office[Role.COUNSELLOR])
    assert client.post(f"/reports/{report.pk}/confirm/").status_code == 403
    client.force_login(office[Role.SUPERVISOR])
    client.post(f"/reports/{report.pk}/confirm/")
    report.refresh_from_db()
    assert report.state == Report.State.CONFIRMED


def test_a_figure_opens_down_to_its_records(office, client):
    report = draft_monthly(OCTOBER, by=office[Role.SUPERVISOR])
    client.force_login(office[Role.SUPERVISOR])
    figure = report.figures.get(key="t5.b1.visits.month")
    page = client.get(f"/reports/{report.pk}/figures/{figure.key}/")
    assert len(page.context["lines"]) == min(50, len(figure.record_ids))
    assert "企業訪問の数" in page.content.decode()


def test_the_job_makes_exactly_one_report_however_often_it_is_delivered(office):
    job = ask_for_month(OCTOBER, by=office[Role.SUPERVISOR])
    for _ in range(3):
        jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, Report.objects.count()) == ("done", 1, 1)


def test_the_target_report_counts_what_the_counting_function_counts(office):
    report = draft_target_report(FiscalYear(2026), by=office[Role.SUPERVISOR])
    values = {figure.key: int(figure.value) for figure in report.figures.all()}
    parts = sum(values[f"t1.b1.added_{kind}"] for kind in ("new", "extended", "changed", "relisted"))
    assert values["t1.b1.target_count"] == values["t1.b1.baseline"] + parts


def test_the_commands_write_three_files_each_and_the_same_bytes_again(office, tmp_path):
    for folder in ("one", "two"):
        call_command("monthly_report", "2026-10", output=tmp_path / folder)
        call_command("target_report", "2026", output=tmp_path / folder)
        call_command("make_annual_report", "2026", output=tmp_path / folder)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    stems = ("annual-report-2026", "monthly-report-2026-10", "target-report-2026")
    assert names == [f"{stem}.{end}" for stem in stems for end in ("json", "pdf", "xlsx")]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name

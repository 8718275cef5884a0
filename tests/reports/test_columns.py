"""Columns of the monthly report: order, title and presence are settings, frozen with it and alike everywhere."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from centre.errors import DomainError
from centre.fiscal_year import Month
from centre.roles import Role
from reports.columns import arranged, sets_of_tables
from reports.documents.content import ReportDocument
from reports.files import excel_of
from reports.laying_out import outgoing, set_columns, set_layout, settings_of_files
from reports.lifecycle import confirm, draft_monthly
from tests.factories.centre import UserFactory
from tests.reports.random_year import fill as fill_year

OCTOBER = Month(2026, 10)
TURNED = {"order": ["年度累計", "当月", "前月", "前年同月"], "hidden": ["前年同月"], "titles": {"当月": "10月"}}
CONTINUING = {"order": ["計", "新規", "継続"], "hidden": [], "titles": {}}


@pytest.fixture
def supervisor(db):
    with time_machine.travel("2026-11-05T12:00:00+09:00", tick=False):
        fill_year(4, date(2026, 8, 20), date(2026, 10, 31), size=60)
        yield UserFactory(role=Role.SUPERVISOR)


def settle(supervisor, **columns):
    settings = settings_of_files()
    chosen = {"span": TURNED, "continuing": CONTINUING} | columns
    return set_columns(settings, settings.version, table=3, columns=chosen, by=supervisor)


def blocks(document: ReportDocument, number: int = 3):
    return next(table for table in document.tables if table.number == number).blocks


def values(document: ReportDocument) -> dict[str, object]:
    return {
        cell.figure: cell.value
        for block in blocks(document)
        for row in block.rows
        for cell in row.cells
        if cell.figure
    }


def test_page_and_files_show_the_columns_in_their_order_under_their_titles(supervisor, client):
    natural = ReportDocument.from_json(draft_monthly(OCTOBER, by=supervisor).document)
    settle(supervisor)
    report = draft_monthly(OCTOBER, by=supervisor)
    shown = outgoing(ReportDocument.from_json(report.document))
    assert blocks(shown)[0].columns == ("年度累計", "10月", "前月")
    assert blocks(shown)[1].columns[:1] == ("計",)
    assert blocks(shown, 4)[0].columns == ("当月", "前月", "前年同月", "年度累計")
    kept = {key: value for key, value in values(natural).items() if not key.endswith(".last_year")}
    assert values(shown) == kept
    client.force_login(supervisor)
    page = client.get(report.get_absolute_url()).content.decode().partition('id="table-3"')[2]
    assert page.index("年度累計") < page.index(">10月<")
    sheets = load_workbook(io.BytesIO(bytes(excel_of(report).content)))
    sheet = next(sheet for sheet in sheets if sheet.title.startswith("3 "))
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "項目")
    assert heads[:5] == ("項目", "年度累計", "10月", "前月", "単位")


def test_a_confirmed_report_keeps_the_columns_it_was_drafted_with(supervisor):
    report = confirm(draft_monthly(OCTOBER, by=supervisor), by=supervisor)
    settle(supervisor)
    report.refresh_from_db()
    assert blocks(arranged(ReportDocument.from_json(report.document)))[0].columns[0] == "当月"
    assert arranged(ReportDocument.from_json(report.document)).sha256() == report.sha256


def test_evidence_is_of_the_columns_that_are_shown_and_names_them_as_shown(supervisor):
    settle(supervisor)
    report = confirm(draft_monthly(OCTOBER, by=supervisor), by=supervisor)
    lines = {line.figure: line.place for line in ReportDocument.from_json(report.document).evidence}
    assert lines["t3.b1.employer_consultations.month"].endswith("／10月")
    assert "t3.b1.employer_consultations.last_year" not in lines


def test_small_numbers_are_hidden_before_columns_are_left_out(supervisor):
    """Without its total a table could not be masked: the total goes only after the small numbers."""
    settings = settings_of_files()
    order = {number: number for number in range(1, 11)}
    set_layout(settings, settings.version, order=order, hidden=set(), titles={}, masks=True, by=supervisor)
    of_gender = {"order": [], "hidden": ["計"], "titles": {}}
    settings = settings_of_files()
    set_columns(settings, settings.version, table=4, columns={"span": TURNED, "continuing": of_gender}, by=supervisor)
    document = outgoing(ReportDocument.from_json(draft_monthly(OCTOBER, by=supervisor).document))
    divided = [block for block in blocks(document, 4) if block.columns_of == "continuing"]
    assert divided
    for block in divided:
        assert "計" not in block.columns
        assert not [
            cell for row in block.rows for cell in row.cells if not row.total and cell.is_number and 0 < cell.value < 5
        ]


def test_one_column_at_least_stays(supervisor):
    with pytest.raises(DomainError, match="期間"):
        settle(supervisor, span={"order": [], "hidden": ["当月", "前月", "前年同月", "年度累計"], "titles": {}})


def test_the_page_of_the_columns_keeps_what_is_typed(supervisor, client):
    client.force_login(supervisor)
    address = reverse("reports:layout_columns", args=[3])
    page = client.get(address).context
    sent = {name: field.initial for name, field in page["form"].fields.items() if field.initial is not False}
    sent |= {"place_0_4": 1, "place_0_1": 2, "place_0_2": 3, "place_0_3": 4, "title_0_1": "10月"}
    del sent["shown_0_3"]
    sent |= {"submission_key": page["submission_key"], "version": page["version"]}
    assert client.post(address, sent).status_code == 302
    kept = settings_of_files().columns["3"]
    assert kept["span"] == TURNED
    assert kept["continuing"]["order"] == list(sets_of_tables()[3][1].names)
    assert "設定あり" in client.get(reverse("reports:layout")).content.decode()
    assert client.get(reverse("reports:layout_columns", args=[99])).status_code == 404

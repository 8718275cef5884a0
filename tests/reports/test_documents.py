"""The files of a report made from the database: figures as real numbers, rare characters, the same bytes each time."""

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from centre.fiscal_year import FiscalYear, Month
from centre.models import Contract, User
from centre.roles import Role
from reports.documents.content import ReportDocument
from reports.documents.excel import write_excel
from reports.documents.pdf import write_pdf
from reports.lifecycle import confirm, draft_monthly, draft_target_report

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
SENDER = "髙﨑𠮷見本コンソーシアム（架空）"
ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = """
import hashlib, json, sys
from reports.documents.content import ReportDocument
from reports.documents.excel import write_excel
from reports.documents.pdf import write_pdf
document = ReportDocument.from_json(json.load(sys.stdin))
sys.stdout.write(" ".join(hashlib.sha256(write(document)).hexdigest() for write in (write_pdf, write_excel)))
"""


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def report(november):
    """October, confirmed, sent by somebody with rare characters."""
    call_command("seed_demo", scale=0.05, seed=29, until=date(2026, 11, 20), verbosity=0)
    Contract.objects.filter(fiscal_year=2026).update(contractor=SENDER)
    supervisor = User.objects.filter(role=Role.SUPERVISOR).first()
    return confirm(draft_monthly(OCTOBER, by=supervisor), by=supervisor)


@pytest.fixture
def pdf(report):
    """The stored PDF."""
    return PdfReader(io.BytesIO(bytes(report.pdf.content)))


@pytest.fixture
def book(report):
    """The stored workbook."""
    return openpyxl.load_workbook(io.BytesIO(bytes(report.excel.content)))


def test_the_stored_files_are_made_of_the_frozen_document_and_of_nothing_else(report):
    document = ReportDocument.from_json(json.loads(json.dumps(report.document)))
    with time_machine.travel("2030-01-01T00:00:00+00:00", tick=False):
        files = (write_pdf(document), write_excel(document))
    assert files == (bytes(report.pdf.content), bytes(report.excel.content))


def test_another_process_makes_the_stored_files_again(report):
    given = json.dumps(report.document)
    made = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "11", "TZ": "UTC", "LC_ALL": "C", "PYTHONUTF8": "1"},
    )
    assert made.stdout.split() == [report.pdf.sha256, report.excel.sha256]
    assert report.pdf.sha256 == hashlib.sha256(bytes(report.pdf.content)).hexdigest()


def test_rare_characters_of_the_sender_can_be_copied_out_of_the_pdf(pdf):
    assert SENDER in "".join(pdf.pages[0].extract_text().split())


def test_all_fonts_of_the_pdf_are_embedded(pdf):
    found = 0
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            descriptor = font.get("/DescendantFonts", [font])[0].get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor, font["/BaseFont"]
            found += 1
    assert found > len(pdf.pages)


def test_each_figure_of_the_report_stands_in_the_workbook_as_a_number(report, book):
    written = []
    for sheet in book.worksheets:
        if sheet.title[0].isdigit():
            written += [
                cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type == "n" and cell.value is not None
            ]
    shown = [
        float(cell.value)
        for table in ReportDocument.from_json(report.document).tables
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
        if cell.value is not None
    ]
    assert sorted(written) == sorted(shown)
    assert len(shown) > 200


def test_the_workbook_has_no_formulas_and_no_links(book):
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


def test_every_table_stays_in_sight_and_prints_on_a4(book):
    tables = [sheet for sheet in book.worksheets if sheet.title[0].isdigit()]
    assert len(tables) == 10
    for sheet in tables:
        assert sheet.freeze_panes
        assert sheet.print_title_rows
    for sheet in book.worksheets:
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_pdf_and_workbook_carry_the_hash_the_database_keeps(report, pdf, book):
    assert report.sha256 in "".join(pdf.pages[0].extract_text().split())
    assert report.sha256 in [cell.value for row in book["表紙"].iter_rows() for cell in row]


def test_the_pdf_shows_every_figure_of_the_first_table(report, pdf):
    text = "".join("".join(page.extract_text() for page in pdf.pages).split())
    for row in report.document["tables"][0]["blocks"][0]["rows"]:
        assert "".join(row["label"].split()) in text


def test_the_target_report_is_made_twice_the_same(report):
    target = draft_target_report(FiscalYear(2026), by=None)
    document = ReportDocument.from_json(target.document)
    assert write_pdf(document) == write_pdf(document)
    assert write_excel(document) == write_excel(document)
    assert "下書き" in PdfReader(io.BytesIO(write_pdf(document))).pages[0].extract_text()


def test_the_command_writes_the_confirmed_figures_as_json(report, tmp_path):
    call_command("monthly_report", "2026-09", output=tmp_path)
    data = json.loads((tmp_path / "monthly-report-2026-09.json").read_text(encoding="utf-8"))
    assert [table["number"] for table in data["tables"]] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert (data["sender"], len(data["sha256"])) == (SENDER, 64)


@pytest.mark.parametrize(
    ("command", "period"), [("monthly_report", "2026-12"), ("monthly_report", "2026-13"), ("target_report", "2027")]
)
def test_a_period_to_come_is_refused_with_words_and_no_file(tmp_path, command, period):
    with pytest.raises((CommandError, SystemExit)):
        call_command(command, period, output=tmp_path / "out")
    assert not list(tmp_path.rglob("*.pdf"))

"""The Excel file holds numbers that can be added up, prints on A4, and runs nothing."""

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from reports.documents.content import Block, Cell, Row
from reports.documents.excel import write_excel
from tests.reports.documents.documents import report, table


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_excel(report())


@pytest.fixture(scope="module")
def book(content) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet) -> dict:
    """The values of a sheet by label: the cells right of it."""
    return {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}


def test_each_table_has_its_sheet(book):
    assert book.sheetnames == [
        "表紙",
        "1 窓口の状況",
        "2 相談件数（髙﨑 𠮷田 𩸽 ①㈱ ～－）",
        "3 月別の訪問",
        "4 市町村別",
        "5 苦情",
        "図",
        "定義",
    ]


def test_numbers_are_numbers_with_their_unit_beside(book):
    found = cells(book["1 窓口の状況"])
    assert found["開設した日"] == [22, 148, "日"]
    assert found["配置した職員"] == [44, 1296, "人"]
    assert found["相談の満足度"] == [95.4, 96.1, "％"]
    assert book["1 窓口の状況"]["C8"].number_format == "#,##0"


def test_a_masked_number_is_not_in_the_file(book):
    assert cells(book.worksheets[2])["オンライン"][:4] == [5, "1〜4", 11, "—"]


def test_an_empty_table_says_so(book):
    assert "該当なし" in cells(book["5 苦情"])


def test_headings_stay_in_sight_and_are_repeated_in_print(book):
    assert book["4 市町村別"].freeze_panes == "B6"
    assert book["4 市町村別"].print_title_rows == "$5:$5"
    assert book[book.sheetnames[2]].freeze_panes == "B7"
    assert book[book.sheetnames[2]].print_title_rows == "$5:$6"
    assert book["定義"].freeze_panes == "B2"


def test_every_sheet_prints_on_a4_as_wide_as_the_paper(book):
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        # One page wide is what Excel takes where nothing is written; any number of pages long.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert "令和8年10月" in sheet.oddHeader.left.text
        assert sheet.oddFooter.right.text.endswith(report().short_hash)
    assert book["3 月別の訪問"].page_setup.orientation == "landscape"


def test_texts_that_look_like_formulas_or_links_stay_texts(book):
    risky = ("=1+1", "+81", "-2", "@name", "http://example.test/", "\t=cmd")
    block = Block("=塊", "項目", ("当月",), tuple(Row(text, (Cell(text),)) for text in risky))
    again = openpyxl.load_workbook(
        io.BytesIO(write_excel(report(tables=(table(1, "=表/[1]", block),), remarks=risky)))
    )
    for sheet in (*book.worksheets, *again.worksheets):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    assert cells(again["1 =表／／1／"])["=1+1"][0] == "=1+1"


def test_nothing_in_the_file_runs_or_asks_for_another_file(content):
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if re.search("vba|macro|externalLink|connections|embeddings", name, re.I)]


def test_dates_in_the_file_are_those_of_the_report(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-10-31T18:00:00Z"}


def test_the_cover_names_recipient_sender_moment_edition_and_hash(book):
    found = cells(book["表紙"])
    assert found["あて先"] == ["熊本県知事 様"]
    assert found["集計した時点"] == ["令和8年（2026年）11月1日 03:00 時点"]
    assert found["版と状態"] == ["第2版（下書き）"]
    assert found["照合値（SHA-256）"] == [report().sha256()]


def test_the_definitions_have_their_sheet(book):
    assert cells(book["定義"])["数字0"] == ["件", 1, "当月に行った相談の延べの数。", "新規・継続を問わない。"]


def test_charts_stand_beside_their_numbers(book):
    assert cells(book["図"])["電話"][:2] == [40, 18]
    assert len(book["図"]._charts) == 1


def test_a_decimal_keeps_its_places_and_a_large_number_its_digits():
    block = Block("塊", "項目", ("値",), (Row("小数", (Cell(Decimal("12.25")),)), Row("大", (Cell(123456789012),))))
    again = openpyxl.load_workbook(io.BytesIO(write_excel(report(tables=(table(1, "表", block),)))))
    assert cells(again["1 表"])["小数"][0] == 12.25
    assert cells(again["1 表"])["大"][0] == 123456789012

"""A list becomes a file that opens as it should, runs nothing, and comes back as it went out."""

import csv
import gc
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_export.widgets import DateTimeWidget, DateWidget, IntegerWidget

from centre.errors import DomainError
from centre.exporting.columns import Chosen, Column, NamedListWidget, NamedWidget, choose, usual_choice
from centre.exporting.delimited import write_csv
from centre.exporting.workbook import ABOUT, write_workbook
from centre.jobs import JobLost
from centre.tabular.reading import read_table

COLUMNS = {
    "name": Column("事業所名", "name", usual=True),
    "size": Column("従業員数", "employees", IntegerWidget(), usual=True),
    "seen": Column("最終確認日", "last_confirmed_on", DateWidget()),
    "kind": Column("種別", "kind", NamedWidget({"company": "会社"})),
    "items": Column("項目", "items", NamedListWidget({"name": "事業所名", "phone": "電話番号"})),
    "at": Column("更新日時", "updated_at", DateTimeWidget()),
}
# A file knows no time zone.
MOMENT = datetime(2026, 4, 1, 12, 30)  # noqa: DTZ001
HOSTILE = [
    "=1+1", "=HYPERLINK(\"http://example.test\",\"見本\")", "+81-96-000-0000", "-1", "@SUM(A1)", "\t=1", "\r=1",
    "＝1+1", "　=1", "'=1", "''", "{=1}", "=cmd|' /C calc'!A0",
]  # fmt: skip
AWKWARD = [
    "<r><t>見本</t></r>", "<r>&</r>", "a\nb", "a,b", 'a"b', "_x0041_", "\x0b", "http://example.test/", "0123",
    " 見本 ", "𠮷野", "葛󠄀城", "1e5", "TRUE", "#N/A",
]  # fmt: skip


def chosen(*keys, **masks):
    return [Chosen(key, COLUMNS[key], COLUMNS[key].column_name, masks.get(key)) for key in keys]


def silent(rows):
    """Nobody waits for these files."""


def workbook(tmp_path, columns, rows, **options):
    path = tmp_path / "list.xlsx"
    written = write_workbook(
        path, columns, rows, silent, lambda done: [("件数", str(done.rows))], title="見本", **options
    )
    return written, openpyxl.load_workbook(path)


def csv_bytes(tmp_path, columns, rows, *, cp932=False):
    path = tmp_path / "list.csv"
    return write_csv(path, columns, rows, silent, cp932=cp932), path.read_bytes()


def formulas(book):
    return [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_no_text_becomes_a_formula_or_a_link(tmp_path):
    _, book = workbook(tmp_path, chosen("name"), [(text,) for text in HOSTILE + AWKWARD])
    sheet = book.worksheets[0]
    assert formulas(book) == []
    assert {cell.data_type for (cell,) in sheet.iter_rows(min_row=2)} == {"s"}
    assert not any(cell.hyperlink for (cell,) in sheet.iter_rows(min_row=2))


@pytest.mark.parametrize("text", [text for text in HOSTILE + AWKWARD if text != "\x0b"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_goes_out_comes_back(tmp_path, kind, text):
    if kind == "xlsx":
        workbook(tmp_path, chosen("name", "size"), [(text, 1)])
    else:
        csv_bytes(tmp_path, chosen("name", "size"), [(text, 1)])
    table = read_table(tmp_path / f"list.{kind}", f"list.{kind}")
    assert next(table.rows)[1][0] == text.replace("\r", "\n")


@given(st.text(st.characters(exclude_categories=("C",), exclude_characters="\ufffd"), min_size=1, max_size=40))
def test_any_text_survives_the_way_through_a_csv(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    csv_bytes(folder, chosen("name", "size"), [(text, 1)])
    assert next(read_table(folder / "list.csv", "list.csv").rows)[1][0] == text


def test_a_heading_is_guarded_too(tmp_path):
    columns = [Chosen("name", COLUMNS["name"], "=1+1")]
    _, book = workbook(tmp_path, columns, [("見本",)])
    _, content = csv_bytes(tmp_path, columns, [("見本",)])
    assert (formulas(book), content.decode("utf-8-sig").splitlines()[0]) == ([], "'=1+1")


def test_numbers_days_and_moments_are_real_ones(tmp_path):
    row = (40, date(2026, 4, 1), MOMENT)
    _, book = workbook(tmp_path, chosen("size", "seen", "at"), [row, (None, None, None)])
    cells = book.worksheets[0][2]
    assert [cell.value for cell in cells] == [40, datetime(2026, 4, 1), MOMENT]  # noqa: DTZ001
    assert [cell.number_format for cell in cells] == ["#,##0", "yyyy/mm/dd", "yyyy/mm/dd hh:mm"]
    assert [cell.value for cell in book.worksheets[0][3]] == [None] * 3


def test_a_day_that_excel_counts_wrongly_is_written_as_text(tmp_path):
    _, book = workbook(tmp_path, chosen("seen"), [(date(1868, 1, 1),), (date(1900, 3, 1),)])
    assert [cell.value for (cell,) in book.worksheets[0].iter_rows(min_row=2)] == ["1868-01-01", datetime(1900, 3, 1)]  # noqa: DTZ001


def test_codes_are_written_by_their_names(tmp_path):
    _, content = csv_bytes(
        tmp_path, chosen("kind", "items"), [("company", ["name", "phone"]), ("new", []), (None, None)]
    )
    assert content.decode("utf-8-sig").split("\r\n")[1:-1] == ["会社,事業所名、電話番号", "new,", ","]


def test_a_csv_has_days_as_iso_and_its_mark(tmp_path):
    _, content = csv_bytes(tmp_path, chosen("name", "size", "seen", "at"), [("見本", 4, date(2026, 4, 1), MOMENT)])
    assert content == "\ufeff事業所名,従業員数,最終確認日,更新日時\r\n見本,4,2026-04-01,2026-04-01 12:30\r\n".encode()


def test_cp932_keeps_what_it_has_and_counts_what_it_lacks(tmp_path):
    written, content = csv_bytes(tmp_path, chosen("name"), [("髙﨑㈱①〜−",), ("𠮷野と𠮷田",), ("葛󠄀城",)], cp932=True)
    rows = [row for (row,) in csv.reader(io.StringIO(content.decode("cp932")))]
    assert rows == ["事業所名", "髙﨑㈱①～－", "〓野と〓田", "葛城"]
    assert written.replaced == 2
    assert "3行目の「𠮷」" in written.in_words()
    assert "2字" in written.in_words()


def test_a_text_too_long_for_a_cell_is_cut_and_told(tmp_path):
    written, book = workbook(tmp_path, chosen("name"), [("長" * 40_000,), ("見本",)])
    assert len(book.worksheets[0]["A2"].value) == 32_767
    assert (written.cut, "1件" in written.in_words()) == (1, True)


def test_a_full_sheet_is_continued_on_the_next(tmp_path):
    written, book = workbook(tmp_path, chosen("name"), [(f"見本{n}",) for n in range(5)], sheet_rows=2)
    data = [[cell.value for (cell,) in sheet.iter_rows()] for sheet in book.worksheets[:-1]]
    assert data == [["事業所名", "見本0", "見本1"], ["事業所名", "見本2", "見本3"], ["事業所名", "見本4"]]
    assert (book.sheetnames, written.rows) == (["データ", "データ2", "データ3", ABOUT], 5)


def test_a_sheet_is_ready_for_reading_and_printing(tmp_path):
    _, book = workbook(tmp_path, chosen("name", "size"), [("見本", 1), ("見本", 2)])
    sheet = book.worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.print_title_rows == "$1:$1"
    assert [cell.value for cell in book[ABOUT][1]] == ["件数", "2"]


def test_every_row_of_many_is_there_and_in_its_order(tmp_path):
    rows = [(f"見本{n}", n if n % 7 else None) for n in range(4_500)]
    _, book = workbook(tmp_path, chosen("name", "size"), [*rows, (None, None)])
    assert [
        tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows(min_row=2, max_row=4_501)
    ] == rows
    assert book.worksheets[0].auto_filter.ref == "A1:B4502"


def test_a_list_of_nothing_is_a_file_with_headings(tmp_path):
    written, book = workbook(tmp_path, chosen("name"), [])
    assert (written.rows, [cell.value for cell in book.worksheets[0][1]]) == (0, ["事業所名"])


def test_a_mask_stands_before_everything_else(tmp_path):
    columns = chosen("name", "size", name=lambda text: f"{text[0]}＊＊", size=lambda text: "＊")
    _, content = csv_bytes(tmp_path, columns, [("見本 太郎", 4), ("=1", None)])
    assert content.decode("utf-8-sig").splitlines()[1:] == ["見＊＊,＊", "'=＊＊,"]


def test_progress_is_told_while_rows_are_written(tmp_path):
    told = []
    write_csv(tmp_path / "list.csv", chosen("size"), ((n,) for n in range(4_500)), told.append, cp932=False)
    assert told == [2_000, 4_000, 4_500]


def test_progress_is_told_while_the_workbook_is_packed(tmp_path, monkeypatch):
    monkeypatch.setattr("centre.exporting.workbook._TELL_EVERY", 0)
    told = []
    write_workbook(tmp_path / "list.xlsx", chosen("size"), [(1,)], told.append, lambda done: [], title="見本")
    assert len(told) > 2


@pytest.mark.parametrize("last", ["rows", "packing"])
def test_a_worker_that_lost_the_job_stops_at_once_and_leaves_nothing_open(tmp_path, monkeypatch, last):
    monkeypatch.setattr("centre.exporting.workbook._TELL_EVERY", 0 if last == "packing" else 60)

    def lost(done):
        if last == "rows" or done == 1:
            raise JobLost(1)

    with pytest.raises(JobLost):
        write_workbook(tmp_path / "list.xlsx", chosen("name"), [("見本",)], lost, lambda done: [], title="見本")
    gc.collect()


def test_the_usual_columns_are_those_of_the_page():
    assert [entry["key"] for entry in usual_choice(COLUMNS)] == ["name", "size"]


def test_a_choice_keeps_its_order_and_headings_and_forgets_columns_that_are_gone():
    wanted = [{"key": "size", "heading": " 人数\n"}, {"key": "gone", "heading": "x"}, {"key": "name", "heading": ""}]
    assert [(one.key, one.heading) for one in choose(COLUMNS, wanted)] == [("size", "人数"), ("name", "事業所名")]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ([], "1つ以上"),
        ([{"key": "gone"}], "1つ以上"),
        ([{"key": "name", "heading": "同じ"}, {"key": "size", "heading": "同じ"}], "2つの列"),
    ],
)
def test_a_choice_that_makes_no_file_is_refused(wanted, message):
    with pytest.raises(DomainError, match=message):
        choose(COLUMNS, wanted)

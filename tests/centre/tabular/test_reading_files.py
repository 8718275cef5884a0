"""Files of every kind: tables are read as they are, everything else is refused with words and changes nothing."""

import contextlib
import datetime
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.tabular.limits import MAX_CELL
from centre.tabular.reading import CellFault, TabularError, read_table
from centre.tabular.safety import guard_cell
from tests.centre.tabular.sample_files import HEADINGS, read, refusal, workbook, zipped

NASTY = "㈱髙﨑①～－ⅢⅨ№㈲彅"
CSV = f"事業所名,所在地\r\n{NASTY},熊本市中央区\r\n"


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "CSV（UTF-8）"),
        ("utf-8-sig", "CSV（UTF-8・BOM付き）"),
        ("cp932", "CSV（Shift_JIS／CP932）"),
        ("utf-16", "CSV（UTF-16）"),
    ],
)
def test_every_encoding_of_an_office_is_recognised_and_shown(encoding, label):
    table = read(CSV.encode(encoding), "一覧.csv")
    assert table.format_label == label
    assert list(table.rows) == [(2, [NASTY, "熊本市中央区"])]


def test_both_byte_forms_of_the_ladder_taka_are_one_character():
    heading = "事業所名,所在地\n".encode("cp932")
    table = read(heading + b"\xfb\xfc,a\n\xee\xe0,b\n", "一覧.csv")
    assert [cells[0] for _, cells in table.rows] == ["髙", "髙"]


def test_a_short_shift_jis_file_that_is_also_valid_utf8_is_told_by_its_headings():
    content = "事業所名".encode("cp932") + b"\n" + b"\xc3\xbd\n"
    assert next(read(content, "一覧.csv").rows) == (2, ["ﾃｽ"])
    assert refusal(b"name,x\n\xc3\xbd,1\n", "a.csv").code == "ambiguous_encoding"


def test_euc_jp_is_refused_rather_than_misread():
    assert refusal(CSV.replace(NASTY, "見本").encode("euc_jp"), "一覧.csv").code == "undecodable"


def test_undecodable_bytes_are_named_by_row_and_column():
    error = refusal("事業所名,所在地\n見本,熊本\n見本,".encode("cp932") + b"\x81\x20,\n", "一覧.csv")
    assert (error.code, error.row, error.column) == ("undecodable", 3, "B列")
    error = refusal(CSV.encode() + "見本,".encode() + b"\xff\xff\n", "一覧.csv")
    assert (error.code, error.row, error.column) == ("undecodable", 3, "B列")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("\x00", "control_character"),
        ("\x85", "control_character"),
        ("\x1b", "control_character"),
        ("\u2028", "control_character"),
        ("\ufffd", "replaced_character"),
        ("\ue000", "gaiji"),
    ],
)
def test_what_is_not_text_is_refused_with_row_and_column(bad, code):
    error = refusal(f"事業所名,所在地\n見本,熊本\n見本,熊{bad}本\n".encode(), "一覧.csv")
    assert (error.code, error.row, error.column) == (code, 3, "B列")


def test_characters_beyond_the_basic_plane_and_line_breaks_inside_cells_are_kept():
    table = read('事業所名,所在地\n"𠮷野\r\n商店",葛󠄀\n'.encode(), "一覧.csv")
    assert list(table.rows) == [(2, ["𠮷野\n商店", "葛󠄀"])]


def test_row_numbers_are_those_of_the_spreadsheet_past_empty_lines_and_breaks():
    table = read('事業所名,所在地\n"a\nb",c\n\n,\nd,e\n'.encode(), "一覧.csv")
    assert [number for number, _ in table.rows] == [2, 5]


def test_tabs_make_a_tsv():
    table = read("事業所名\t所在地\n見本,商店\t熊本\n".encode(), "一覧.txt")
    assert (table.format, list(table.rows)) == ("tsv", [(2, ["見本,商店", "熊本"])])


def test_the_headings_are_found_below_a_title_and_their_merged_cells_above_do_no_harm():
    rows = [["企業一覧 令和8年4月1日現在"], [], ["No.", "事業所名", "所在地"], [1, "見本商店", "熊本市"]]
    table = read(workbook(rows, lambda book, sheet: sheet.merge_range("A1:C1", rows[0][0])))
    assert (table.header_row, table.headers) == (3, ["No.", "事業所名", "所在地"])
    assert list(table.rows) == [(4, [1.0, "見本商店", "熊本市"])]


@pytest.mark.parametrize("place", ["B1:C1", "A2:A3", "A1:A2"])
def test_merged_cells_in_headings_or_data_are_named(place):
    rows = [["事業所名", "所在地"], ["見本", "熊本"], ["見本2", "八代"]]
    error = refusal(workbook(rows, lambda book, sheet: sheet.merge_range(place, "結合")))
    assert error.code == "merged"
    assert place in error.message


def test_cells_keep_their_kinds_and_the_sheet_may_begin_anywhere():
    def more(book, sheet):
        sheet.write_datetime(5, 4, datetime.date(2026, 4, 1), book.add_format({"num_format": "yyyy/m/d"}))

    rows = [[], [], [None, None, "事業所名", "資本金", "電話番号"], [], [], [None, None, "見本", 1000]]
    assert list(read(workbook(rows, more)).rows) == [(6, [None, None, "見本", 1000.0, datetime.date(2026, 4, 1)])]


def test_formulas_give_their_value_and_those_without_one_are_marked():
    def more(book, sheet):
        sheet.write_formula("A2", '="見"&"本"', None, "見本")
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")

    assert list(read(workbook([["事業所名", "資本金"]], more)).rows) == [(2, ["見本", CellFault("#DIV/0!")])]


def test_a_formula_that_was_never_calculated_is_marked():
    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["事業所名", "資本金"])
    book.active.append(["見本", "=1+1"])
    book.save(buffer)
    assert list(read(buffer.getvalue()).rows) == [(2, ["見本", CellFault("計算されていない数式")])]


def test_the_first_visible_sheet_that_holds_something_is_read_and_named():
    def more(book, sheet):
        sheet.hide()
        book.add_worksheet("空").activate()
        shown = book.add_worksheet("企業")
        shown.write_row(0, 0, ["事業所名"])
        shown.write_row(1, 0, ["見本"])

    table = read(workbook([["事業所名"], ["隠れ"]], more))
    assert (table.sheet, table.other_sheets) == ("企業", ("空",))
    assert list(table.rows) == [(2, ["見本"])]


@pytest.mark.parametrize("text", ["=1+1", "+81", "-5", "@SUM(A1)", "＝A1", "'=1", "''", "'90s", "\t=1"])
@pytest.mark.parametrize("excel", [True, False])
def test_a_guarded_cell_comes_back_exactly(text, excel):
    if excel:
        content = workbook([["事業所名"], [guard_cell(text)], ["終"]])
    else:
        content = f'事業所名\n"{guard_cell(text)}"\n終\n'.encode()
    assert next(read(content).rows) == (2, [text])


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(lambda text: text.strip()))
def test_any_text_survives_utf8(text):
    quoted = guard_cell(text).replace('"', '""')
    assert next(read(f'事業所名,所在地\n"{quoted}",終\n'.encode(), "a.csv").rows)[1] == [text, "終"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", "事業所名,所在地\n".encode("cp932")):
        with contextlib.suppress(TabularError):
            for _, cells in read_table(start + content, "a.csv", headings=HEADINGS).rows:
                assert not any("\ufffd" in cell for cell in cells if isinstance(cell, str))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n,,\r\n", "empty"),
        ("事業所名,所在地\r\n".encode(), "no_rows"),
        ("事業所名,所在地,事業所名\na,b,c\n".encode(), "duplicate_heading"),
        ('事業所名,所在地\n"a,b\n'.encode(), "quotes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n", "wrong_type"),
        (b"name\n%PDF-1.4\n", "wrong_type"),
        (b"\x89PNG\r\n\x1a\n", "wrong_type"),
        (b"\xff\xd8\xff\xe0", "wrong_type"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "wrong_type"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "wrong_type"),
        (b'<?xml version="1.0"?><Workbook/>', "wrong_type"),
        (b"Rar!\x1a\x07", "wrong_type"),
        (b"X5O!P%@AP-EICAR-STANDARD-ANTIVIRUS-TEST-FILE!", "wrong_type"),
        (zipped({"word/document.xml": "<w/>"}), "wrong_type"),
        (zipped({"photo.jpg": b"x"}), "wrong_type"),
        (zipped({"xl/workbook.bin": b"x"}), "wrong_type"),
        (workbook([]), "empty"),
        (workbook([["事業所名", "所在地"]]), "no_rows"),
        (workbook([["事業所名", "所在地"], ["a", "b" * (MAX_CELL + 1)]]), "cell_too_long"),
        (b"name\n" + b"a" * 200_000 + b"\n", "cell_too_long"),
        (("事業所名" + "," * 200 + "\na,b\n").encode(), "too_many_columns"),
    ],
    ids=range(24),
)
@pytest.mark.parametrize("name", ["一覧.xlsx", "一覧.csv", "一覧.xls"])
def test_what_is_no_table_is_refused_by_its_content_whatever_its_name(content, code, name):
    error = refusal(content, name)
    assert error.code == code
    assert error.message.endswith("。")


def test_an_old_excel_is_refused_with_advice():
    assert "「Excelブック（.xlsx）」" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).message


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path):
    big = tmp_path / "一覧.csv"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(TabularError, match=r"50\.0MB"):
        read_table(big, big.name)
    with big.open("rb") as file, pytest.raises(TabularError) as refused:
        read_table(file, big.name)
    assert refused.value.code == "too_large"
    assert file.closed


def test_a_path_and_an_open_file_are_read(tmp_path):
    path = tmp_path / "一覧.csv"
    path.write_bytes(CSV.encode("cp932"))
    assert next(read_table(path, path.name).rows)[1][0] == NASTY
    with path.open("rb") as file:
        assert next(read_table(file, path.name).rows)[1][0] == NASTY


def test_a_broken_archive_is_refused():
    whole = workbook([["事業所名"], ["見本"]])
    for cut in range(8, len(whole) - 1, 131):
        assert refusal(whole[:cut]).code in {"broken", "archive"}
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    assert refusal(whole[:at] + b"\xff\xff\xff" + whole[at + 3 :]).code == "broken"

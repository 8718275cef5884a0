"""The mark goes into any workbook without losing what is in it."""

import io

import openpyxl
import xlsxwriter

from privacy.inspections.workbook_mark import marked


def a_workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    first, second = book.add_worksheet("表"), book.add_worksheet("空")
    first.write_column(0, 0, [1, 2, 3])
    first.set_header("&L前の見出し")
    first.set_footer("&R&P")
    first.data_validation("B1", {"validate": "list", "source": ["a", "b"]})
    first.add_table(4, 0, 6, 1)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=表!$A$1:$A$3"})
    first.insert_chart("D2", chart)
    second.set_landscape()
    book.define_name("範囲", "=表!$A$1:$A$3")
    book.close()
    return buffer.getvalue()


def test_charts_tables_names_and_feet_stay():
    book = openpyxl.load_workbook(io.BytesIO(marked(a_workbook(), "検査1")))
    first = book["表"]
    assert book.sheetnames == ["表", "空", "検査の印"]
    assert [sheet.oddHeader.center.text for sheet in (first, book["空"])] == ["検査1", "検査1"]
    assert first.oddFooter.right.text == "&P"
    assert (len(first._charts), len(first.tables), len(first.data_validations.dataValidation)) == (1, 1, 1)
    assert "範囲" in book.defined_names


def test_a_long_mark_is_cut_to_the_bound_of_a_header_and_whole_on_its_sheet():
    once = openpyxl.load_workbook(io.BytesIO(marked(a_workbook(), "検" * 400)))
    assert len(once["表"].oddHeader.center.text) == 253
    assert len(once["検査の印"]["A1"].value) == 400


def test_what_is_no_workbook_comes_back_as_it_is():
    for content in (b"", b"PK\x03\x04", b"text"):
        assert marked(content, "検査1") == content

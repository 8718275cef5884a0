"""Rows are high enough for their wrapped texts, in every program."""

import io

import openpyxl
import pytest
from xlsxwriter import Workbook

from centre.tabular.row_heights import grow_rows


def heights(write) -> dict[int, float | None]:
    """The heights in points, by row, of a sheet of two columns of 20 half-width characters."""
    buffer = io.BytesIO()
    book = Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.set_column(0, 1, 20)
    write(sheet, book.add_format({"text_wrap": True, "font_size": 11}), book.add_format({"font_size": 11}))
    grow_rows(book)
    book.close()
    read = openpyxl.load_workbook(buffer).active
    return {row: read.row_dimensions[row].height for row in range(1, read.max_row + 1)}


def lines_of(heights: dict) -> dict[int, int]:
    """The lines of 16.5 points that each row has room for; Excel keeps whole pixels."""
    return {row: round(height / 16.5, 1) for row, height in heights.items()}


@pytest.mark.parametrize(
    ("text", "lines"), [("見本" * 10, 3), ("見本\n見本", 2), ("見本" * 10 + "\n\n見本", 5), ("m" * 60, 4)]
)
def test_a_row_is_as_high_as_its_longest_text(text, lines):
    def write(sheet, wrap, plain):
        sheet.write_string(0, 0, text, wrap)
        sheet.write_string(0, 1, "見本\n見本", wrap)

    assert lines_of(heights(write)) == {1: lines}


def test_a_merged_cell_has_the_room_of_its_columns():
    def write(sheet, wrap, plain):
        sheet.merge_range(0, 0, 0, 1, "見本" * 15, wrap)

    assert lines_of(heights(write)) == {1: 2}


def test_what_fits_and_what_is_not_wrapped_stays_as_it_is():
    def write(sheet, wrap, plain):
        sheet.write_string(0, 0, "見本" * 4, wrap)
        sheet.write_string(1, 0, "見本" * 40, plain)
        sheet.write_number(2, 0, 12, wrap)

    assert heights(write) == {1: None, 2: None, 3: None}


def test_a_height_that_was_given_stays():
    def write(sheet, wrap, plain):
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, "見本" * 40, wrap)

    assert heights(write) == {1: 30}


def test_no_row_is_higher_than_excel_allows():
    def write(sheet, wrap, plain):
        sheet.write_string(0, 0, "見本" * 2_000, wrap)

    assert heights(write)[1] <= 409

"""Rows of a workbook that are high enough for their wrapped texts.

Excel lets rows grow by itself, but not for merged cells; other programs and the previews of phones do not at all, and
there the lines stand upon each other. What XlsxWriter keeps of a sheet until it is closed is read as its own `autofit`
reads it.
"""

from collections.abc import Iterator
from math import ceil
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

DEFAULT_COLUMN = 64  # pixels
PIXELS = 7  # of a half-width character in Excel's usual size
USUAL = 11  # points
PADDING = 5  # pixels of a column beside its text
HIGHEST = 409  # points, Excel's limit
LINE = 1.5  # height of a line ÷ size of its letters


def half_widths(text: str) -> float:
    """The length of the longest line of a text in Excel's half-width characters."""
    lines = (sum(2 if east_asian_width(letter) in "FWA" else 1 for letter in line) for line in text.split("\n"))
    return max(lines) * 1.05


def grow_rows(book: Workbook) -> None:
    """Give each row that has no height yet the one its wrapped texts need; the last step before a book is closed."""
    known = book.str_table.string_table
    texts = sorted(known, key=known.__getitem__)
    for sheet in book.worksheets():
        merged = {(top, left): right for top, left, bottom, right in sheet.merge if top == bottom}
        for row in sorted(set(sheet.table) - set(sheet.row_info)):
            height = max(_heights(sheet, row, merged, texts), default=0)
            if height:
                sheet.set_row(row, min(height, HIGHEST))


def _heights(sheet: Worksheet, row: int, merged: dict, texts: list[str]) -> Iterator[float]:
    """The height in points of each cell of a row whose text takes more than a line."""
    for column, cell in sheet.table[row].items():
        form = getattr(cell, "format", None)
        if form is None or not form.text_wrap or type(cell).__name__ != "String":
            continue
        columns = range(column, merged.get((row, column), column) + 1)
        room = (sum(_pixels(sheet, one) - PADDING for one in columns)) / PIXELS * USUAL / form.font_size - form.indent
        lines = sum(max(1, ceil(half_widths(line) / room)) for line in texts[cell.string].split("\n"))
        if lines > 1:
            yield lines * form.font_size * LINE


def _pixels(sheet: Worksheet, column: int) -> float:
    return sheet.col_info[column].width if column in sheet.col_info else DEFAULT_COLUMN

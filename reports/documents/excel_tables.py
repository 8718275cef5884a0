"""The tables on the sheets of the Excel file, and how their cells look."""

from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from centre.tabular.row_heights import half_widths
from reports.documents.content import Block, Cell, Row

FONT = "BIZ UDPゴシック"


def formats_of(book: Workbook) -> dict:
    """The formats of all cells, by name."""
    base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    boxed = {**base, "border": 1, "border_color": "#B4B4B8"}
    bold, head = {"bold": True}, {"bold": True, "bg_color": "#E8F1FE", "text_wrap": True}
    total = {**boxed, **bold, "bg_color": "#F2F2F4"}
    right, number, decimal = {"align": "right"}, {"num_format": "#,##0"}, {"num_format": "#,##0.##"}
    formats = {
        "title": {**base, **bold, "font_size": 15},
        "heading": {**base, **bold, "font_size": 11},
        "text": base,
        "wrapped": {**base, "text_wrap": True, "valign": "top"},
        "quiet": {**base, "font_size": 9, "font_color": "#4D4D52"},
        "name": {**boxed, **head},
        "head": {**boxed, **head, "align": "center"},
        "label": {**boxed, "text_wrap": True},
        "words": {**boxed, "text_wrap": True},
        "nothing": {**boxed, **right},
        "number": {**boxed, **number},
        "decimal": {**boxed, **decimal},
        "total_label": {**total, "text_wrap": True},
        "total_words": {**total, "text_wrap": True},
        "total_nothing": {**total, **right},
        "total_number": {**total, **number},
        "total_decimal": {**total, **decimal},
    }
    formats = {name: book.add_format(options) for name, options in formats.items()}
    for indent in range(1, 5):
        formats[f"label{indent}"] = book.add_format({**boxed, "text_wrap": True, "indent": indent})
        formats[f"total_label{indent}"] = book.add_format({**total, "text_wrap": True, "indent": indent})
    return formats


def width_of(text: str) -> float:
    """The width of a column that shows a text, in Excel's half-width characters, with room at both sides."""
    return half_widths(text) + 2.5


def write_lines(sheet: Worksheet, at: int, title: str, lines: tuple[str, ...], formats: dict) -> int:
    """A title with lines of text below it over two columns; answers the row after them."""
    if not lines:
        return at
    sheet.write_string(at, 0, title, formats["heading"])
    for row, line in enumerate(lines, start=at + 1):
        sheet.merge_range(row, 0, row, 1, "", formats["wrapped"])
        sheet.write_string(row, 0, line, formats["wrapped"])
    return at + len(lines) + 2


def write_block(sheet: Worksheet, block: Block, at: int, formats: dict) -> int:
    """Write a block from a row on; answers the row where the next may begin."""
    sheet.write_string(at, 0, block.title, formats["heading"])
    at += 1
    if block.groups:
        _groups(sheet, block, at, formats)
        at += 1
    for column, name in enumerate((block.head, *block.columns, "単位")):
        sheet.write_string(at, column, name, formats["head"])
    at += 1
    for row in block.rows:
        _row(sheet, row, at, formats)
        at += 1
    if not block.rows:
        sheet.write_string(at, 0, "該当なし", formats["label"])
        at += 1
    if block.note:
        sheet.write_string(at, 0, block.note, formats["quiet"])
        at += 1
    return at + 1


def _groups(sheet: Worksheet, block: Block, at: int, formats: dict) -> None:
    sheet.write_string(at, 0, "", formats["head"])
    column = 1
    for group in block.groups:
        if group.span > 1:
            sheet.merge_range(at, column, at, column + group.span - 1, "", formats["head"])
        sheet.write_string(at, column, group.title, formats["head"])
        column += group.span
    sheet.write_string(at, column, "", formats["head"])


def _row(sheet: Worksheet, row: Row, at: int, formats: dict) -> None:
    kind = "total_" if row.total else ""
    sheet.write_string(at, 0, row.label, formats[f"{kind}label{min(row.indent, 4) or ''}"])
    for column, cell in enumerate(row.cells, start=1):
        _cell(sheet, at, column, cell, kind, formats)
    sheet.write_string(at, len(row.cells) + 1, row.unit, formats[f"{kind}label"])


def _cell(sheet: Worksheet, at: int, column: int, cell: Cell, kind: str, formats: dict) -> None:
    if cell.is_number:
        form = "decimal" if isinstance(cell.value, Decimal) and cell.value % 1 else "number"
        sheet.write_number(at, column, cell.value, formats[f"{kind}{form}"])
    else:
        form = "words" if isinstance(cell.value, str) else "nothing"
        sheet.write_string(at, column, cell.text, formats[f"{kind}{form}"])

"""The rows of a list that could not be taken in, as a workbook to mend: their own columns and the reason."""

import tempfile
from pathlib import Path

import xlsxwriter

from employers.models import ImportBatch, ImportLine

REASON = "取り込めない理由"


def workbook(batch: ImportBatch) -> bytes:
    """The rejected rows with the list's own headings, the row number of the file and the reasons."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejected.xlsx"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(path, options) as book:
            sheet = book.add_worksheet("取り込めない行")
            bold = book.add_format({"bold": True, "bg_color": "#E6EEF5"})
            for column, heading in enumerate(["行", *batch.headings, REASON]):
                sheet.write_string(0, column, heading, bold)
            sheet.freeze_panes(1, 1)
            rows = batch.lines.filter(state=ImportLine.State.REJECTED).order_by("row_number")
            for number, line in enumerate(rows.iterator(), start=1):
                _write(sheet, number, line, len(batch.headings))
        return path.read_bytes()


def _write(sheet, number: int, line: ImportLine, width: int) -> None:
    sheet.write_number(number, 0, line.row_number)
    for column, cell in enumerate(line.cells[:width], start=1):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell)
        elif cell is not None:
            sheet.write_number(number, column, cell)
    reasons = "\n".join(f"{column}：{message}" if column else message for column, message in line.problems)
    sheet.write_string(number, width + 1, reasons)

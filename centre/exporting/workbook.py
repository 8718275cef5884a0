"""A list as an Excel workbook, one row in memory at a time."""

import io
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path

from xlsxwriter import Workbook

from centre.exporting.cells import prepared
from centre.exporting.columns import Chosen, Kind
from centre.exporting.sheet import PlainSheet
from centre.exporting.written import Written
from centre.tabular.safety import guard_cell

SHEET_ROWS = 1_048_575
ABOUT = "この表について"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS = {Kind.NUMBER: "#,##0", Kind.DAY: "yyyy/mm/dd", Kind.MOMENT: "yyyy/mm/dd hh:mm"}
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_SURE_DAY = date(1900, 3, 1)
_TELL_EVERY = 2.0


def write_workbook(
    path: Path,
    columns: Sequence[Chosen],
    rows: Iterable[tuple],
    tell: Callable[[int], None],
    about: Callable[[Written], Sequence[tuple[str, str]]],
    *,
    title: str,
    mark: str = "",
    sheet_rows: int = SHEET_ROWS,
) -> Written:
    """Write data sheets (a further one when a sheet is full) and a last sheet that says what the table is.

    `tell` hears how many rows are written, and keeps hearing it while the file is packed. `mark` is printed at the
    head of every page of every sheet: who made the file, and when.
    """
    written = Written()
    with _TellingFile(path, lambda: tell(written.rows)) as file:
        book = Workbook(file, _OPTIONS | {"tmpdir": str(path.parent)})
        try:
            book.set_properties({"title": title})
            data = _Data(book, columns, sheet_rows, mark)
            for chunk in prepared(rows, columns, {Kind.DAY: _serial_days, Kind.MOMENT: _serial_moments}):
                data.write(chunk, written)
                tell(written.rows)
            data.finish_sheet()
            _write_about(book, about(written), mark)
            book.close()
        finally:
            # A job taken over by another worker ends in the middle, and its half-written rows are open still.
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
    return written


class _Data:
    """The data sheets of a workbook, the next one begun when one is full."""

    def __init__(self, book: Workbook, columns: Sequence[Chosen], sheet_rows: int, mark: str):
        self._book, self._columns, self._sheet_rows, self._mark = book, columns, sheet_rows, mark
        self._head = book.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1, "text_wrap": True})
        formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        self._styles = [None if chosen.hide else formats.get(chosen.column.kind) for chosen in columns]
        self._numbers = count(1)
        self._begin_sheet()

    def write(self, chunk: list[tuple], written: Written) -> None:
        """Write rows of cells; empty ones are left out."""
        while chunk:
            if self._row == self._sheet_rows:
                self.finish_sheet()
                self._begin_sheet()
            now, chunk = chunk[: self._sheet_rows - self._row], chunk[self._sheet_rows - self._row :]
            written.cut += self._sheet.write_rows(self._row + 1, now, self._styles)
            written.rows += len(now)
            self._row += len(now)

    def _begin_sheet(self) -> None:
        number = next(self._numbers)
        self._row = 0
        self._sheet = sheet = self._book.add_worksheet("データ" if number == 1 else f"データ{number}", PlainSheet)
        for at, chosen in enumerate(self._columns):
            sheet.set_column(at, at, chosen.column.width)
        sheet.write_rows(
            0, [[guard_cell(chosen.heading) for chosen in self._columns]], [self._head] * len(self._columns)
        )
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.set_header(printed_mark(self._mark))
        sheet.set_footer("&L&F&R&P / &N")

    def finish_sheet(self) -> None:
        """The filter reaches over the rows that are there."""
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)


def printed_mark(mark: str) -> str:
    """A watermark as the header of a sheet, where & begins a code and 255 letters are the most."""
    return f"&R&8 {mark[:110].replace('&', '&&')}" if mark else ""


def _write_about(book: Workbook, lines: Sequence[tuple[str, str]], mark: str) -> None:
    sheet = book.add_worksheet(ABOUT, PlainSheet)
    name = book.add_format({"bold": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(printed_mark(mark))
    sheet.write_rows(0, [(label, guard_cell(value)) for label, value in lines], [name, words])


class _TellingFile(io.FileIO):
    """A file that says now and then that it is still being written: packing a large workbook takes its time."""

    def __init__(self, path: Path, tell: Callable[[], None]):
        super().__init__(path, "w+")
        self._tell, self._next = tell, time.monotonic() + _TELL_EVERY

    def write(self, data) -> int:
        if time.monotonic() > self._next:
            self._tell()
            self._next = time.monotonic() + _TELL_EVERY
        return super().write(data)


def _serial_days(days: Iterable[date | None]) -> list[int | str | None]:
    """Days as Excel counts them; those before 1 March 1900, which it counts wrongly, as text."""
    return [day and (day.toordinal() - _EPOCH if day >= _FIRST_SURE_DAY else day.isoformat()) for day in days]


def _serial_moments(moments: Iterable[datetime | None]) -> list[float | None]:
    return [
        None
        if moment is None
        else moment.toordinal() - _EPOCH + round(moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400
        for moment in moments
    ]

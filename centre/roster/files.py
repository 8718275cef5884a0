"""A month of the roster as a workbook and on paper; the same month gives the same bytes."""

import io
from datetime import UTC, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from centre.documents import one_page
from centre.roster.month_page import MonthPage, Row
from centre.tabular.row_heights import grow_rows

PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
A4 = 9
SUMS = ("出勤", "半日", "有給休暇", "振替休日", "休業日の出勤")


def write_excel(page: MonthPage) -> bytes:
    """A sheet of days by people, one of each person's sums, one of the gaps."""
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    book.set_properties(
        {"title": _title(page), "created": datetime.combine(page.month.start, datetime.min.time(), UTC)}
    )
    grid = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 10}
    plain, head = book.add_format(grid), book.add_format(grid | {"bold": True, "bg_color": "#e8f1fe"})
    closed, red = book.add_format(grid | {"bg_color": "#f2f2f4"}), book.add_format(grid | {"bg_color": "#fdeeee"})
    day_format = book.add_format(grid | {"num_format": "m月d日"})
    sheet = book.add_worksheet("勤務表")
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 4)
    sheet.set_column(2, 1 + len(page.people), 18)
    sheet.set_column(2 + len(page.people), 3 + len(page.people), 12)
    names = [f"{person.name}\n{person.terms}" for person in page.people]
    sheet.write_row(0, 0, ["日", "曜", *names, "最も少ない人数", "休業・不足"], head)
    for number, row in enumerate(page.rows, start=1):
        form = red if row.gaps else closed if row.closed else plain
        sheet.write_datetime(number, 0, datetime.combine(row.day, datetime.min.time()), day_format)
        sheet.write_row(number, 1, [row.weekday, *(cell.words for cell in row.cells)], form)
        least = number, 2 + len(page.people)
        sheet.write_blank(*least, None, form) if row.least is None else sheet.write_number(*least, row.least, form)
        sheet.write_string(number, 3 + len(page.people), _remark(row), form)
    _print(sheet)
    sums = book.add_worksheet("日数")
    sums.set_column(0, 1, 18)
    sums.write_row(0, 0, ["職員", "任用", *SUMS], head)
    for number, one in enumerate(page.sums, start=1):
        sums.write_row(number, 0, [one.person.name, one.person.terms], plain)
        sums.write_row(number, 2, [one.work, one.half, one.paid_leave, one.substitute, one.on_closed_days], plain)
    _print(sums)
    lacks = book.add_worksheet("配置の不足")
    lacks.set_column(0, 0, 12)
    lacks.set_column(1, 1, 80)
    lacks.set_column(2, 2, 24)
    lacks.write_row(0, 0, ["日", "不足", "休暇によるか"], head)
    for number, gap in enumerate(page.gaps, start=1):
        lacks.write_datetime(number, 0, datetime.combine(gap.day, datetime.min.time()), day_format)
        lacks.write_row(number, 1, [gap.words, "休暇による" if gap.is_excused else ""], plain)
    _print(lacks)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def write_pdf(page: MonthPage) -> bytes:
    """The month on one sheet."""
    shares = [0.09, *[0.73 / max(1, len(page.people))] * len(page.people), 0.18]

    def body(size: float) -> list[Flowable]:
        lines = [
            [f"{row.day.day}日（{row.weekday}）", *(cell.words for cell in row.cells), _remark(row)]
            for row in page.rows
        ]
        names = [f"{person.name}\n{person.terms}" for person in page.people]
        content: list[Flowable] = [
            one_page.heading(_title(page), size),
            Spacer(1, 2 * mm),
            one_page.table(["日", *names, "休業・不足"], lines, shares, size),
            one_page.section(f"配置の不足　{len(page.gaps)}件", size),
        ]
        content += [one_page.words(gap.words, size) for gap in page.gaps]
        return content

    return one_page.write_one_page(_title(page), body, subject="勤務表（契約 7(1)）")


def _title(page: MonthPage) -> str:
    return f"勤務表　{page.month.label}"


def _remark(row: Row) -> str:
    return row.closed or ("不足" if row.is_urgent else "不足（休暇による）" if row.gaps else "")


def _print(sheet: Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)

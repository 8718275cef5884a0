"""The sheet of a posting (求人票): what an applicant reads, on one page as PDF and as Excel."""

import io
from datetime import UTC, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer
from xlsxwriter import Workbook

from centre.documents import one_page
from centre.tabular.row_heights import grow_rows
from centre.templatetags.display import day
from postings.models import JobPosting
from postings.sheets.terms import NOT_TOLD, SECTIONS, in_words, label

TITLE = "求人票"
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
A4 = 9

Part = tuple[str, list[tuple[str, str]]]


def parts_of(posting: JobPosting) -> list[Part]:
    """[(heading, [(label, words)])]: the employer first, then the terms that are known, in the order of the form."""
    told = [
        (section.title, [(label(name), words) for name in section.fields if (words := _told(posting, name))])
        for section in SECTIONS
        if section.anchor != "subsidy"
    ]
    return [("求人者", _employer(posting)), *((title, rows) for title, rows in told if rows)]


def write_pdf(posting: JobPosting) -> bytes:
    """The sheet as a PDF of one page; the same posting gives the same bytes."""

    def body(size: float) -> list[Flowable]:
        content: list[Flowable] = [one_page.heading(TITLE, size), Spacer(1, 1.5 * mm)]
        for title, rows in parts_of(posting):
            content += [one_page.section(title, size), one_page.facts(rows, size, side_by_side=True)]
        return content

    return one_page.write_one_page(
        f"{TITLE}　{posting.title}",
        body,
        subject=posting.establishment.name,
        foot=(_numbers(posting), _edition(posting)),
    )


def write_excel(posting: JobPosting) -> bytes:
    """The sheet as a workbook that prints on one page; texts are texts, so that nothing becomes a formula."""
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    book.set_properties({"title": f"{TITLE}　{posting.title}", "created": posting.updated_at.astimezone(UTC)})
    grid = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 10}
    head = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    part, name = book.add_format({"bold": True}), book.add_format(grid | {"bold": True, "bg_color": "#e8f1fe"})
    value = book.add_format(grid)
    sheet = book.add_worksheet(TITLE)
    sheet.set_paper(A4)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 78)
    sheet.merge_range(0, 0, 0, 1, TITLE, head)
    row = 1
    for title, rows in parts_of(posting):
        sheet.write_string(row, 0, title, part)
        row += 1
        for text, words in rows:
            sheet.write_string(row, 0, text, name)
            sheet.write_string(row, 1, words, value)
            row += 1
    sheet.set_footer(f"&L&8 {_safe(_numbers(posting))}&R&8 {_safe(_edition(posting))}")
    sheet.print_area(0, 0, row - 1, 1)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def _told(posting: JobPosting, name: str) -> str:
    return "" if name in NOT_TOLD else in_words(posting, name)


def _employer(posting: JobPosting) -> list[tuple[str, str]]:
    place = posting.establishment
    rows = [
        ("求人者の名称", place.corporation.name),
        ("法人番号", place.corporation.corporate_number or ""),
        ("事業所", place.name),
        ("所在地", f"〒{place.postal_code}　{place.address}" if place.postal_code else place.address),
        ("電話番号", place.phone),
        ("業種", str(place.industry or "")),
        ("従業員数", f"{place.employees:,}人" if place.employees is not None else ""),
        ("ホームページ", place.website),
    ]
    return [(text, words) for text, words in rows if words]


def _numbers(posting: JobPosting) -> str:
    numbers = (("掲載番号", posting.site_number), ("ハローワーク求人番号", posting.hello_work_number))
    return "　".join(f"{name} {number}" for name, number in numbers if number)


def _edition(posting: JobPosting) -> str:
    changed: datetime = posting.updated_at
    return f"受付 {day(posting.received_on)}　内容の時点 {day(changed)}"


def _safe(text: str) -> str:
    return text.replace("&", "&&")[:120]

"""The report of manager, handlers and workplaces: 参考様式 第4及び第7関係, as PDF and as Excel."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer
from xlsxwriter import Workbook

from centre.documents import one_page, styles
from centre.documents.fonts import markup
from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.tabular.row_heights import grow_rows
from centre.templatetags.display import era
from privacy.duties import gate
from privacy.models import Designation

TITLE = "個人情報保護責任者及び作業従事者の管理及び実施体制等について"
FORM = "（参考様式 第4及び第7関係）"
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
NOTES = (
    (
        "※ 作業従事者は、当該個人情報取扱事務に照らし、必要最小限の人数とすること。"
        "また、個人情報保護責任者は当該作業従事者を確実に把握しておくこと。"
    ),
    "※ 甲の承諾を得た上で、当該作業場所にて業務を実施すること。",
)
A4 = 9


@dataclass(frozen=True)
class Report:
    """What the form says as of a day."""

    on: date
    recipient: str
    sender: str
    words: str
    managers: tuple[tuple[str, str, str], ...]
    handlers: tuple[tuple[str, str], ...]
    places: tuple[str, ...]


def report_on(day: date) -> Report:
    """The managers, handlers and workplaces whose term covers a day, reported already or about to be."""
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(day).year).first()
    named = (
        Designation.objects.filter(gate.runs_on(day)).select_related("user").order_by("belongs_to", "user__name", "pk")
    )
    title = contract.title if contract else ""
    return Report(
        on=day,
        recipient=f"{contract.principal if contract else '熊本県'}知事　様",
        sender="\n".join(filter(None, (contract.contractor, contract.contractor_representative))) if contract else "",
        words=f"{title}委託契約「個人情報取扱特記事項 第4及び第7」に基づき、個人情報の取扱いに係る責任者等"
        "並びに作業場所について、下記のとおり報告します。",
        managers=tuple((one.belongs_to, one.user.name, one.contact) for one in named if one.duty == "manager"),
        handlers=tuple((one.belongs_to, one.user.name) for one in named if one.duty == "handler"),
        places=tuple(gate.workplaces(day).order_by("pk").values_list("place", flat=True)),
    )


def write_pdf(report: Report) -> bytes:
    """The form on one page."""

    def body(size: float) -> list[Flowable]:
        right = styles.style(f"duty-right-{size}", size, leading=size * 1.5, alignment=2)
        return [
            one_page.words(FORM, size),
            Paragraph(markup(era(report.on)), right),
            one_page.words(report.recipient, size * 1.1),
            Spacer(1, 3 * mm),
            Paragraph(markup(report.sender or "（名称及び代表者氏名）"), right),
            Spacer(1, 5 * mm),
            one_page.heading(TITLE, size * 0.85),
            Spacer(1, 4 * mm),
            one_page.words(report.words, size),
            Spacer(1, 3 * mm),
            one_page.section("1　個人情報保護責任者", size),
            one_page.table(
                ["所属・役職", "氏名", "連絡先（事故発生時等）"],
                report.managers or [("", "", "")],
                [0.4, 0.25, 0.35],
                size,
            ),
            one_page.section("2　作業従事者", size),
            one_page.table(["所属・役職", "氏名"], report.handlers or [("", "")], [0.6, 0.4], size),
            one_page.words(NOTES[0], size * 0.9, quiet=True),
            one_page.section("3　作業場所", size),
            one_page.table(["作業場所"], [(place,) for place in report.places] or [("",)], [1.0], size),
            one_page.words(NOTES[1], size * 0.9, quiet=True),
        ]

    return one_page.write_one_page(TITLE, body, subject=FORM)


def write_excel(report: Report) -> bytes:
    """The form as a workbook that an office goes on working with."""
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    book.set_properties({"title": TITLE, "created": datetime.combine(report.on, datetime.min.time(), UTC)})
    sheet = book.add_worksheet("第4・第7関係")
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 32)
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    right = book.add_format({"align": "right", "text_wrap": True})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#e8f1fe"})
    cell = book.add_format({"border": 1, "text_wrap": True})
    sheet.write_string(0, 0, FORM)
    sheet.write_string(1, 2, era(report.on), right)
    sheet.write_string(2, 0, report.recipient)
    sheet.write_string(3, 2, report.sender, right)
    sheet.merge_range(5, 0, 5, 2, TITLE, book.add_format({"bold": True, "align": "center", "font_size": 13}))
    sheet.merge_range(6, 0, 6, 2, report.words, wrap)
    row = 8
    for title, heads, lines, note in (
        ("1　個人情報保護責任者", ["所属・役職", "氏名", "連絡先（事故発生時等）"], report.managers, ""),
        ("2　作業従事者", ["所属・役職", "氏名"], report.handlers, NOTES[0]),
        ("3　作業場所", ["作業場所"], [(place,) for place in report.places], NOTES[1]),
    ):
        sheet.write_string(row, 0, title, bold)
        sheet.write_row(row + 1, 0, heads, head)
        for number, line in enumerate(lines, start=row + 2):
            sheet.write_row(number, 0, line, cell)
        row += 2 + len(lines)
        if note:
            sheet.merge_range(row, 0, row, 2, note, wrap)
        row += 2
    sheet.print_area(0, 0, row, 2)
    grow_rows(book)
    book.close()
    return buffer.getvalue()

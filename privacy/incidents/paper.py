"""The papers of an incident as PDF and Excel, made from their content alone: the same content, the same bytes."""

import io
from datetime import UTC, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer
from xlsxwriter import Workbook

from centre.documents import one_page, styles
from centre.documents.fonts import markup
from centre.tabular.row_heights import grow_rows
from privacy.incidents.contents import EXERCISE

A4 = 9
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
MEASURES = ["区分", "措置", "担当", "期限", "済んだ日"]
JUDGING = ["見方・期限", "根拠", "結果・日付", "事実"]
# What was never frozen says so on every sheet.
DRAFT = "下書き（確定していません）"


def write_pdf(content: dict, standing: str = DRAFT) -> bytes:
    """The paper on one page; `standing` says below whether it is a draft or which version was fixed."""

    def body(size: float) -> list[Flowable]:
        right = styles.style(f"incident-right-{size}", size, leading=size * 1.5, alignment=2)
        parts: list[Flowable] = []
        if content["is_exercise"]:
            parts.append(one_page.heading(f"【{EXERCISE}】これは{EXERCISE}です", size))
        parts += [
            Paragraph(markup(content["day"]), right),
            one_page.words(content["recipient"], size * 1.1),
            Paragraph(markup(content["sender"]), right),
            Spacer(1, 3 * mm),
            one_page.heading(content["title"], size * 0.9),
            Spacer(1, 3 * mm),
            one_page.words(content["words"], size),
            Spacer(1, 2 * mm),
            one_page.facts(content["rows"], size),
        ]
        if content["measures"]:
            parts += [
                one_page.section("措置（被害拡大の防止・復旧・再発防止）", size),
                one_page.table(MEASURES, content["measures"], [0.16, 0.4, 0.16, 0.14, 0.14], size),
            ]
        if content["judging"]:
            parts += [
                one_page.section("期限と人数の目安", size),
                one_page.table(JUDGING, content["judging"], [0.24, 0.22, 0.2, 0.34], size),
                one_page.words(content["note"], size * 0.9, bold=True),
            ]
        return parts

    foot = (_foot(content), f"{standing}　{content['at']}")
    return one_page.write_one_page(content["title"], body, subject=_foot(content), foot=foot)


def write_excel(content: dict, standing: str = DRAFT) -> bytes:
    """The paper as a workbook that an office goes on working with."""
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    book.set_properties({"title": content["title"], "created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("報告")
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate((26, 44, 18, 18, 18)):
        sheet.set_column(column, column, width)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#e8f1fe", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    if content["is_exercise"]:
        sheet.write_string(0, 0, f"【{EXERCISE}】これは{EXERCISE}です", bold)
    sheet.write_string(0, 4, content["day"])
    sheet.write_string(1, 0, content["recipient"])
    sheet.write_string(2, 1, content["sender"], wrap)
    sheet.write_string(4, 0, content["title"], book.add_format({"bold": True, "font_size": 13}))
    sheet.merge_range(5, 0, 5, 4, content["words"], wrap)
    row = 7
    for label, text in content["rows"]:
        sheet.write_string(row, 0, label, head)
        sheet.merge_range(row, 1, row, 4, text, cell)
        row += 1
    for title, heads, lines in (
        ("措置（被害拡大の防止・復旧・再発防止）", MEASURES, content["measures"]),
        ("期限と人数の目安", JUDGING, content["judging"]),
    ):
        if not lines:
            continue
        sheet.write_string(row + 1, 0, title, bold)
        sheet.write_row(row + 2, 0, heads, head)
        for number, line in enumerate(lines, start=row + 3):
            sheet.write_row(number, 0, line, cell)
        row += 3 + len(lines)
    sheet.write_string(row + 1, 0, content["note"])
    sheet.write_string(row + 2, 0, f"{_foot(content)}　{standing}　{content['at']}")
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def _foot(content: dict) -> str:
    return f"{EXERCISE if content['is_exercise'] else '事故'} 受付番号 {content['number']}"

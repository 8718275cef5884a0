"""The certificate on paper: 参考様式 第13関係 and, behind it, what was erased, what stays and how it was checked."""

import io
from datetime import UTC, date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer
from xlsxwriter import Workbook

from centre.documents import one_page, styles
from centre.documents.fonts import markup
from centre.fiscal_year import era_year
from centre.tabular.row_heights import grow_rows
from privacy.duties.paper import PLAIN_TEXT
from privacy.erasing.certifying import TITLE
from privacy.models import ErasureCertificate

FORM = "（参考様式 第13関係）"
ATTACHED = "別紙　消去の内容"
ITEMS = ("消去したもの", "件数", "方法")
STAYS = ("法令により残すもの", "件数", "根拠", "満了日")
A4 = 9


def day_in_words(day: date) -> str:
    """令和9年4月5日"""
    return f"{era_year(day)}{day.month}月{day.day}日"


def course_of(certificate: ErasureCertificate) -> list[tuple[str, str]]:
    """Who asked, agreed and did it, when, by which means, and what was checked."""
    content, scan = certificate.content, certificate.content["scan"]
    rows = [
        ("対象", content["subject"]),
        ("理由・根拠", content["ground"]),
        ("申請", "　".join(content["asked"])),
        ("承認", "　".join(content["approved"])),
        ("県の指示・立会い", content["decision"] or "なし"),
        ("消去の実行（担当）", "　".join(content["done"])),
        ("完了", content["finished"]),
        ("残りの検査", f"{scan['words']}語を{scan['columns']}か所で調べ、残り{scan['survivors']}"),
        ("統計", f"{content['figures']}の数字が消去の前後で同じ"),
    ]
    if scan.get("explanation"):
        rows.append(("残りの説明", scan["explanation"]))
    if content["package"]:
        rows += [
            ("返還した一式のSHA-256", content["package"]),
            ("データベースのページ", f"{scan['rewritten']}の表を作り直した"),
            ("更新ログ", "古いログを残していない" if scan["log"] else "上書きされるまで、暗号化した保管先だけにある"),
            ("バックアップ", _keys_in_words(scan)),
        ]
    return rows


def _keys_in_words(scan: dict) -> str:
    """What became of the keys of the backups; nothing is called unreadable before it is."""
    if not scan["keys"]:
        return "鍵のあるバックアップはない"
    if scan.get("keys_destroyed"):
        return f"鍵{scan['keys']}個を消去した（判読不能）"
    return f"鍵{scan['keys']}個の消去を指示した（実行されると判読不能になる）"


def _last_day(until: str) -> str:
    return day_in_words(date.fromisoformat(until)) if until else "定まり次第"


def write_pdf(certificate: ErasureCertificate) -> bytes:
    """The form on one page and its attachment on another; the same certificate gives the same bytes."""
    content = certificate.content

    def form(size: float) -> list[Flowable]:
        size = size * 1.2
        right = styles.style(f"erased-right-{size}", size, leading=size * 1.5, alignment=2)
        sender = "\n".join(filter(None, content["sender"])) or "（名称及び代表者の氏名）"
        return [
            one_page.words(FORM, size),
            Paragraph(markup(day_in_words(certificate.issued_on)), right),
            one_page.words(content["recipient"], size * 1.1),
            Spacer(1, 6 * mm),
            Paragraph(markup(sender), right),
            Spacer(1, 12 * mm),
            one_page.heading(TITLE, size * 0.8),
            Spacer(1, 10 * mm),
            one_page.words(content["words"], size),
            Spacer(1, 8 * mm),
            one_page.words("消去の内容は別紙のとおりです。", size),
        ]

    def attachment(size: float) -> list[Flowable]:
        items = [(title, f"{rows:,}", method) for title, rows, method in content["items"]]
        stays = [(title, f"{rows:,}", law, _last_day(until)) for title, rows, law, until in content["exceptions"]]
        return [
            one_page.heading(ATTACHED, size * 0.85),
            Spacer(1, 3 * mm),
            one_page.facts(course_of(certificate), size),
            one_page.section("1　消去したもの", size),
            one_page.table(ITEMS, items or [("なし", "", "")], [0.5, 0.15, 0.35], size),
            one_page.section("2　法令により残すもの", size),
            one_page.table(STAYS, stays or [("なし", "", "", "")], [0.3, 0.1, 0.42, 0.18], size),
        ]

    foot = (str(certificate), f"照合値 {certificate.sha256}")
    return one_page.write_sheets(TITLE, [form, attachment], subject=FORM, foot=foot)


def write_excel(certificate: ErasureCertificate) -> bytes:
    """The same as a workbook."""
    content, buffer = certificate.content, io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    made = datetime.combine(certificate.issued_on, datetime.min.time(), UTC)
    book.set_properties({"title": TITLE, "created": made})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#e8f1fe", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    right = book.add_format({"align": "right", "text_wrap": True})
    sheet = book.add_worksheet("第13関係")
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 3, 34)
    sheet.write_string(0, 0, FORM)
    sheet.write_string(1, 3, day_in_words(certificate.issued_on), right)
    sheet.write_string(2, 0, content["recipient"])
    sheet.write_string(3, 3, "\n".join(filter(None, content["sender"])), right)
    sheet.merge_range(5, 0, 5, 3, TITLE, book.add_format({"bold": True, "align": "center", "font_size": 13}))
    sheet.merge_range(6, 0, 6, 3, content["words"], wrap)
    row = 8
    for name, text in [*course_of(certificate), ("照合値", certificate.sha256)]:
        sheet.write_string(row, 0, name, head)
        sheet.merge_range(row, 1, row, 3, text, cell)
        row += 1
    stays = [(*line[:3], _last_day(line[3])) for line in content["exceptions"]]
    for heads, lines in ((ITEMS, content["items"]), (STAYS, stays)):
        row += 1
        sheet.write_row(row, 0, heads, head)
        for line in lines:
            row += 1
            for column, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(row, column, value, cell)
                else:
                    sheet.write_string(row, column, value, cell)
        row += 1
    grow_rows(book)
    book.close()
    return buffer.getvalue()

"""A checklist on paper and as a workbook, from its answers alone: the same answers, the same bytes."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from reportlab.platypus import Flowable
from xlsxwriter import Workbook

from centre.documents import one_page
from centre.tabular.row_heights import grow_rows

A4 = 9
HEADS = ["番号", "項目", "結果", "証拠", "答え方"]
SHARES = [0.08, 0.2, 0.08, 0.52, 0.12]
POINTS_ON_A_SHEET = 9
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_pdf(content: dict) -> bytes:
    """The answers on as many sheets as they need."""
    return one_page.write_sheets(
        content["title"], _sheets(content), subject="点検表", foot=(_standing(content), content["at"])
    )


def write_excel(content: dict) -> bytes:
    """The answers as a workbook."""
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    book.set_properties({"title": content["title"], "created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("点検表")
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate((10, 30, 8, 80, 18, 40)):
        sheet.set_column(column, column, width)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#e8f1fe"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, content["title"], book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, f"{content['at']}　版 {content['build']}　{content['profile']}　{_standing(content)}")
    sheet.write_row(3, 0, [*HEADS, "根拠"], head)
    for number, row in enumerate(content["rows"], start=4):
        sheet.write_row(number, 0, [*_cells(row), row["source"]], cell)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def _sheets(content: dict) -> Iterator:
    rows = content["rows"]
    for start in range(0, len(rows), POINTS_ON_A_SHEET):
        cells = [_cells(row) for row in rows[start : start + POINTS_ON_A_SHEET]]

        def body(size: float, cells=cells, is_first=not start) -> list[Flowable]:
            parts: list[Flowable] = []
            if is_first:
                facts = [
                    ("確かめた日時", content["at"]),
                    ("定めの組", content["profile"]),
                    ("動いている版", content["build"]),
                    ("署名", content.get("signed_by", "（署名していません）")),
                    ("備考", content.get("remark", "")),
                ]
                parts = [one_page.heading(content["title"], size), one_page.facts(facts, size)]
            return [*parts, one_page.section("点検の結果", size), one_page.table(HEADS, cells, SHARES, size)]

        yield body


def _cells(row: dict) -> list[str]:
    evidence = "\n".join(f"{verdict}：{words}" for verdict, words, _ in row["evidence"])
    return [row["number"], row["title"], row["verdict"], evidence, row["way"]]


def _standing(content: dict) -> str:
    return f"署名 {content['signed_by']}" if content.get("signed_by") else "署名していません"

"""The Excel file of a report: real numbers, one sheet per table, ready to print; the same bytes each time."""

import io
from datetime import datetime

import xlsxwriter

from reports.documents.content import Block, ReportDocument, Row, Table

FONT = "BIZ UDPゴシック"
MADE = datetime(2000, 1, 1)


def write_excel(document: ReportDocument) -> bytes:
    """The report as .xlsx; texts are written as texts, so that nothing becomes a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    # A fixed date in the properties: the same report gives the same bytes on any day.
    book.set_properties(
        {
            "title": f"{document.title} {document.period}",
            "author": document.sender,
            "subject": document.contract,
            "created": MADE,
        }
    )
    formats = _formats(book)
    _cover(book, document, formats)
    for table in document.tables:
        _sheet(book, document, table, formats)
    _definitions(book, document, formats)
    book.close()
    return buffer.getvalue()


def _formats(book) -> dict:
    base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    boxed = {**base, "border": 1, "border_color": "#B4B4B8"}
    return {
        "title": book.add_format({**base, "font_size": 16, "bold": True}),
        "heading": book.add_format({**base, "font_size": 12, "bold": True}),
        "text": book.add_format(base),
        "small": book.add_format({**base, "font_size": 9, "text_wrap": True}),
        "head": book.add_format({**boxed, "bold": True, "bg_color": "#E8F1FE", "align": "center", "text_wrap": True}),
        "label": book.add_format({**boxed, "text_wrap": True}),
        "number": book.add_format({**boxed, "num_format": "#,##0"}),
        "total": book.add_format({**boxed, "bold": True, "bg_color": "#E8F1FE"}),
        "total_number": book.add_format({**boxed, "bold": True, "bg_color": "#E8F1FE", "num_format": "#,##0"}),
    }


def _page(sheet, document: ReportDocument) -> None:
    sheet.set_paper(9)
    sheet.set_margins(0.6, 0.6, 0.7, 0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L&8 {document.title} {document.period}")
    sheet.set_footer(f"&L&8 照合値 {document.sha256()[:16]}&R&8 &P / &N")
    sheet.hide_gridlines(2)


def _cover(book, document: ReportDocument, formats: dict) -> None:
    sheet = book.add_worksheet("表紙")
    _page(sheet, document)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 76)
    sheet.write_string(0, 0, f"{document.title}　{document.period}", formats["title"])
    facts = (
        ("あて先", document.recipient),
        ("受託者", document.sender),
        ("委託業務名", document.contract),
        ("年度", document.fiscal_year),
        ("集計した時点", document.as_of),
        ("版と状態", f"第{document.revision}版・{document.status}"),
        ("確定", f"{document.confirmed_at} {document.confirmed_by}".strip() or "未確定"),
        ("照合値（SHA-256）", document.sha256()),
    )
    for row, (name, value) in enumerate(facts, start=2):
        sheet.write_string(row, 0, name, formats["head"])
        sheet.write_string(row, 1, value, formats["label"])
    for row, remark in enumerate(document.remarks, start=len(facts) + 3):
        sheet.write_string(row, 0, remark, formats["text"])
    sheet.print_area(0, 0, len(facts) + len(document.remarks) + 3, 1)


def _sheet(book, document: ReportDocument, table: Table, formats: dict) -> None:
    sheet = book.add_worksheet(f"{table.number} {table.title}"[:31].replace("/", "／"))
    _page(sheet, document)
    widest = max(len(block.columns) for block in table.blocks)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, widest, 12)
    sheet.set_column(widest + 1, widest + 1, 6)
    sheet.write_string(0, 0, f"表{table.number}　{table.title}（契約 {table.clause}）", formats["title"])
    sheet.freeze_panes(1, 1)
    at = 2
    for block in table.blocks:
        at = _block(sheet, block, at, formats)
    if table.note:
        sheet.write_string(at, 0, table.note, formats["text"])
    sheet.print_area(0, 0, at, widest + 1)


def _block(sheet, block: Block, at: int, formats: dict) -> int:
    sheet.write_string(at, 0, block.title, formats["heading"])
    for column, name in enumerate((block.head, *block.columns, "単位")):
        sheet.write_string(at + 1, column, name, formats["head"])
    at += 2
    for row in block.rows:
        _row(sheet, row, at, formats)
        at += 1
    if not block.rows:
        sheet.write_string(at, 0, "該当なし", formats["label"])
        at += 1
    return at + 1


def _row(sheet, row: Row, at: int, formats: dict) -> None:
    text, number = ("total", "total_number") if row.total else ("label", "number")
    sheet.write_string(at, 0, "　" * row.indent + row.label, formats[text])
    for column, cell in enumerate(row.cells, start=1):
        if cell.value is None:
            sheet.write_string(at, column, "—", formats[text])
        else:
            sheet.write_number(at, column, cell.value, formats[number])
    sheet.write_string(at, len(row.cells) + 1, row.unit, formats[text])


def _definitions(book, document: ReportDocument, formats: dict) -> None:
    sheet = book.add_worksheet("定義")
    _page(sheet, document)
    for column, width in enumerate((30, 6, 6, 80)):
        sheet.set_column(column, column, width)
    for column, name in enumerate(("数字", "単位", "版", "定義")):
        sheet.write_string(0, column, name, formats["head"])
    for row, item in enumerate(document.definitions, start=1):
        sheet.write_string(row, 0, item.label, formats["label"])
        sheet.write_string(row, 1, item.unit, formats["label"])
        sheet.write_number(row, 2, item.version, formats["number"])
        sheet.write_string(row, 3, item.words, formats["label"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(document.definitions), 3)

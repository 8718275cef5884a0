"""The Excel file of a report: real numbers, one sheet per table, ready to print; the same bytes each time."""

import io
import re
from datetime import UTC

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from centre.tabular.row_heights import grow_rows
from reports.documents.content import Chart, Evidence, ReportDocument, Table
from reports.documents.excel_tables import formats_of, width_of, write_block, write_lines

A4, ACROSS_FROM = 9, 9
# The columns of the evidence and their widths.
EVIDENCE = (
    ("表", 34),
    ("行／列", 40),
    ("値", 10),
    ("単位", 7),
    ("指標と定義の版", 32),
    ("記録の種類", 18),
    ("記録の数", 10),
    ("記録の番号", 60),
    ("番号の照合値（SHA-256）", 68),
)


def write_excel(document: ReportDocument) -> bytes:
    """The report as .xlsx; texts are written as texts, so that nothing becomes a formula."""
    buffer = io.BytesIO()
    book = Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    # The date of the report, not of the day on which the file is made: the same report gives the same bytes.
    book.set_properties(
        {
            "title": f"{document.title} {document.period} {document.edition}",
            "author": document.sender or document.recipient,
            "subject": document.contract,
            "keywords": f"{document.period} {document.fiscal_year} {document.sha256()}",
            "created": document.issued_at.astimezone(UTC),
        }
    )
    formats = formats_of(book)
    _cover(book, document, formats)
    for table in document.tables:
        _table(book, document, table, formats)
    if document.charts:
        _charts(book, document, formats)
    _definitions(book, document, formats)
    if document.evidence:
        _evidence(book, document, document.evidence, formats)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def _sheet(book: Workbook, document: ReportDocument, name: str, columns: int) -> Worksheet:
    """A sheet that prints on A4, as wide as the paper, with the report's name, edition, page and hash."""
    # Excel refuses these characters and names over 31 characters.
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "／", name)[:31])
    sheet.set_paper(A4)
    if columns >= ACROSS_FROM:
        sheet.set_landscape()
    sheet.set_margins(0.6, 0.6, 0.8, 0.7)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    title = f"{document.title}　{document.period}".replace("&", "&&")[:120]
    sheet.set_header(f"&L&8 {title}&R&8 {document.edition}")
    sheet.set_footer(f"&L&8 {document.sender.replace('&', '&&')[:80]}&C&8 &P / &N&R&8 照合値 {document.short_hash}")
    sheet.hide_gridlines(2)
    return sheet


def _cover(book: Workbook, document: ReportDocument, formats: dict) -> None:
    sheet = _sheet(book, document, "表紙", 2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 76)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{document.title}　{document.period}", formats["title"])
    if document.subtitle:
        sheet.write_string(1, 0, document.subtitle, formats["text"])
    facts = (
        ("あて先", document.recipient),
        ("受託者", document.sender),
        ("委託業務名", document.contract),
        ("年度", document.fiscal_year),
        ("集計した時点", document.as_of_label),
        ("版と状態", document.edition),
        ("確定", document.confirmed_label),
        ("照合値（SHA-256）", document.sha256()),
    )
    row = 2
    for name, value in facts:
        sheet.write_string(row, 0, name, formats["name"])
        sheet.write_string(row, 1, value, formats["label"])
        row += 1
    row += 1
    for title, lines in document.words:
        row = write_lines(sheet, row, title, lines, formats)
    row = write_lines(sheet, row, "表の読み方", document.reading_notes, formats)
    sheet.print_area(0, 0, row, 1)


def _table(book: Workbook, document: ReportDocument, table: Table, formats: dict) -> None:
    columns = max((len(block.columns) for block in table.blocks), default=1)
    sheet = _sheet(book, document, f"{table.number} {table.title}", columns)
    labels = [row.label + "　" * row.indent for block in table.blocks for row in block.rows]
    labels += [block.head for block in table.blocks]
    sheet.set_column(0, 0, min(max([24, *map(width_of, labels)]), 48))
    texts = [
        text
        for block in table.blocks
        for text in (*block.columns, *(cell.text for row in block.rows for cell in row.cells))
    ]
    sheet.set_column(1, columns, min(max([9, *map(width_of, texts)]), 24))
    sheet.set_column(columns + 1, columns + 1, 7)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, table.heading, formats["title"])
    clause = f"契約 {table.clause}　" if table.clause else ""
    sheet.write_string(1, 0, f"{clause}{document.period}　{document.as_of_label}", formats["quiet"])
    at = 3
    for line in table.paragraphs:
        sheet.merge_range(at, 0, at, columns + 1, "", formats["wrapped"])
        sheet.write_string(at, 0, line, formats["wrapped"])
        at += 1
    at += bool(table.text)
    for block in table.blocks:
        below = write_block(sheet, block, at, formats)
        if len(table.blocks) == 1 and not table.text:
            # One table on the sheet: its heading stays in sight and is repeated on every printed page.
            first = at + 2 + bool(block.groups)
            sheet.freeze_panes(first, 1)
            sheet.repeat_rows(first - 1 - bool(block.groups), first - 1)
        at = below
    if len(table.blocks) != 1 or table.text:
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(0, 1)
    if table.note:
        sheet.write_string(at, 0, table.note, formats["quiet"])
    sheet.print_area(0, 0, at, columns + 1)


def _charts(book: Workbook, document: ReportDocument, formats: dict) -> None:
    """The charts, each beside the numbers it is drawn from."""
    sheet = _sheet(book, document, "図", 2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, max(len(chart.series) for chart in document.charts), 16)
    at = 0
    for number, chart in enumerate(document.charts, start=1):
        at = _chart(book, sheet, chart, number, at, formats)
    sheet.print_area(0, 0, at, 7)


def _chart(book: Workbook, sheet: Worksheet, chart: Chart, number: int, at: int, formats: dict) -> int:
    sheet.write_string(at, 0, f"図{number}　{chart.title}", formats["title"])
    sheet.write_string(at + 1, 0, chart.summary, formats["text"])
    head = at + 2
    for column, name in enumerate(("", *(f"{line.label}（{chart.unit}）" for line in chart.series))):
        sheet.write_string(head, column, name, formats["head"])
    for row, label in enumerate(chart.labels, start=head + 1):
        sheet.write_string(row, 0, label, formats["label"])
        for column, line in enumerate(chart.series, start=1):
            value = line.values[row - head - 1]
            if isinstance(value, tuple):
                sheet.write_string(row, column, "〜".join(f"{end:,}" for end in value), formats["nothing"])
            elif value is None:
                sheet.write_blank(row, column, None, formats["number"])
            else:
                sheet.write_number(row, column, value, formats["number"])
    below = head + 2 + len(chart.labels)
    if chart.labels:
        sheet.insert_chart(below, 0, _drawn(book, sheet, chart, head), {"object_position": 1})
    return below + 19


def _drawn(book: Workbook, sheet: Worksheet, chart: Chart, head: int):
    """Bars stacked, lines over them; the target is dashed, as on the page. A band stands in the table only."""
    last, drawn = head + len(chart.labels), {}
    bars = {"type": "bar"} if chart.across else {"type": "column", "subtype": "stacked"}
    for kind, options in (("bar", bars), ("line", {"type": "line"})):
        lines = [
            (n, line)
            for n, line in enumerate(chart.series, start=1)
            if line.kind != "band" and (line.kind == "bar") == (kind == "bar")
        ]
        if lines:
            drawn[kind] = book.add_chart(options)
        for column, line in lines:
            stroke = {"line": {"dash_type": "dash", "color": "#626264"}} if line.kind == "target" else {}
            drawn[kind].add_series(
                {
                    "name": line.label,
                    "categories": [sheet.name, head + 1, 0, last, 0],
                    "values": [sheet.name, head + 1, column, last, column],
                    **stroke,
                }
            )
    picture = drawn.get("bar") or drawn["line"]
    if len(drawn) == 2:
        picture.combine(drawn["line"])
    picture.set_title({"name": chart.title, "name_font": {"size": 11}})
    picture.set_y_axis({"num_format": "#,##0", "name": chart.unit, "min": 0})
    picture.set_legend({"position": "bottom"})
    picture.set_size({"width": 680, "height": 340})
    return picture


def _definitions(book: Workbook, document: ReportDocument, formats: dict) -> None:
    sheet = _sheet(book, document, "定義", 5)
    for column, (name, width) in enumerate((("数字", 30), ("単位", 7), ("版", 6), ("定義", 70), ("集計の条件", 36))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    for row, item in enumerate(document.definitions, start=1):
        sheet.write_string(row, 0, item.label, formats["label"])
        sheet.write_string(row, 1, item.unit, formats["label"])
        sheet.write_number(row, 2, item.version, formats["number"])
        sheet.write_string(row, 3, item.words, formats["label"])
        sheet.write_string(row, 4, item.conditions, formats["label"])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.print_area(0, 0, max(1, len(document.definitions)), 4)


def _evidence(book: Workbook, document: ReportDocument, evidence: tuple[Evidence, ...], formats: dict) -> None:
    """What each figure was counted from: numbers of records, never who or what they are about."""
    sheet = _sheet(book, document, "根拠の一覧", len(EVIDENCE))
    for column, (name, width) in enumerate(EVIDENCE):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    for row, item in enumerate(evidence, start=1):
        for column, text in ((0, item.table), (1, item.place), (3, item.unit), (4, item.metric), (5, item.kind),
                             (7, item.numbers), (8, item.sha256)):  # fmt: skip
            sheet.write_string(row, column, text, formats["label"])
        sheet.write_number(row, 2, item.value, formats["decimal" if item.value % 1 else "number"])
        sheet.write_number(row, 6, item.records, formats["number"])
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(evidence), len(EVIDENCE) - 1)

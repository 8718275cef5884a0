"""The PDF of a report: cover, tables, charts, definitions; A4, embedded fonts, the same bytes each time."""

import io
from datetime import datetime

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as PdfTable

from centre.fiscal_year import era_year
from reports.documents.charts_pdf import drawing
from reports.documents.content import Block, Definition, ReportDocument, Row, Table
from reports.documents.fonts import BOLD, REGULAR, markup, register, runs

INK, LINE, HEAD = colors.HexColor("#1a1a1c"), colors.HexColor("#b4b4b8"), colors.HexColor("#e8f1fe")
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN


def style(name: str, size: float, **more) -> ParagraphStyle:
    """A paragraph style with a line height that Japanese text needs."""
    return ParagraphStyle(
        name,
        **{"fontName": REGULAR, "fontSize": size, "leading": size * 1.5, "textColor": INK, "wordWrap": "CJK", **more},
    )


BODY = style("body", 9.5)
SMALL = style("small", 8)
RIGHT = style("right", 9.5, alignment=TA_RIGHT)
TITLE = style("title", 18, fontName=BOLD, alignment=TA_CENTER, spaceAfter=4)
HEADING = style("heading", 13, fontName=BOLD, spaceBefore=4, spaceAfter=4)
BLOCK = style("block", 10, fontName=BOLD, spaceBefore=8, spaceAfter=3)
CELL = style("cell", 8.5)
CELL_BOLD = style("cell-bold", 8.5, fontName=BOLD)
NUMBER = style("number", 8.5, alignment=TA_RIGHT)
NUMBER_BOLD = style("number-bold", 8.5, fontName=BOLD, alignment=TA_RIGHT)


class NumberedCanvas(canvas.Canvas):
    """A canvas that knows how many pages there are before it writes the page numbers."""

    def __init__(self, *args, header: str = "", footer: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self._header, self._footer, self._pages = header, footer, []

    def showPage(self):
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._mark(number, len(self._pages))
            super().showPage()
        super().save()

    def _mark(self, number: int, of: int) -> None:
        self.setFillColor(INK)
        self._text(self._header, MARGIN, A4[1] - 11 * mm)
        self._text(self._footer, MARGIN, 9 * mm)
        self.setFont(REGULAR, 8)
        self.drawRightString(A4[0] - MARGIN, 9 * mm, f"{number} / {of}")

    def _text(self, text: str, x: float, y: float) -> None:
        for font, piece in runs(text):
            self.setFont(font, 8)
            self.drawString(x, y, piece)
            x += self.stringWidth(piece, font, 8)


def write_pdf(document: ReportDocument) -> bytes:
    """The report as PDF; the same document always gives the same bytes."""
    register()
    buffer = io.BytesIO()
    header = f"{document.title}　{document.period}　第{document.revision}版（{document.status}）"
    footer = f"照合値 {document.sha256()[:16]}"
    template = BaseDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
        title=f"{document.title} {document.period}",
        author=document.sender or document.contract,
        subject=document.contract,
        creator="くまもとUIJターン窓口",
        lang="ja-JP",
        invariant=1,
    )
    frame = Frame(MARGIN, 16 * mm, WIDTH, A4[1] - 32 * mm, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate("page", [frame]))
    template.build(
        _story(document),
        canvasmaker=lambda *args, **kwargs: NumberedCanvas(*args, header=header, footer=footer, **kwargs),
    )
    return buffer.getvalue()


def _story(document: ReportDocument) -> list:
    story = _cover(document)
    for chart in document.charts:
        story += [Paragraph(markup(chart.title, BOLD), BLOCK), drawing(chart, WIDTH, 62 * mm)]
        story += [Paragraph(markup(chart.summary), SMALL), Spacer(1, 4 * mm)]
    for table in document.tables:
        story += _table(table)
    story += [PageBreak(), Paragraph("数字の定義", HEADING), _definitions(document.definitions)]
    return story


def _cover(document: ReportDocument) -> list:
    story = [
        Paragraph(_day(document.confirmed_at or document.as_of), RIGHT),
        Paragraph(markup(document.recipient), BODY),
        Paragraph(markup(document.sender), RIGHT),
        Spacer(1, 6 * mm),
        Paragraph(markup(document.title, BOLD), TITLE),
        Paragraph(markup(document.period), style("period", 12, alignment=TA_CENTER)),
        Spacer(1, 4 * mm),
        _facts(
            (
                ("委託業務名", document.contract),
                ("年度", document.fiscal_year),
                ("集計した時点", _moment(document.as_of)),
                ("版と状態", f"第{document.revision}版・{document.status}"),
                (
                    "確定",
                    f"{_moment(document.confirmed_at)}　{document.confirmed_by}"
                    if document.confirmed_at
                    else "未確定",
                ),
                ("照合値（SHA-256）", document.sha256()),
            )
        ),
        Spacer(1, 5 * mm),
    ]
    return story + [Paragraph(markup(remark), BODY) for remark in document.remarks]


def _facts(rows: tuple[tuple[str, str], ...]) -> PdfTable:
    cells = [[Paragraph(markup(name, BOLD), CELL_BOLD), Paragraph(markup(value), CELL)] for name, value in rows]
    table = PdfTable(cells, colWidths=[38 * mm, WIDTH - 38 * mm])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.4, LINE), ("BACKGROUND", (0, 0), (0, -1), HEAD), *_PADDING])
    return table


_PADDING = (
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
)


def _table(table: Table) -> list:
    story = [CondPageBreak(60 * mm), Spacer(1, 3 * mm)]
    story.append(Paragraph(markup(f"表{table.number}　{table.title}（契約 {table.clause}）", BOLD), HEADING))
    for block in table.blocks:
        story += [CondPageBreak(30 * mm), Paragraph(markup(block.title, BOLD), BLOCK), _block(block)]
    if table.note:
        story.append(Paragraph(markup(table.note), SMALL))
    return story


def _block(block: Block) -> PdfTable:
    head = [Paragraph(markup(block.head, BOLD), CELL_BOLD)]
    head += [Paragraph(markup(column, BOLD), NUMBER_BOLD) for column in (*block.columns, "単位")]
    rows = [_row(row) for row in block.rows] or [[Paragraph("該当なし", CELL)] + [""] * (len(block.columns) + 1)]
    label = max(45 * mm, WIDTH - (len(block.columns) * 22 + 13) * mm)
    each = (WIDTH - label - 13 * mm) / max(len(block.columns), 1)
    table = PdfTable(
        [head, *rows], colWidths=[label, *[each] * len(block.columns), 13 * mm], repeatRows=1, hAlign="LEFT"
    )
    totals = [("BACKGROUND", (0, n), (-1, n), HEAD) for n, row in enumerate(block.rows, start=1) if row.total]
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.4, LINE), ("BACKGROUND", (0, 0), (-1, 0), HEAD), *totals, *_PADDING])
    return table


def _row(row: Row) -> list[Paragraph]:
    text, number = (CELL_BOLD, NUMBER_BOLD) if row.total else (CELL, NUMBER)
    font = BOLD if row.total else REGULAR
    cells = [Paragraph("—" if cell.value is None else f"{cell.value:,}", number) for cell in row.cells]
    return [Paragraph("　" * row.indent + markup(row.label, font), text), *cells, Paragraph(markup(row.unit), number)]


def _definitions(definitions: tuple[Definition, ...]) -> PdfTable:
    head = [Paragraph(name, CELL_BOLD) for name in ("数字", "単位", "版", "定義")]
    rows = [
        [Paragraph(markup(text), CELL) for text in (item.label, item.unit, str(item.version), item.words)]
        for item in definitions
    ]
    table = PdfTable([head, *rows], colWidths=[42 * mm, 12 * mm, 10 * mm, WIDTH - 64 * mm], repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.4, LINE), ("BACKGROUND", (0, 0), (-1, 0), HEAD), *_PADDING])
    return table


def _day(iso: str) -> str:
    day = datetime.fromisoformat(iso)
    return f"{era_year(day.date())}{day.month}月{day.day}日"


def _moment(iso: str) -> str:
    moment = datetime.fromisoformat(iso)
    return f"{era_year(moment.date())}（{moment.year}年）{moment.month}月{moment.day}日 {moment:%H:%M}"

"""The PDF of a report: cover, charts, tables, definitions; A4, embedded fonts, the same bytes each time."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from centre.documents import styles
from centre.documents.fonts import BOLD, REGULAR, UNKNOWN, markup, missing, register, runs, width_of
from reports.documents.charts import table_of_chart
from reports.documents.charts_pdf import drawing
from reports.documents.content import Chart, ReportDocument, Table
from reports.documents.pdf_tables import contents, definition_table, fact_table, fits_upright, pdf_block

MARGIN, TOP, BOTTOM = 18 * mm, 22 * mm, 19 * mm
UPRIGHT, ACROSS = A4, landscape(A4)
WIDTH = UPRIGHT[0] - 2 * MARGIN
WIDE = ACROSS[0] - 2 * MARGIN
# Rows of a table that is kept on one page.
SHORT = 14


def write_pdf(document: ReportDocument) -> bytes:
    """The report as PDF; the same document always gives the same bytes."""
    register()
    return _Pages(document).made()


class Heading(Paragraph):
    """A heading that appears in the bookmarks and, on the first level, in the contents."""

    def __init__(self, text: str, style: ParagraphStyle, key: str, level: int = 0):
        super().__init__(markup(text, BOLD), style)
        self.bookmark, self.key, self.level = text, key, level

    def draw(self) -> None:
        """Bookmark the heading where it stands, and let the making remember its page."""
        self._doctemplateAttr("places")[self.key] = self.canv.getPageNumber()
        self.canv.bookmarkHorizontal(self.key, 0, self.height + 2 * mm)
        self.canv.addOutlineEntry(self.bookmark, self.key, self.level, closed=1)
        super().draw()


class _Pages(BaseDocTemplate):
    """The making of the document. `places` holds the pages of the headings.

    What names a page that is not laid out yet (contents, number of pages) is a form, filled at the end: the document
    is laid out once.
    """

    def __init__(self, document: ReportDocument):
        self.buffer = io.BytesIO()
        super().__init__(
            self.buffer,
            pagesize=UPRIGHT,
            title=f"{document.title} {document.period} {document.edition}",
            author=document.sender or document.recipient,
            subject=document.contract,
            keywords=[document.period, document.fiscal_year, document.status, document.sha256()],
            creator="くまもとUIJターン就職支援 窓口の記録",
            lang="ja-JP",
            displayDocTitle=1,
            initialFontName=REGULAR,
            invariant=1,
        )
        self.document, self.places = document, {}
        self.addPageTemplates([self._template("upright", UPRIGHT), self._template("across", ACROSS)])

    def made(self) -> bytes:
        """The bytes."""
        self._doSave = 0
        self.build(_story(self.document))
        for number in range(1, self.page + 1):
            with _filled(self.canv, f"footer-{number}"):
                _write(self.canv, f"{number} / {self.page}", 0, 0, 0.5)
        for key, page in self.places.items():
            with _filled(self.canv, key):
                _write(self.canv, str(page), 0, 0, 1, size=styles.BODY.fontSize)
        self.canv.save()
        return self.buffer.getvalue()

    def _template(self, name: str, size: tuple[float, float]) -> PageTemplate:
        frame = Frame(MARGIN, BOTTOM, size[0] - 2 * MARGIN, size[1] - TOP - BOTTOM, 0, 0, 0, 0)
        return PageTemplate(name, [frame], pagesize=size, onPage=partial(self._margins, size))

    def _margins(self, size: tuple[float, float], canvas: Canvas, _) -> None:
        """Header and footer: what this is, which edition, whose, which page, and the hash it can be checked by."""
        document, (width, height) = self.document, size
        left, right, above, below = MARGIN, width - MARGIN, height - 13 * mm, 11 * mm
        canvas.saveState()
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(left, above - 2.5 * mm, right, above - 2.5 * mm)
        canvas.line(left, below + 4 * mm, right, below + 4 * mm)
        canvas.setFillColor(styles.QUIET)
        _write(canvas, f"{document.title}　{document.period}", left, above)
        _write(canvas, document.edition, right, above, 1, BOLD)
        _write(canvas, document.sender, left, below)
        canvas.saveState()
        canvas.translate(width / 2, below)
        canvas.doForm(f"footer-{canvas.getPageNumber()}")
        canvas.restoreState()
        _write(canvas, f"照合値 {document.short_hash}", right, below, 1)
        canvas.restoreState()


@contextmanager
def _filled(canvas: Canvas, name: str) -> Iterator[None]:
    """The form that pages have referred to by its name; what is drawn lies around its origin."""
    canvas.beginForm(name, -40 * mm, -5 * mm, 40 * mm, 10 * mm)
    yield
    canvas.endForm()


def _write(
    canvas: Canvas, text: str, x: float, y: float, before: float = 0, font: str = REGULAR, size: float = 8
) -> None:
    """A line of text; `before` is the part of it that lies left of x."""
    text = text.replace("\n", " ")
    x -= width_of(text, size, font) * before
    for name, piece in runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += canvas.stringWidth(piece, name, size)


def _story(document: ReportDocument) -> list:
    headings = [(f"table-{table.number}", table.heading) for table in document.tables]
    headings = [*([("charts", "図")] if document.charts else []), *headings, ("definitions", "数字の定義")]
    story = [*_cover(document), Spacer(1, 6 * mm), Paragraph("目次", styles.BLOCK)]
    story.append(contents(headings, WIDTH))
    before = None
    for across, pieces in _sections(document):
        # A new page after the cover, and wherever the paper is turned.
        if across != before:
            story += [NextPageTemplate("across" if across else "upright"), PageBreak()]
        story += pieces
        before = across
    return [*story, NextPageTemplate("upright"), PageBreak(), *_definitions(document)]


def _sections(document: ReportDocument) -> Iterator[tuple[bool, list]]:
    """Charts and tables, each with whether it lies across the page."""
    if document.charts:
        yield False, _charts(document.charts)
    for table in document.tables:
        across = not all(fits_upright(block, WIDTH) for block in table.blocks)
        yield across, _table(table, WIDE if across else WIDTH)


def _cover(document: ReportDocument) -> list:
    story = [
        Paragraph(document.issued_label, styles.RIGHT),
        Paragraph(markup(document.recipient), styles.ADDRESS),
        Paragraph(markup(document.sender), styles.RIGHT),
        Spacer(1, 14 * mm),
        Paragraph(markup(document.title, BOLD), styles.TITLE),
        Paragraph(markup(document.period), styles.PERIOD),
    ]
    if document.subtitle:
        story.append(Paragraph(markup(document.subtitle), styles.PERIOD))
    if document.is_draft:
        warning = f"{document.status}です。確定するまで数字は変わることがあります。"
        story += [Spacer(1, 5 * mm), Paragraph(markup(warning), styles.DRAFT)]
    facts = (
        ("委託業務名", document.contract),
        ("年度", document.fiscal_year),
        ("集計した時点", document.as_of_label),
        ("版と状態", document.edition),
        ("確定", document.confirmed_label),
        ("照合値（SHA-256）", f"{document.sha256()[:32]}\n{document.sha256()[32:]}"),
    )
    story += [Spacer(1, 8 * mm), fact_table(facts, WIDTH)]
    for title, lines in document.words:
        story += [Spacer(1, 5 * mm), Paragraph(title, styles.BLOCK)]
        story += [Paragraph(markup(line), styles.REMARK, bulletText="・") for line in lines]
    return story


def _charts(charts: tuple[Chart, ...]) -> list:
    story = []
    for number, chart in enumerate(charts, start=1):
        title = f"図{number}　{chart.title}　単位：{chart.unit}"
        heading = Heading("図", styles.HEADING, "charts") if number == 1 else Spacer(1, 4 * mm)
        picture = [Paragraph(markup(title, BOLD), styles.BLOCK), drawing(chart, WIDTH, 66 * mm)]
        story.append(KeepTogether([heading, *picture, Paragraph(markup(chart.summary), styles.SMALL)]))
        story += [Spacer(1, 1 * mm), *pdf_block(table_of_chart(chart), WIDTH)]
    return story


def _table(table: Table, width: float) -> list:
    opening: list = [Heading(table.heading, styles.HEADING, f"table-{table.number}")]
    if table.clause:
        opening.append(Paragraph(markup(f"契約 {table.clause}"), styles.CLAUSE))
    story: list = []
    if table.text:
        story += [CondPageBreak(50 * mm), *opening]
        story += [Paragraph(markup(line), styles.TEXT) for line in table.paragraphs]
        opening = []
    for number, block in enumerate(table.blocks, start=1):
        pieces = pdf_block(block, width)
        group = [*opening, Heading(block.title, styles.BLOCK, f"table-{table.number}-{number}", 1), *pieces]
        opening = []
        # A heading never stands alone at the foot of a page, and a short table is not torn apart.
        if len(block.rows) <= SHORT and len(pieces) == 1:
            story.append(KeepTogether(group))
        else:
            story += [CondPageBreak(70 * mm), *group]
        if block.note:
            story.append(Paragraph(markup(block.note), styles.NOTE))
    story += opening
    if table.note:
        story.append(Paragraph(markup(table.note), styles.NOTE))
    return story


def _definitions(document: ReportDocument) -> list:
    story = [Heading("数字の定義", styles.HEADING, "definitions")]
    story += [Paragraph(line, styles.SMALL) for line in document.reading_notes]
    story += [Spacer(1, 2 * mm), definition_table(document.definitions, WIDTH)]
    absent = missing(json.dumps(document.to_json(), ensure_ascii=False))
    if absent:
        codes = "、".join(f"U+{ord(character):04X}" for character in absent)
        note = f"字の形がなく「{UNKNOWN}」で印刷した文字：{codes}（元の文字は Excel と JSON にあります）"
        story.append(Paragraph(note, styles.NOTE))
    return story

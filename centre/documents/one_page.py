"""A sheet of one A4 page: the largest type at which everything fits; embedded fonts, the same bytes each time."""

import io
from collections.abc import Callable, Iterable, Sequence

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, KeepInFrame, Paragraph, Table

from centre.documents import styles
from centre.documents.fonts import BOLD, REGULAR, markup, register, runs, width_of

MARGIN, TOP, BOTTOM = 15 * mm, 12 * mm, 16 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - TOP - BOTTOM
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
FOOT_SIZE = 7.5


def write_one_page(
    title: str,
    body: Callable[[float], list[Flowable]],
    *,
    subject: str = "",
    foot: tuple[str, str] = ("", ""),
    mark: str = "",
) -> bytes:
    """A PDF of one page. `body(size)` makes the content for a size of type; `foot` stands left and right below.

    `mark` is a watermark that stands pale across the page, under the text: who printed it, and when. What does not
    fit even at the smallest size is scaled down, so that nothing is lost.
    """
    return write_sheets(title, [body], subject=subject, foot=foot, mark=mark)


def write_sheets(
    title: str,
    bodies: Iterable[Callable[[float], list[Flowable]]],
    *,
    subject: str = "",
    foot: tuple[str, str] = ("", ""),
    mark: str = "",
) -> bytes:
    """A PDF of several sheets, each of one page as `write_one_page` makes it; bodies are taken one by one."""
    register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, lang="ja-JP", initialFontName=REGULAR)
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setCreator("くまもとUIJターン就職支援 窓口の記録")
    for body in bodies:
        # The frame is a hair higher than what is measured, so that rounding never sends the last line away.
        frame = Frame(MARGIN, BOTTOM - 2, WIDTH, HEIGHT + 2, 0, 0, 0, 0)
        draw_mark(canvas, mark)
        frame.addFromList([_fitting(body, canvas)], canvas)
        _foot(canvas, *foot)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def heading(text: str, size: float) -> Paragraph:
    """The title of the sheet."""
    large = size * 1.7
    return Paragraph(markup(text, BOLD), styles.style(f"sheet-{size}", large, fontName=BOLD, alignment=TA_CENTER))


def section(text: str, size: float) -> Paragraph:
    """A heading within the sheet."""
    return Paragraph(
        markup(text, BOLD),
        styles.style(f"section-{size}", size, fontName=BOLD, spaceBefore=size * 0.6, spaceAfter=1.5),
    )


def words(text: str, size: float, *, bold: bool = False, quiet: bool = False) -> Paragraph:
    """A text in the type of the sheet."""
    return Paragraph(markup(text, BOLD if bold else REGULAR), _style(size, bold=bold, quiet=quiet))


def facts(rows: Sequence[tuple[str, str]], size: float, *, side_by_side: bool = False) -> Table:
    """Names and values in a grid; side by side puts two short ones into a line, a long one gets a line of its own."""
    label = 11 * size if not side_by_side else 8.5 * size
    value = WIDTH / 2 - label
    lines, spans = [], []
    for name, text in rows:
        cells = [words(name, size * 0.92, bold=True), words(text, size)]
        is_long = not side_by_side or "\n" in text or width_of(text, size) > 1.9 * (value - 8)
        if lines and len(lines[-1]) == 2 and not is_long and len(lines) - 1 not in spans:
            lines[-1] += cells
        else:
            lines.append(cells)
            if is_long:
                spans.append(len(lines) - 1)
    if not side_by_side:
        return _grid(lines, [label, WIDTH - label], size, [("BACKGROUND", (0, 0), (0, -1), styles.HEAD)])
    alone = [number for number, line in enumerate(lines) if len(line) == 2]
    table = [line + [""] * (4 - len(line)) for line in lines]
    marks = [("SPAN", (1, number), (3, number)) for number in alone]
    marks += [("BACKGROUND", (0, 0), (0, -1), styles.HEAD)]
    marks += [("BACKGROUND", (2, n), (2, n), styles.HEAD) for n in range(len(table)) if n not in alone]
    return _grid(table, [label, value, label, value], size, marks)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], size: float) -> Table:
    """A table with a heading line; `shares` are the widths of its columns as parts of the page's width."""
    lines = [[words(text, size * 0.92, bold=True) for text in head]]
    lines += [[words(text, size) for text in row] for row in rows]
    return _grid(lines, [WIDTH * share for share in shares], size, [("BACKGROUND", (0, 0), (-1, 0), styles.HEAD)])


def qr_code(text: str, side: float) -> Drawing:
    """A QR code as a drawing, `side` points wide."""
    widget = QrCodeWidget(text, barLevel="M")
    left, below, right, above = widget.getBounds()
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (above - below), -left, -below])
    drawing.add(widget)
    return drawing


def _fitting(body: Callable[[float], list[Flowable]], canvas: Canvas) -> KeepInFrame:
    size = next((size for size in SIZES if _height(body(size), canvas) <= HEIGHT), SIZES[-1])
    # Measuring spends a flowable, so the chosen size is made anew.
    return KeepInFrame(WIDTH, HEIGHT, body(size), mode="shrink")


def _height(content: list[Flowable], canvas: Canvas) -> float:
    return sum(
        piece.wrapOn(canvas, WIDTH, HEIGHT)[1] + piece.getSpaceBefore() + piece.getSpaceAfter() for piece in content
    )


def _grid(lines: list[list], widths: list[float], size: float, marks: list[tuple]) -> Table:
    grid = Table(lines, colWidths=widths)
    grid.setStyle(
        [
            ("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE),
            ("BOX", (0, 0), (-1, -1), 0.6, styles.QUIET),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), size * 0.16),
            ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.24),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            *marks,
        ]
    )
    return grid


def _style(size: float, *, bold: bool = False, quiet: bool = False):
    return styles.style(
        f"sheet-words-{size}-{bold}-{quiet}",
        size,
        leading=size * 1.32,
        fontName=BOLD if bold else REGULAR,
        textColor=styles.QUIET if quiet else styles.INK,
    )


def draw_mark(canvas: Canvas, mark: str) -> None:
    """Write a watermark pale across the page, twice, so that no part of a sheet is without it."""
    if not mark:
        return
    size = min(20.0, 20.0 * 190 * mm / max(width_of(mark, 20.0), 1.0))
    canvas.saveState()
    canvas.setFillColor(styles.MARK)
    for height in (0.3, 0.7):
        canvas.saveState()
        canvas.translate(A4[0] / 2, A4[1] * height)
        canvas.rotate(30)
        x = -width_of(mark, size) / 2
        for name, piece in runs(mark, REGULAR):
            canvas.setFont(name, size)
            canvas.drawString(x, 0, piece)
            x += canvas.stringWidth(piece, name, size)
        canvas.restoreState()
    canvas.restoreState()


def _foot(canvas: Canvas, left: str, right: str) -> None:
    canvas.setFillColor(styles.QUIET)
    for text, start in ((left, MARGIN), (right, A4[0] - MARGIN - width_of(right, FOOT_SIZE))):
        x = start
        for name, piece in runs(text, REGULAR):
            canvas.setFont(name, FOOT_SIZE)
            canvas.drawString(x, 9 * mm, piece)
            x += canvas.stringWidth(piece, name, FOOT_SIZE)

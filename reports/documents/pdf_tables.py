"""The tables of the PDF: figures, facts of the cover, contents, definitions."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer
from reportlab.platypus import Table as PdfTable

from centre.documents import styles
from centre.documents.fonts import BOLD, REGULAR, markup, runs, width_of
from reports.documents.content import Block, Cell, Definition, Group, Row

LABEL, UNIT = 44 * mm, 12 * mm
NARROWEST, WIDEST = 13 * mm, 40 * mm
SIZE = 8.5
# A text of so many characters fills a good part of a page.
LONG = 400

_PADDING = [
    ("FONT", (0, 0), (-1, -1), REGULAR, SIZE, 12),
    ("TOPPADDING", (0, 0), (-1, -1), 2.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]


def fits_upright(block: Block, width: float) -> bool:
    """Whether the columns of a block find room on an upright page of the given width."""
    return len(block.columns) <= _room(block, width)


def pdf_block(block: Block, width: float) -> list:
    """A block as one table, or as several below each other when it has more columns than the page is wide."""
    room = _room(block, width)
    parts = [slice(start, start + room) for start in range(0, max(len(block.columns), 1), room)]
    pieces: list = []
    for number, part in enumerate(parts, start=1):
        if len(parts) > 1:
            pieces.append(Paragraph(f"（{number}／{len(parts)}）", styles.SMALL))
        pieces += [_figures(_part(block, part), width), Spacer(1, 1 * mm)]
    return pieces[:-1]


def _part(block: Block, part: slice) -> Block:
    """Some columns of a block; a group that is cut goes on with its title."""
    titles = [group.title for group in block.groups for _ in range(group.span)][part]
    groups: list[Group] = []
    for title in titles:
        if groups and groups[-1].title == title:
            groups[-1] = Group(title, groups[-1].span + 1)
        else:
            groups.append(Group(title, 1))
    rows = tuple(Row(row.label, row.cells[part], row.unit, row.indent, row.total) for row in block.rows)
    return Block(block.title, block.head, block.columns[part], rows, tuple(groups))


def _needed(block: Block) -> float:
    """The width that every column of figures needs: its longest number, or a heading broken into short lines."""
    texts = [cell.text for row in block.rows for cell in row.cells if cell.is_number or cell.masked]
    widths = [width_of(text, SIZE, BOLD) for text in texts]
    widths += [min(width_of(column, SIZE, BOLD), 4 * SIZE) for column in block.columns]
    words = [cell.value for row in block.rows for cell in row.cells if isinstance(cell.value, str)]
    widths += [min(width_of(text, SIZE), 12 * SIZE) for text in words]
    return min(max([NARROWEST - 9, *widths]) + 9, WIDEST)


def _room(block: Block, width: float) -> int:
    return max(1, int((width - LABEL - UNIT) // _needed(block)))


def _figures(block: Block, width: float) -> PdfTable:
    columns = _widths(block, width)
    heads = _heads(block)
    rows = [_row(row, columns[0]) for row in block.rows] or [[Paragraph("該当なし", styles.cell())]]
    lines = [(line + [""] * len(columns))[: len(columns)] for line in (*heads, *rows)]
    table = PdfTable(
        lines,
        colWidths=columns,
        repeatRows=len(heads),
        hAlign="LEFT",
        splitInRow=int(_is_long(block)),
    )
    table.setStyle([*_PADDING, *_rules(block, len(heads))])
    return table


def _widths(block: Block, width: float) -> list[float]:
    """The widths of the label, the columns and the unit: figures are equally wide, words share what is left."""
    unit = [UNIT] if block.has_units else []
    room, count = width - sum(unit), len(block.columns)
    if not any(_words_in(block)):
        each = min(max(_needed(block), 28 * mm), (room - LABEL) / max(count, 1))
        return [room - each * count, *[each] * count, *unit]
    columns = [[block.head, *(row.label for row in block.rows)]]
    columns += [[head, *(row.cells[place].text for row in block.rows)] for place, head in enumerate(block.columns)]
    wished = [max(NARROWEST, *(_longest_line(text) for text in texts)) for texts in columns]
    fair = room / len(columns)
    given = [min(wish, fair) for wish in wished]
    # What short columns leave goes to those with more to say; to the last when none has.
    short = [wish - own for wish, own in zip(wished, given, strict=True)]
    if not any(short):
        short[-1] = 1
    left = room - sum(given)
    return [*(own + left * more / sum(short) for own, more in zip(given, short, strict=True)), *unit]


def _longest_line(text: str) -> float:
    return max(width_of(line, SIZE, BOLD) for line in text.split("\n")) + 9


def _words_in(block: Block) -> list[bool]:
    """Whether each column holds words and no number."""
    columns = [[row.cells[place] for row in block.rows] for place in range(len(block.columns))]
    return [
        any(isinstance(cell.value, str) for cell in cells) and not any(cell.is_number for cell in cells)
        for cells in columns
    ]


def _is_long(block: Block) -> bool:
    """Whether a text is so long that its row may not fit on a page; only then are rows torn apart."""
    texts = (text for row in block.rows for text in (row.label, *(cell.text for cell in row.cells)))
    return any(len(text) > LONG for text in texts)


def _heads(block: Block) -> list[list]:
    head = [Paragraph(markup(block.head, BOLD), styles.cell(bold=True))]
    head += [
        Paragraph(markup(column, BOLD), styles.cell(bold=True, right=not words))
        for column, words in zip(block.columns, _words_in(block), strict=True)
    ]
    head.append(Paragraph("単位", styles.cell(bold=True)))
    if not block.groups:
        return [head]
    above, below = [head[0]], [""]
    for group in block.groups:
        own, head[1:] = head[1 : 1 + group.span], head[1 + group.span :]
        if group.title:
            above += [Paragraph(markup(group.title, BOLD), styles.CENTRED), *[""] * (group.span - 1)]
            below += own
        else:
            above += own
            below += [""] * group.span
    return [[*above, head[-1]], [*below, ""]]


def _rules(block: Block, heads: int) -> list[tuple]:
    """Lines and tints: fine lines between rows, strong ones around, totals apart."""
    rules: list[tuple] = [
        ("BACKGROUND", (0, 0), (-1, heads - 1), styles.HEAD),
        ("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE),
        ("BOX", (0, 0), (-1, -1), 0.8, styles.QUIET),
        ("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.8, styles.QUIET),
        ("ALIGN", (1, heads), (len(block.columns), -1), "RIGHT"),
        # The total never stands alone on a page.
        *([("NOSPLIT", (0, -3), (-1, -1))] if len(block.rows) > 3 else []),
        ("TEXTCOLOR", (0, 0), (-1, -1), styles.INK),
    ]
    if not block.rows:
        rules.append(("SPAN", (0, heads), (-1, heads)))
    if block.groups:
        rules += [("SPAN", (place, 0), (place, 1)) for place in ((0, -1) if block.has_units else (0,))]
        start = 1
        for group in block.groups:
            columns = range(start, start + group.span)
            if group.title:
                rules.append(("SPAN", (start, 0), (columns[-1], 0)))
            else:
                rules += [("SPAN", (column, 0), (column, 1)) for column in columns]
            start += group.span
    for number, row in enumerate(block.rows, start=heads):
        if row.total:
            rules.append(("FONTNAME", (0, number), (-1, number), BOLD))
            rules.append(("BACKGROUND", (0, number), (-1, number), styles.TOTAL))
            rules.append(("LINEABOVE", (0, number), (-1, number), 0.8, styles.QUIET))
    return rules


def _row(row: Row, width: float) -> list[Paragraph | str]:
    if row.indent:
        label = Paragraph(_words(row.label, row.total), styles.cell(bold=row.total, indent=row.indent))
    else:
        label = _line(row.label, row.total, width)
    return [label, *[_cell(cell, row.total) for cell in row.cells], _line(row.unit, row.total, UNIT)]


def _cell(cell: Cell, bold: bool) -> Paragraph | str:
    """A paragraph for words; numbers are plain, which is ten times faster and needs no second font."""
    if isinstance(cell.value, str):
        return Paragraph(_words(cell.value, bold), styles.cell(bold=bold))
    return cell.text


def _line(text: str, bold: bool, width: float) -> Paragraph | str:
    """A text that fits into its column and needs one font only is plain; any other is a paragraph."""
    font = BOLD if bold else REGULAR
    if runs(text, font) == [(font, text)] and width_of(text, SIZE, font) <= width - 8:
        return text
    return Paragraph(_words(text, bold), styles.cell(bold=bold))


def _words(text: str, bold: bool) -> str:
    return markup(text, BOLD) if bold else markup(text)


def fact_table(rows: tuple[tuple[str, str], ...], width: float) -> PdfTable:
    """Names and values below each other."""
    cells = [
        [Paragraph(markup(name, BOLD), styles.cell(bold=True)), Paragraph(markup(value), styles.cell())]
        for name, value in rows
    ]
    table = PdfTable(cells, colWidths=[38 * mm, width - 38 * mm])
    grid = [("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE), ("BOX", (0, 0), (-1, -1), 0.8, styles.QUIET)]
    table.setStyle([*_PADDING, *grid, ("BACKGROUND", (0, 0), (0, -1), styles.HEAD)])
    return table


class PageOf(Flowable):
    """The number of the page on which a heading stands: the form of that name, which is filled at the end."""

    def __init__(self, key: str):
        super().__init__()
        self.key = key

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, styles.BODY.leading
        return self.width, self.height

    def draw(self) -> None:
        """Put the form where a number set to the right would stand."""
        self.canv.saveState()
        self.canv.translate(self.width, self.height - styles.BODY.fontSize)
        self.canv.doForm(self.key)
        self.canv.restoreState()


def contents(entries: list[tuple[str, str]], width: float) -> PdfTable:
    """The headings (key, text) with their pages, each a link."""
    rows = [[Paragraph(f'<a href="#{key}">{markup(text)}</a>', styles.BODY), PageOf(key)] for key, text in entries]
    table = PdfTable(rows, colWidths=[width - 16 * mm, 16 * mm])
    # Low rows, so that the contents stand on the cover whole.
    low = [("TOPPADDING", (0, 0), (-1, -1), 0.4), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.9)]
    table.setStyle([*_PADDING, *low, ("LINEBELOW", (0, 0), (-1, -1), 0.4, styles.LINE, None, (1, 2))])
    return table


def definition_table(definitions: tuple[Definition, ...], width: float) -> PdfTable:
    """What each figure means, in words, with its conditions and its version."""
    names = (("数字", False), ("単位", False), ("版", True), ("定義と集計の条件", False))
    head = [Paragraph(name, styles.cell(bold=True, right=right)) for name, right in names]
    rows = [row for item in definitions for row in _definition(item)]
    rows = rows or [[Paragraph("該当なし", styles.cell()), "", "", ""]]
    table = PdfTable([head, *rows], colWidths=[44 * mm, UNIT, 10 * mm, width - 66 * mm], repeatRows=1, hAlign="LEFT")
    grid = [("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE), ("BOX", (0, 0), (-1, -1), 0.8, styles.QUIET)]
    table.setStyle([*_PADDING, *grid, ("BACKGROUND", (0, 0), (-1, 0), styles.HEAD)])
    return table


def _definition(item: Definition) -> list[list]:
    """The rows of one definition: a long text goes on in further rows, since a row cannot be torn apart."""
    pieces = [Paragraph(markup(piece), styles.cell()) for piece in _pieces(item.words)]
    pieces += [Paragraph(markup(piece), styles.cell(quiet=True)) for piece in _pieces(item.conditions, "条件：")]
    names = [
        Paragraph(markup(item.label), styles.cell()),
        Paragraph(markup(item.unit), styles.cell()),
        Paragraph(str(item.version), styles.cell(right=True)),
    ]
    if len(item.words) + len(item.conditions) <= 2 * LONG:
        return [[*names, pieces]]
    return [[*names, pieces[0]], *[["", "", "", piece] for piece in pieces[1:]]]


def _pieces(text: str, before: str = "") -> list[str]:
    text = before + text if text else ""
    return [text[start : start + 2 * LONG] for start in range(0, len(text), 2 * LONG)]

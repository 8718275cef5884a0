"""The tables of the PDF: figures, facts of the cover, contents, definitions."""

from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Spacer
from reportlab.platypus import Table as PdfTable

from reports.documents import pdf_styles as styles
from reports.documents.content import Block, Cell, Definition, Group, Row
from reports.documents.fonts import BOLD, markup, width_of

LABEL, UNIT = 44 * mm, 12 * mm
NARROWEST, WIDEST = 13 * mm, 40 * mm
SIZE = 8.5

_PADDING = [
    ("TOPPADDING", (0, 0), (-1, -1), 1.8),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
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
    words = [min(width_of(c.text, SIZE), 12 * SIZE) for row in block.rows for c in row.cells if isinstance(c.value, str)]
    return min(max([NARROWEST - 9, *widths, *words]) + 9, WIDEST)


def _room(block: Block, width: float) -> int:
    return max(1, int((width - LABEL - UNIT) // _needed(block)))


def _figures(block: Block, width: float) -> PdfTable:
    needed = _needed(block)
    each = min(max(needed, 24 * mm), (width - LABEL - UNIT) / max(len(block.columns), 1))
    label = width - UNIT - each * len(block.columns)
    heads = _heads(block)
    rows = [_row(row) for row in block.rows] or [[Paragraph("該当なし", styles.cell())]]
    lines = [line + [""] * (len(block.columns) + 2 - len(line)) for line in (*heads, *rows)]
    table = PdfTable(
        lines,
        colWidths=[label, *[each] * len(block.columns), UNIT],
        repeatRows=len(heads),
        hAlign="LEFT",
        splitInRow=1,
    )
    table.setStyle([*_PADDING, *_rules(block, len(heads))])
    return table


def _heads(block: Block) -> list[list]:
    head = [Paragraph(markup(block.head, BOLD), styles.cell(bold=True))]
    head += [Paragraph(markup(column, BOLD), styles.cell(bold=True, right=True)) for column in block.columns]
    head.append(Paragraph("単位", styles.cell(bold=True)))
    if not block.groups:
        return [head]
    above: list = [head[0]]
    for group in block.groups:
        above += [Paragraph(markup(group.title, BOLD), styles.CENTRED), *[""] * (group.span - 1)]
    return [[*above, head[-1]], ["", *head[1:-1], ""]]


def _rules(block: Block, heads: int) -> list[tuple]:
    """Lines and tints: fine lines between rows, strong ones around, totals apart."""
    rules: list[tuple] = [
        ("BACKGROUND", (0, 0), (-1, heads - 1), styles.HEAD),
        ("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE),
        ("BOX", (0, 0), (-1, -1), 0.8, styles.QUIET),
        ("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.8, styles.QUIET),
    ]
    if not block.rows:
        rules.append(("SPAN", (0, heads), (-1, heads)))
    if block.groups:
        rules += [("SPAN", (0, 0), (0, 1)), ("SPAN", (-1, 0), (-1, 1))]
        start = 1
        for group in block.groups:
            end = start + group.span - 1
            # A column without a group takes the place of the group's heading too.
            rules.append(("SPAN", (start, 0), (end, 0)))
            start = end + 1
    for number, row in enumerate(block.rows, start=heads):
        if row.total:
            rules.append(("BACKGROUND", (0, number), (-1, number), styles.TOTAL))
            rules.append(("LINEABOVE", (0, number), (-1, number), 0.8, styles.QUIET))
    return rules


def _row(row: Row) -> list[Paragraph]:
    font = BOLD if row.total else None
    label = Paragraph(_words(row.label, font), styles.cell(bold=row.total, indent=row.indent))
    return [label, *[_cell(cell, row.total) for cell in row.cells], Paragraph(_words(row.unit, font), styles.cell(bold=row.total))]


def _cell(cell: Cell, bold: bool) -> Paragraph:
    words = isinstance(cell.value, str)
    return Paragraph(_words(cell.text, BOLD if bold else None), styles.cell(bold=bold, right=not words))


def _words(text: str, font: str | None) -> str:
    return markup(text, font) if font else markup(text)


def fact_table(rows: tuple[tuple[str, str], ...], width: float) -> PdfTable:
    """Names and values below each other."""
    cells = [
        [Paragraph(markup(name, BOLD), styles.cell(bold=True)), Paragraph(markup(value), styles.cell())]
        for name, value in rows
    ]
    table = PdfTable(cells, colWidths=[38 * mm, width - 38 * mm], splitInRow=1)
    grid = [("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE), ("BOX", (0, 0), (-1, -1), 0.8, styles.QUIET)]
    table.setStyle([*_PADDING, *grid, ("BACKGROUND", (0, 0), (0, -1), styles.HEAD)])
    return table


def contents(entries: list[tuple[str, str, int | None]], width: float) -> PdfTable:
    """The headings with their pages, each a link; the page is not known yet the first time."""
    rows = [
        [
            Paragraph(f'<a href="#{key}">{markup(text)}</a>', styles.BODY),
            Paragraph(str(page or ""), styles.RIGHT),
        ]
        for key, text, page in entries
    ]
    table = PdfTable(rows, colWidths=[width - 16 * mm, 16 * mm])
    table.setStyle([*_PADDING, ("LINEBELOW", (0, 0), (-1, -1), 0.4, styles.LINE, None, (1, 2))])
    return table


def definition_table(definitions: tuple[Definition, ...], width: float) -> PdfTable:
    """What each figure means, in words, with its conditions and its version."""
    head = [Paragraph(name, styles.cell(bold=True)) for name in ("数字", "単位", "版", "定義と集計の条件")]
    rows = [_definition(item) for item in definitions] or [[Paragraph("該当なし", styles.cell()), "", "", ""]]
    table = PdfTable(
        [head, *rows], colWidths=[44 * mm, UNIT, 10 * mm, width - 66 * mm], repeatRows=1, hAlign="LEFT", splitInRow=1
    )
    grid = [("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE), ("BOX", (0, 0), (-1, -1), 0.8, styles.QUIET)]
    table.setStyle([*_PADDING, *grid, ("BACKGROUND", (0, 0), (-1, 0), styles.HEAD)])
    return table


def _definition(item: Definition) -> list:
    words = [Paragraph(markup(item.words), styles.cell())]
    if item.conditions:
        words.append(Paragraph(markup(f"条件：{item.conditions}"), styles.cell(quiet=True)))
    return [
        Paragraph(markup(item.label), styles.cell()),
        Paragraph(markup(item.unit), styles.cell()),
        Paragraph(str(item.version), styles.cell(right=True)),
        words,
    ]

"""Hiding small numbers in what leaves the centre, so that they cannot be worked out from what is shown (DOMAIN 7.2).

Only the divisions of figures about people are masked: how many there were in all tells nothing of anybody. Which cells
must go beside the small ones is what `surveys.suppression` says: every hidden number could as well be another.
"""

from collections.abc import Iterable
from dataclasses import replace

from reports.documents.content import Block, Cell, ReportDocument, Row
from reports.documents.content import Table as ReportTable
from reports.masking_charts import masked_charts
from surveys.suppression import SMALLEST_GROUP, TOTAL, Hidden, Table, hidden_in

WITHHELD = "＊"
NOTE = "「＊」は、5未満の数と、引き算で5未満の数が分かってしまう数を伏せたものです。"
# A finer division of the same records: what the coarser one shows would give a hidden number away.
FINER = {"現住所の都道府県": "現住所の地方"}
# A division whose cells are parts of another table's rows: {metric: (metric, head of its rows)}.
PARTS_OF = {"schemes_asked": ("person_consultations", "主な内容")}


def masked(document: ReportDocument, about_people: frozenset[str]) -> ReportDocument:
    """The document with its small numbers hidden; `about_people` are the keys of the metrics it concerns.

    The hash on its pages stays the one of the report it was made from.
    """
    hidden = _hidden_blocks(document, about_people)
    gone: set[str] = set()
    tables = []
    for table in document.tables:
        blocks = []
        for block in table.blocks:
            place = (table.number, block.title)
            if _is_withheld(place, block, document, hidden):
                block, keys = _withheld(block)
                gone |= keys
            elif place in hidden and _hides_anything(hidden[place]):
                block, keys = _masked_block(block, hidden[place])
                gone |= keys
            blocks.append(block)
        tables.append(replace(table, blocks=tuple(blocks)))
    tables = [replace(table, blocks=tuple(_without(block, gone) for block in table.blocks)) for table in tables]
    charts, words = masked_charts(document.charts, _hidden_labels(tables))
    if not gone and charts == document.charts:
        return document
    return replace(
        document,
        tables=tuple(tables),
        charts=charts,
        evidence=tuple(line for line in document.evidence if line.figure not in gone),
        comments=(*document.comments, *([NOTE] if gone else []), *words),
        of_sha256=document.sha256(),
    )


def _hidden_labels(tables: Iterable[ReportTable]) -> dict[tuple[str, str], set[str]]:
    """The lines of masked tables whose number is hidden: {(metric, head of the table): labels}."""
    found: dict[tuple[str, str], set[str]] = {}
    for block in (block for table in tables for block in table.blocks):
        hidden = {row.label for row in block.rows if row.cells and not row.total and _is_hidden(row.cells[-1])}
        if hidden:
            found.setdefault((_metric(block), block.head), set()).update(hidden)
    return found


def _is_hidden(cell: Cell) -> bool:
    return cell.masked or cell.value == WITHHELD


def figures_hidden(document: ReportDocument, about_people: frozenset[str]) -> frozenset[str]:
    """The keys of the figures that the masked document does not show."""
    return frozenset(_keys(document)) - frozenset(_keys(masked(document, about_people)))


def _keys(document: ReportDocument) -> Iterable[str]:
    for table in document.tables:
        for block in table.blocks:
            for row in block.rows:
                yield from (cell.figure for cell in row.cells if cell.figure)


def _hidden_blocks(document: ReportDocument, about_people: frozenset[str]) -> dict[tuple[int, str], Hidden]:
    """What each divided block hides; a column that is too small in one block is hidden in all of the same metric."""
    blocks = {
        (table.number, block.title): block
        for table in document.tables
        for block in table.blocks
        if _metric(block) in about_people and _is_divided(block)
    }
    columns: dict[str, frozenset[str]] = {}
    while True:
        found = {
            place: _hidden_in(block, columns.get(_metric(block), frozenset()) & frozenset(block.columns[:-1]))
            for place, block in blocks.items()
        }
        wider = {
            metric: frozenset().union(
                *(found[place].groups for place, block in blocks.items() if _metric(block) == metric)
            )
            for metric in {_metric(block) for block in blocks.values()}
        }
        if wider == columns:
            return found
        columns = wider


def _hidden_in(block: Block, columns: frozenset[str]) -> Hidden:
    """What a block hides; a block of one column has no groups."""
    found = hidden_in(_table(block), columns)
    return found if len(block.columns) > 1 else replace(found, groups=set())


def _metric(block: Block) -> str:
    """The metric of a block, by the key of its last figure: t4.b2.person_consultations.計."""
    keys = [cell.figure for row in block.rows for cell in row.cells if cell.figure]
    return keys[-1].split(".")[2] if keys and keys[-1].count(".") >= 2 else ""


def _is_divided(block: Block) -> bool:
    return len(block.rows) > 1 and block.rows[-1].total and block.columns[-1] == "計"


def _table(block: Block) -> Table:
    *rows, total = [[int(cell.value or 0) for cell in row.cells] for row in block.rows]
    names = block.columns[:-1] or ("",)
    return Table(
        {name: total[place] for place, name in enumerate(names)},
        {name: tuple(row[place] for row in rows) for place, name in enumerate(names)},
    )


def _hides_anything(hidden: Hidden) -> bool:
    return bool(hidden.everything or hidden.cells or hidden.groups)


def _masked_block(block: Block, hidden: Hidden) -> tuple[Block, set[str]]:
    names, gone, rows = block.columns[:-1], set(), []
    of_one = _all_are_small(block, hidden)

    def shown(cell: Cell, *, is_hidden: bool) -> Cell:
        if not is_hidden:
            return cell
        gone.add(cell.figure)
        return Cell(masked=True) if of_one else Cell(WITHHELD)

    for number, row in enumerate(block.rows):
        if row.total:
            cells = [
                shown(row.cells[p], is_hidden=hidden.everything or n in hidden.groups) for p, n in enumerate(names)
            ]
            rows.append(replace(row, cells=(*cells, row.cells[-1])))
            continue
        cells = [shown(row.cells[place], is_hidden=hidden.hides(name, number)) for place, name in enumerate(names)]
        last = shown(row.cells[-1], is_hidden=hidden.hides(TOTAL, number))
        rows.append(replace(row, cells=(*cells, last)))
    return replace(block, rows=tuple(rows)), gone


def _all_are_small(block: Block, hidden: Hidden) -> bool:
    """Whether a block of one column hides small numbers alone, so that 「1〜4」 does not give them away."""
    if len(block.columns) > 1 or hidden.everything:
        return False
    values = [
        int(row.cells[-1].value or 0) for n, row in enumerate(block.rows) if not row.total and hidden.hides(TOTAL, n)
    ]
    are_small = all(0 < value < SMALLEST_GROUP for value in values)
    return are_small and len(values) < sum(values) < (SMALLEST_GROUP - 1) * len(values)


def _is_withheld(place, block: Block, document: ReportDocument, hidden: dict) -> bool:
    if block.head in FINER:
        return place in hidden and _hides_anything(hidden[place])
    metric, head = PARTS_OF.get(_metric(block), ("", ""))
    return bool(metric) and any(
        _metric(other) == metric
        and other.head == head
        and _hides_anything(hidden.get((table.number, other.title), Hidden()))
        for table in document.tables
        for other in table.blocks
    )


def _withheld(block: Block) -> tuple[Block, set[str]]:
    """All parts of a block hidden, its whole total shown."""
    gone, rows = set(), []
    for row in block.rows:
        if row.total:
            gone |= {cell.figure for cell in row.cells[:-1]}
            rows.append(replace(row, cells=(*[Cell(WITHHELD)] * (len(row.cells) - 1), row.cells[-1])))
        else:
            gone |= {cell.figure for cell in row.cells}
            rows.append(replace(row, cells=(Cell(WITHHELD),) * len(row.cells)))
    return replace(block, rows=tuple(rows)), gone


def _without(block: Block, gone: set[str]) -> Block:
    """Rows that tell of a hidden figure elsewhere (the bridge) tell no numbers either."""

    def told(row: Row) -> Row:
        if any(cell.figure in gone for cell in row.cells if cell.figure):
            return replace(row, cells=tuple(Cell(WITHHELD) for _ in row.cells))
        return row

    return replace(block, rows=tuple(told(row) for row in block.rows))

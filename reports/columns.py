"""Which columns a table of the monthly report shows, in which order and under which titles.

A report keeps all of its columns and, frozen beside them, how they are to be shown: small numbers must be hidden
before a column is moved or left out, for the total is what they could be worked out from.
"""

from dataclasses import dataclass, replace

from reports.compiling import SPAN, SPANS, TOTAL
from reports.documents.content import Block, ReportDocument
from reports.metrics.definition import Dimension
from reports.tables import MONTHLY, Lines, Table


@dataclass(frozen=True)
class ColumnSet:
    """The columns that some blocks of a table share; `key` is `Block.columns_of`."""

    key: str
    label: str
    names: tuple[str, ...]


def column_sets(table: Table) -> list[ColumnSet]:
    """What can be arranged in a table: sets of two columns or more."""
    found: dict[str, ColumnSet] = {}
    for block in table.blocks:
        if isinstance(block, Lines):
            found.setdefault(SPAN, ColumnSet(SPAN, "期間", tuple(SPANS.values())))
        elif block.columns:
            dimension = block.metric.dimension(block.columns)
            found.setdefault(block.columns, ColumnSet(dimension.key, dimension.label, _names(dimension)))
    return list(found.values())


def sets_of_tables() -> dict[int, list[ColumnSet]]:
    """The column sets of every table of the monthly report: {number: sets}."""
    return {table.number: column_sets(table) for table in MONTHLY}


def arranged(document: ReportDocument) -> ReportDocument:
    """The document as it is read: columns in their order, under their titles, without those left out."""
    if not document.columns:
        return document
    tables = tuple(
        replace(
            table,
            blocks=tuple(
                _arranged(block, document.columns.get(str(table.number), {}).get(block.columns_of))
                for block in table.blocks
            ),
        )
        for table in document.tables
    )
    shown = replace(document, tables=tables, of_sha256=document.sha256())
    if not document.evidence:
        return shown
    keys = {cell.figure for table in tables for block in table.blocks for row in block.rows for cell in row.cells}
    return replace(shown, evidence=tuple(line for line in document.evidence if line.figure in keys))


def _arranged(block: Block, settings: dict | None) -> Block:
    """A block by its settings `{"order": names, "hidden": names, "titles": {name: title}}`."""
    if settings is None or block.groups:
        return block
    place = {name: at for at, name in enumerate(settings["order"])}
    at = [number for number, name in enumerate(block.columns) if name not in settings["hidden"]]
    at.sort(key=lambda number: (place.get(block.columns[number], len(place)), number))
    if not at:
        return block
    return replace(
        block,
        columns=tuple(settings["titles"].get(block.columns[number], block.columns[number]) for number in at),
        rows=tuple(replace(row, cells=tuple(row.cells[number] for number in at)) for row in block.rows),
    )


def _names(dimension: Dimension) -> tuple[str, ...]:
    return (*(name for _, name in dimension.parts()), dimension.rest, TOTAL)

"""Which column of a file means what, and its rows as values with their errors."""

import inspect
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from centre.tabular.reading import Table, TabularError
from centre.tabular.values import ValueProblem

_UNITS = {"億円": 10**8, "百万円": 10**6, "万円": 10**4, "千円": 10**3, "円": 1}


@dataclass(frozen=True)
class ColumnSpec:
    """A column the product knows: its label, the headings it goes by, how a cell is read."""

    key: str
    label: str
    headings: tuple[str, ...]
    parse: Callable[[Any], Any]
    required: bool = False


@dataclass(frozen=True)
class MappedColumn:
    """Where a known column stands in a file, and the unit its heading names (`資本金（千円）`)."""

    spec: ColumnSpec
    position: int
    heading: str
    unit: int | None


@dataclass(frozen=True)
class Mapping:
    """Which columns of a file are known, which are not, and which are missing."""

    columns: tuple[MappedColumn, ...]
    unmatched: tuple[str, ...]
    missing: tuple[ColumnSpec, ...]


@dataclass(frozen=True)
class RowError:
    """What is wrong in a cell: the row as the spreadsheet counts it, and the column as `所在地（D列）`."""

    row: int
    column: str
    message: str


@dataclass
class ParsedRow:
    """A row as values by column key, and its errors."""

    row_number: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)


def heading_key(heading: str) -> str:
    """A heading without width, spaces, brackets and units, for comparing."""
    folded = unicodedata.normalize("NFKC", str(heading or "")).lower()
    folded = re.sub(r"[(（\[【][^)）\]】]*[)）\]】]", "", folded)
    return re.sub(r"[\s\-_・*※:：]", "", folded)


def map_columns(headers: Sequence[str], specs: Sequence[ColumnSpec]) -> Mapping:
    """Find each known column among the headings of a file. Raises TabularError when two headings mean the same."""
    names = {heading_key(name): spec for spec in specs for name in (spec.label, *spec.headings)}
    found: dict[str, MappedColumn] = {}
    unmatched = []
    for position, heading in enumerate(headers):
        spec = names.get(heading_key(heading))
        if spec is None:
            if heading:
                unmatched.append(heading)
            continue
        if spec.key in found:
            raise TabularError(
                f"「{found[spec.key].heading}」と「{heading}」は同じ内容の列です。どちらかの見出しを変えるか消してください。"
            )
        found[spec.key] = MappedColumn(spec, position, heading, _unit(heading))
    missing = tuple(spec for spec in specs if spec.required and spec.key not in found)
    return Mapping(tuple(found.values()), tuple(unmatched), missing)


def parse_rows(table: Table, mapping: Mapping) -> Iterator[ParsedRow]:
    """The rows below the headings as values; empty rows are passed over, every problem names row and column."""
    for number, cells in table.rows:
        row = ParsedRow(number)
        for column in mapping.columns:
            cell = cells[column.position] if column.position < len(cells) else None
            try:
                row.values[column.spec.key] = _read(column, cell)
            except ValueProblem as problem:
                row.errors.append(RowError(number, column_name(column), problem.message))
                continue
            if column.spec.required and row.values[column.spec.key] is None:
                row.errors.append(RowError(number, column_name(column), f"{column.spec.label}が空です。"))
        yield row


def column_name(column: MappedColumn) -> str:
    """`所在地（D列）`: the heading with the letter a spreadsheet shows above it."""
    letters, rest = "", column.position + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return f"{column.heading}（{letters}列）"


def _read(column: MappedColumn, cell: Any) -> Any:
    if column.unit and "unit" in inspect.signature(column.spec.parse).parameters:
        return column.spec.parse(cell, unit=column.unit)
    return column.spec.parse(cell)


def _unit(heading: str) -> int | None:
    match = re.search(r"[(（](億円|百万円|万円|千円|円)[)）]", unicodedata.normalize("NFKC", heading))
    return _UNITS[match.group(1)] if match else None

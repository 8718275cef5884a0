"""Which column of a file means what, and its rows as values with their errors."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from centre.tabular.headings import heading_key, short_heading_key, unit_of
from centre.tabular.reading import Table, TabularError
from centre.tabular.refusal import CellFault, column_letters
from centre.tabular.values import ValueProblem


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


def map_columns(
    headers: Sequence[str], specs: Sequence[ColumnSpec], overrides: Lookup[str, str | None] | None = None
) -> Mapping:
    """Find each known column among the headings of a file.

    `overrides` is the user's own choice: a heading as in the file with a column's key, or None to leave it out.
    Raises TabularError when two headings mean the same column.
    """
    chosen: dict[str, MappedColumn] = {}
    left: list[tuple[int, str]] = []
    by_key = {spec.key: spec for spec in specs}
    overrides = overrides or {}
    for position, heading in enumerate(headers):
        if not heading:
            continue
        if heading not in overrides:
            left.append((position, heading))
        elif overrides[heading] is not None:
            _place(chosen, by_key[overrides[heading]], position, heading)
    taken = set(chosen)
    for fold in (heading_key, short_heading_key):
        names = _names(specs, fold, taken)
        left = _match(chosen, left, names, fold, exact=fold is heading_key)
        taken = set(chosen)
    ordered = sorted(chosen.values(), key=lambda column: column.position)
    missing = tuple(spec for spec in specs if spec.required and spec.key not in chosen)
    return Mapping(tuple(ordered), tuple(heading for _, heading in left), missing)


def require(mapping: Mapping, row: int | None = None) -> None:
    """Raise TabularError naming the required columns that a file lacks."""
    if mapping.missing:
        names = "、".join(f"「{spec.label}」" for spec in mapping.missing)
        raise TabularError(
            f"必要な列がありません：{names}。見出しの行と列の名前を確かめてください。", row, code="missing_columns"
        )


def parse_rows(table: Table, mapping: Mapping) -> Iterator[ParsedRow]:
    """The rows below the headings as values; problems name row and column. Raises TabularError as `rows` does."""
    readers = [(column, column_name(column), _reader(column)) for column in mapping.columns]
    for number, cells in table.rows:
        row = ParsedRow(number)
        for column, name, read in readers:
            cell = cells[column.position] if column.position < len(cells) else None
            try:
                value = read(cell)
            except ValueProblem as problem:
                row.errors.append(RowError(number, name, problem.message))
                continue
            row.values[column.spec.key] = value
            if column.spec.required and value is None:
                row.errors.append(RowError(number, name, f"{column.spec.label}が空です。"))
        yield row


def column_name(column: MappedColumn) -> str:
    """`所在地（D列）`: the heading with the letter a spreadsheet shows above it."""
    return f"{column.heading}（{column_letters(column.position)}列）"


def _names(specs: Sequence[ColumnSpec], fold: Callable[[Any], str], taken: set[str]) -> dict[str, ColumnSpec]:
    """Columns by folded heading; where two columns share one, it is the label of the one that wins."""
    free = [spec for spec in specs if spec.key not in taken]
    names: dict[str, ColumnSpec] = {}
    for spec in free:
        for heading in spec.headings:
            names.setdefault(fold(heading), spec)
    return names | {fold(spec.label): spec for spec in reversed(free)}


def _match(
    chosen: dict[str, MappedColumn],
    headings: list[tuple[int, str]],
    names: dict[str, ColumnSpec],
    fold: Callable[[Any], str],
    *,
    exact: bool,
) -> list[tuple[int, str]]:
    """Place the headings that name a column; answers the others. Without brackets only one may mean a column."""
    wanting: dict[str, list[tuple[int, str]]] = {}
    for position, heading in headings:
        if spec := names.get(fold(heading)):
            wanting.setdefault(spec.key, []).append((position, heading))
    for found in wanting.values():
        spec = names[fold(found[0][1])]
        labelled = [pair for pair in found if fold(pair[1]) == fold(spec.label)]
        if len(found) > 1 and len(labelled) == 1:
            found = labelled
        if len(found) == 1 or exact:
            for position, heading in found:
                _place(chosen, spec, position, heading)
    used = {column.position for column in chosen.values()}
    return [(position, heading) for position, heading in headings if position not in used]


def _place(chosen: dict[str, MappedColumn], spec: ColumnSpec, position: int, heading: str) -> None:
    if spec.key in chosen:
        other = chosen[spec.key]
        raise TabularError(
            f"「{other.heading}」（{column_letters(other.position)}列）と「{heading}」（{column_letters(position)}列）は"
            f"どちらも「{spec.label}」の列です。使わないほうの見出しを変えるか消してください。",
            column=f"{column_letters(position)}列",
            code="duplicate_heading",
        )
    chosen[spec.key] = MappedColumn(spec, position, heading, unit_of(heading))


def _reader(column: MappedColumn) -> Callable[[Any], Any]:
    parse = column.spec.parse
    if column.unit and "unit" in inspect.signature(parse).parameters:
        parse = partial(parse, unit=column.unit)

    def read(cell: Any) -> Any:
        if isinstance(cell, CellFault):
            raise ValueProblem(f"数式の結果がありません（{cell}）。Excelで数式を直し、保存し直してください。")
        return parse(cell)

    return read

"""The values of a query as the cells of a file, a few thousand rows at a time, column by column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from centre.exporting.columns import Chosen, Kind
from centre.tabular.safety import RISKY, guard_cell

CHUNK = 2_000

Prepare = Callable[[Sequence], Sequence]


def prepared(
    rows: Iterable[tuple], columns: Sequence[Chosen], of_kind: dict[Kind, Prepare]
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows as cells in chunks; texts are guarded, `of_kind` says what a format makes of the other kinds.

    A column is prepared in one go: asking for each of millions of cells what it is would take longer than writing it.
    """
    preparations = [_preparation(chosen, of_kind) for chosen in columns]
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        values = [prepare(column) for prepare, column in zip(preparations, zip(*chunk, strict=True), strict=False)]
        yield list(zip(*values, strict=True))


def guarded(texts: Iterable[str | None]) -> list[str | None]:
    """Texts of which none is run as a formula."""
    return [text if not text or text[0] not in RISKY else guard_cell(text) for text in texts]


def _preparation(chosen: Chosen, of_kind: dict[Kind, Prepare]) -> Prepare:
    kind = Kind.TEXT if chosen.hide else chosen.column.kind
    of_this = guarded if kind is Kind.TEXT else of_kind.get(kind, lambda values: values)
    return lambda values: of_this(chosen.shown(values))

"""What a file would change, as an exact difference: shared by every list that is taken in."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.db import transaction

from centre.errors import DomainError
from centre.models import User
from centre.tabular.columns import ColumnSpec, ParsedRow, map_columns, parse_rows
from centre.tabular.reading import TabularError, read_table
from employers.models import ImportRun

CHUNK = 500


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be taken in: the row as the spreadsheet counts it, the column, and what to do."""

    row: int | None
    column: str | None
    message: str


@dataclass(frozen=True)
class Change:
    """One field that the file changes."""

    label: str
    old: str
    new: str


@dataclass
class PlannedRow:
    """What a row of the file will do: `state` is new, updated or unchanged."""

    row: int
    name: str
    state: str
    values: dict
    record_id: int | None = None
    changes: list[Change] = field(default_factory=list)
    suspects: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """The whole difference between a file and the register."""

    file_name: str
    sha256: str
    format: str
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many rows are new, updated or unchanged."""
        return sum(row.state == state for row in self.rows)

    def summary(self) -> dict:
        """What the command prints as JSON."""
        return {
            "file": self.file_name,
            "format": self.format,
            "rows": len(self.rows),
            "new": self.count("new"),
            "updated": self.count("updated"),
            "unchanged": self.count("unchanged"),
            "suspected_duplicates": [
                {"row": row.row, "name": row.name, "similar_to": row.suspects} for row in self.rows if row.suspects
            ],
            "errors": [asdict(problem) for problem in self.errors],
        }


def read_plan(
    content: bytes, file_name: str, columns: Sequence[ColumnSpec], plan_chunk: Callable[[Plan, list[ParsedRow]], None]
) -> Plan:
    """Read a file and let `plan_chunk` add what each chunk of rows would change; nothing is written.

    Every problem of the file and of its rows is in `errors`.
    """
    result = Plan(file_name, hashlib.sha256(content).hexdigest(), "")
    try:
        table = read_table(
            content, file_name, headings=[name for spec in columns for name in (spec.label, *spec.headings)]
        )
        mapping = map_columns(table.headers, columns)
        result.format = table.format_label
        result.columns = {column.heading: column.spec.label for column in mapping.columns}
        result.unknown_columns = list(mapping.unmatched)
        if mapping.missing:
            names = "、".join(spec.label for spec in mapping.missing)
            raise TabularError(f"必要な列がありません：{names}。見出しの行を確かめてください。", row=table.header_row)
        rows = parse_rows(table, mapping)
        while chunk := list(islice(rows, CHUNK)):
            for row in chunk:
                result.errors += [Problem(error.row, error.column, error.message) for error in row.errors]
            plan_chunk(result, [row for row in chunk if not row.errors])
    except TabularError as error:
        result.errors.append(Problem(error.row, error.column, error.message))
    if not result.rows and not result.errors:
        result.errors.append(
            Problem(None, None, "取り込む行がありません。見出しの下にデータがあるか確かめてください。")
        )
    return result


def carry_out(
    kind: str, make_plan: Callable[[], Plan], take_in: Callable[[PlannedRow, User | None], None], by: User | None
) -> Plan:
    """Take in a whole file or nothing, and leave an ImportRun. Raises DomainError when the plan has errors."""
    with transaction.atomic():
        result = make_plan()
        if result.errors:
            raise DomainError(f"{len(result.errors)}か所を直してから取り込んでください。何も変わっていません。")
        for row in result.rows:
            if row.state != "unchanged":
                _take_in_row(row, take_in, by)
        ImportRun.objects.create(
            kind=kind,
            file_name=result.file_name[:200],
            sha256=result.sha256,
            format=result.format,
            summary={key: value for key, value in result.summary().items() if key != "errors"},
            imported_by=by,
        )
    return result


def _take_in_row(row: PlannedRow, take_in: Callable[[PlannedRow, User | None], None], by: User | None) -> None:
    """Take in a row; what refuses it names the row, because the preview did not."""
    try:
        take_in(row, by)
    except DomainError as error:
        raise TabularError(
            f"{row.row:,}行目「{row.name}」：{error.message}何も変わっていません。", row.row, code="refused"
        ) from error

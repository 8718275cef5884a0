"""The content of a report, independent of how it was counted: what the database freezes and files are made of."""

import hashlib
import json
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from centre.fiscal_year import era_year

TOKYO = ZoneInfo("Asia/Tokyo")
NOTHING, MASKED = "—", "1〜4"


@dataclass(frozen=True)
class Cell:
    """A figure (`figure` is its key in the report), a text, or nothing.

    A masked cell stands for a number from 1 to 4 that leaves the centre unseen: it carries no value at all.
    """

    value: int | Decimal | str | None = None
    figure: str = ""
    masked: bool = False

    def __post_init__(self) -> None:
        if self.masked and self.value is not None:
            raise ValueError("a masked cell must not carry the number it hides")

    @property
    def text(self) -> str:
        """The cell as it is read: 1,234, a dash for nothing, 1〜4 for a masked number."""
        if self.masked:
            return MASKED
        if self.value is None:
            return NOTHING
        return self.value if isinstance(self.value, str) else f"{self.value:,}"

    @property
    def is_number(self) -> bool:
        """Whether the cell holds a number that can be added up."""
        return self.value is not None and not isinstance(self.value, str)


@dataclass(frozen=True)
class Row:
    """One line of a table: all its figures are of one unit (件, 人, 社, 日 ...)."""

    label: str
    cells: tuple[Cell, ...]
    unit: str = "件"
    indent: int = 0
    total: bool = False


@dataclass(frozen=True)
class Group:
    """A heading over several columns that stand side by side; without a title it only fills the place."""

    title: str
    span: int


@dataclass(frozen=True)
class Block:
    """A small table: `head` is the heading of its first column; `groups`, when given, cover all columns.

    `columns_of` names what the columns are (`span`, or the key of a dimension); by it a layout arranges them.
    """

    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...] = ()
    note: str = ""
    columns_of: str = ""

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.title}: a row has more or fewer cells than the table has columns")
        if self.groups and sum(group.span for group in self.groups) != len(self.columns):
            raise ValueError(f"{self.title}: the groups do not cover the columns")

    @property
    def has_units(self) -> bool:
        """Whether its rows count anything; a table of words alone has no column of units."""
        return any(row.unit for row in self.rows)


@dataclass(frozen=True)
class Table:
    """A numbered table of the report, with the clause of the contract it answers to.

    A chapter of the annual report is one too: `text` is what was written above its tables.
    """

    number: int
    title: str
    clause: str
    blocks: tuple[Block, ...]
    note: str = ""
    chapter: bool = False
    text: str = ""

    @property
    def heading(self) -> str:
        """表6　求人（掲載）, or 6　UIJターン就職・移住の対応 of a chapter."""
        return f"{self.number}　{self.title}" if self.chapter else f"表{self.number}　{self.title}"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The written text, line by line."""
        return tuple(line for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class Definition:
    """What a figure means, as the appendix prints it; `conditions` are the conditions of counting, `since`
    is the first day of this version (ISO)."""

    key: str
    label: str
    unit: str
    version: int
    words: str
    conditions: str = ""
    since: str = ""

    @property
    def since_day(self) -> date | None:
        """The first day of this version; None in reports from before it was kept."""
        return date.fromisoformat(self.since) if self.since else None


@dataclass(frozen=True)
class Evidence:
    """What stands behind a figure, without personal data: kind, count, numbers and hash of the records counted."""

    figure: str
    table: str
    place: str
    value: Decimal
    unit: str
    metric: str
    kind: str
    records: int
    numbers: str
    sha256: str


@dataclass(frozen=True)
class Series:
    """A line or a set of bars of a chart; a missing point is None.

    `parts_of` is the key of the metric about people that the points divide: a small point could tell of one.
    """

    label: str
    kind: str
    values: tuple[float | tuple[float, float] | None, ...]
    parts_of: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with the text that says the same in words; its bars lie `across` where the labels are long.

    `head` names what the labels are, at the head of the chart's table. `running` says that it counts from the
    beginning of the fiscal year: from the charts of two months the numbers of one month follow.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    summary: str
    across: bool = False
    head: str = "項目"
    running: bool = False


@dataclass(frozen=True)
class ReportDocument:
    """A whole report. `as_of`, `confirmed_at` are ISO instants; `status` is 下書き or 確定.

    `columns` are the settings by which `reports.columns.arranged` shows the tables: {number: {columns_of: settings}}.
    """

    title: str
    contract: str
    recipient: str
    sender: str
    period: str
    fiscal_year: str
    as_of: str
    revision: int
    tables: tuple[Table, ...]
    definitions: tuple[Definition, ...]
    charts: tuple[Chart, ...] = ()
    remarks: tuple[str, ...] = ()
    status: str = "下書き"
    confirmed_by: str = ""
    confirmed_at: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    subtitle: str = ""
    comments: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    of_sha256: str = ""
    evidence: tuple[Evidence, ...] = ()
    masks: bool = False
    columns: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict:
        """Plain data for the database, without what is at its default: a field added later changes no earlier hash."""
        return _plain(self)

    @classmethod
    def from_json(cls, data: dict) -> "ReportDocument":
        """The document that `to_json` gave."""
        parts = {
            "tables": tuple(table_of(table) for table in data["tables"]),
            "definitions": tuple(Definition(**definition) for definition in data["definitions"]),
            "evidence": tuple(
                Evidence(**{**line, "value": Decimal(line["value"]["decimal"])}) for line in data.get("evidence", ())
            ),
            "charts": tuple(_chart(chart) for chart in data.get("charts", ())),
            **{name: tuple(data.get(name, ())) for name in ("remarks", "comments", "plans")},
        }
        return cls(**{**data, **parts})

    def canonical(self) -> bytes:
        """The document as bytes that do not depend on the order of keys."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    def sha256(self) -> str:
        """The hash that the report carries and the database keeps; of a masked document that of its report."""
        return self._sha256

    @cached_property
    def _sha256(self) -> str:
        return self.of_sha256 or hashlib.sha256(self.canonical()).hexdigest()

    def confirmed(self, *, by: str, at: datetime) -> "ReportDocument":
        """The same document, confirmed by somebody at a time."""
        return replace(self, status="確定", confirmed_by=by, confirmed_at=at.isoformat())

    def definition(self, key: str) -> Definition | None:
        """The definition of a metric in this report."""
        return next((definition for definition in self.definitions if definition.key == key), None)

    @property
    def words(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What is said beside the figures: (heading, lines), without headings that have none."""
        said = (("特記事項", (*self.remarks, *self.comments)), ("来月の予定", self.plans))
        return tuple((title, lines) for title, lines in said if lines)

    @property
    def short_hash(self) -> str:
        """The beginning of the hash, as every page carries it."""
        return self.sha256()[:16]

    @property
    def is_draft(self) -> bool:
        """Whether the figures may still change."""
        return not self.confirmed_at

    @property
    def edition(self) -> str:
        """第2版（確定）"""
        return f"第{self.revision}版（{self.status}）"

    @property
    def as_of_label(self) -> str:
        """令和8年（2026年）11月1日 03:00 時点, in Tokyo time."""
        return f"{_moment(self.as_of)} 時点"

    @property
    def confirmed_label(self) -> str:
        """When and by whom the report was confirmed, or 未確定."""
        return f"{_moment(self.confirmed_at)}　{self.confirmed_by}" if self.confirmed_at else "未確定"

    @property
    def issued_at(self) -> datetime:
        """The instant of the confirmation, or of the counting while it is a draft, in Tokyo time."""
        return _in_tokyo(self.confirmed_at or self.as_of)

    @property
    def issued_label(self) -> str:
        """The day on the cover: 令和8年11月2日."""
        day = self.issued_at.date()
        return f"{era_year(day)}{day.month}月{day.day}日"

    @property
    def reading_notes(self) -> tuple[str, ...]:
        """How the tables are to be read; the line on hidden numbers only where there are some."""
        rows = (row for table in self.tables for block in table.blocks for row in block.rows)
        hidden = any(cell.masked for row in rows for cell in row.cells)
        return (
            f"数字はすべて{self.as_of_label}の記録から数えました。単位は各行の右に示します。",
            f"「0」は記録が無かったこと、「{NOTHING}」は集計しない欄であることを表します。",
            *([f"「{MASKED}」は、個人が分かるおそれのある小さい数を伏せたものです。"] if hidden else []),
        )


def table_of(data: dict) -> Table:
    """A table from the plain data that compiling gives."""
    return Table(**{**data, "blocks": tuple(_block(block) for block in data["blocks"])})


def _block(data: dict) -> Block:
    parts = {
        "columns": tuple(data["columns"]),
        "rows": tuple(Row(**{**row, "cells": tuple(_cell(cell) for cell in row["cells"])}) for row in data["rows"]),
        "groups": tuple(Group(**group) for group in data.get("groups", ())),
    }
    return Block(**{**data, **parts})


def _cell(data: dict) -> Cell:
    value = data.get("value")
    if isinstance(value, dict):
        return Cell(**{**data, "value": Decimal(value["decimal"])})
    return Cell(**data)


def _chart(data: dict) -> Chart:
    series = tuple(
        Series(
            line["label"],
            line["kind"],
            tuple(tuple(value) if isinstance(value, list) else value for value in line["values"]),
            line.get("parts_of", ""),
        )
        for line in data["series"]
    )
    return Chart(**{**data, "labels": tuple(data["labels"]), "series": series})


def _plain(value: Any) -> Any:
    """Dataclasses as dictionaries without defaults, tuples as lists, a Decimal apart from a text like it."""
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != _default(f)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value


def _default(entry: Any) -> Any:
    return entry.default if entry.default_factory is MISSING else entry.default_factory()


def _in_tokyo(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(TOKYO)


def _moment(iso: str) -> str:
    moment = _in_tokyo(iso)
    day: date = moment.date()
    return f"{era_year(day)}（{moment.year}年）{moment.month}月{moment.day}日 {moment:%H:%M}"

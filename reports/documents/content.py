"""The content of a report, independent of how its figures were counted: what the database freezes and files are made of."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Cell:
    """A figure (`figure` is its key in the report) or nothing."""

    value: int | None = None
    figure: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    unit: str = "件"
    indent: int = 0
    total: bool = False


@dataclass(frozen=True)
class Block:
    """A small table: `head` is the heading of its first column."""

    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """A numbered table of the report, with the clause of the contract it answers to."""

    number: int
    title: str
    clause: str
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True)
class Definition:
    """What a figure means, as the appendix prints it."""

    key: str
    label: str
    unit: str
    version: int
    words: str


@dataclass(frozen=True)
class Series:
    """A line or a set of bars of a chart; a missing point is None."""

    label: str
    kind: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart with the text that says the same in words."""

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    summary: str


@dataclass(frozen=True)
class ReportDocument:
    """A whole report. `as_of`, `confirmed_at` are ISO instants; `status` is 下書き or 確定."""

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

    def to_json(self) -> dict:
        """Plain data for the database."""
        return json.loads(json.dumps(asdict(self), ensure_ascii=False))

    @classmethod
    def from_json(cls, data: dict) -> "ReportDocument":
        """The document that `to_json` gave."""
        return cls(
            **{
                **data,
                "tables": tuple(_table(table) for table in data["tables"]),
                "definitions": tuple(Definition(**definition) for definition in data["definitions"]),
                "charts": tuple(_chart(chart) for chart in data["charts"]),
                "remarks": tuple(data["remarks"]),
            }
        )

    def canonical(self) -> bytes:
        """The document as bytes that do not depend on the order of keys."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    def sha256(self) -> str:
        """The hash that the report carries and the database keeps."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def confirmed(self, *, by: str, at: datetime) -> "ReportDocument":
        """The same document, confirmed by somebody at a time."""
        return replace(self, status="確定", confirmed_by=by, confirmed_at=at.isoformat())

    def definition(self, key: str) -> Definition | None:
        """The definition of a metric in this report."""
        return next((definition for definition in self.definitions if definition.key == key), None)


def table_of(data: dict) -> Table:
    """A table from the plain data that compiling gives."""
    return _table(data)


def _table(data: dict) -> Table:
    return Table(**{**data, "blocks": tuple(_block(block) for block in data["blocks"])})


def _block(data: dict) -> Block:
    rows = tuple(Row(**{**row, "cells": tuple(Cell(**cell) for cell in row["cells"])}) for row in data["rows"])
    return Block(data["title"], data["head"], tuple(data["columns"]), rows)


def _chart(data: dict) -> Chart:
    series = tuple(Series(line["label"], line["kind"], tuple(line["values"])) for line in data["series"])
    return Chart(data["title"], data["unit"], tuple(data["labels"]), series, data["summary"])

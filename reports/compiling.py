"""Computing the figures of a report: every cell with its value, its key and the ids of the records behind it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from centre.fiscal_year import FiscalYear, Month
from reports.metrics.answers import Answers
from reports.metrics.definition import Counted, Metric, Period, together
from reports.tables import Cross, Lines, Table, metrics_of

MONTH, BEFORE, LAST_YEAR, YEAR = "month", "before", "last_year", "year"
# What the columns of a list of figures are, and the name of the column and the row of totals.
SPAN, TOTAL = "span", "計"
SPANS = {MONTH: "当月", BEFORE: "前月", LAST_YEAR: "前年同月", YEAR: "年度累計"}


@dataclass(frozen=True)
class FigureDraft:
    """One figure to be frozen; `breakdown` names the part of each dimension."""

    key: str
    metric: Metric
    breakdown: dict[str, str]
    counted: Counted


@dataclass
class Compiled:
    """The tables as plain data for the document, the figures behind their cells, and the metrics that were used.

    `answers` are what was counted on the way: the charts of the report need not ask again.
    """

    tables: list[dict[str, Any]] = field(default_factory=list)
    figures: list[FigureDraft] = field(default_factory=list)
    metrics: dict[str, Metric] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)


def month_period(month: Month) -> Period:
    """The days of a month."""
    return Period(month.start, month.end, month.label)


def year_to_date(month: Month) -> Period:
    """From the beginning of the fiscal year to the end of a month."""
    year = FiscalYear.of(month.start)
    return Period(year.start, month.end, f"{year.label}累計")


def span(name: str, month: Month) -> Period:
    """The days of a column of a month's report; raises KeyError for a column it does not have."""
    if name == YEAR:
        return year_to_date(month)
    return month_period({MONTH: month, BEFORE: month.previous(), LAST_YEAR: Month(month.year - 1, month.month)}[name])


def compile_tables(tables: tuple[Table, ...], month: Month, progress=None) -> Compiled:
    """Compute every cell of the given tables for a month; `progress(done, total, message)` is told of each table."""
    compiled = Compiled(answers=Answers(metrics_of(tables)))
    for done, table in enumerate(tables):
        if progress:
            progress(done, len(tables) + 2, f"表{table.number} {table.title}を集計しています")
        blocks = [_block(compiled, table, number, block, month) for number, block in enumerate(table.blocks, start=1)]
        compiled.tables.append(
            {
                "number": table.number,
                "title": table.title,
                "clause": table.clause,
                "note": table.note,
                "blocks": blocks,
            }
        )
    return compiled


def cut_off() -> datetime:
    """The instant the figures stand for."""
    return timezone.now()


def _block(compiled: Compiled, table: Table, number: int, block: Lines | Cross, month: Month) -> dict:
    place = f"t{table.number}.b{number}"
    if isinstance(block, Lines):
        return _lines(compiled, place, block, month)
    return _cross(compiled, place, block, month_period(month))


def _lines(compiled: Compiled, place: str, block: Lines, month: Month) -> dict:
    periods = [(name, span(name, month)) for name in SPANS]
    asked = compiled.answers.whole
    rows = []
    for line in block.lines:
        cells = [
            _cell(compiled, f"{place}.{line.metric.key}.{name}", line.metric, {}, counted)
            if (name != YEAR or line.in_year) and (counted := asked(line.metric, period))
            else {"value": None}
            for name, period in periods
        ]
        rows.append({"label": line.metric.label, "indent": line.indent, "unit": line.metric.unit, "cells": cells})
    columns = list(SPANS.values())
    return {"title": block.title, "head": "項目", "columns": columns, "rows": rows, "columns_of": SPAN}


def _cross(compiled: Compiled, place: str, block: Cross, period: Period) -> dict:
    metric, whole = block.metric, compiled.answers.whole(block.metric, period)
    keys = (block.rows, block.columns) if block.columns else (block.rows,)
    parts = compiled.answers.parts(metric, period, *keys)
    row_names = _names(metric, block.rows, {part[0] for part in parts})
    column_names = _names(metric, block.columns, {part[1] for part in parts}) if block.columns else []

    def cell(row: str | None, column: str | None) -> dict:
        chosen = {part: c for part, c in parts.items() if row in (None, part[0]) and column in (None, *part[1:])}
        breakdown = {key: name for key, name in ((block.rows, row), (block.columns, column)) if name}
        counted = together(chosen.values()) if breakdown else whole
        key = ".".join((place, metric.key, row or TOTAL, *((column or TOTAL,) if block.columns else ())))
        return _cell(compiled, key, metric, breakdown, counted)

    rows = []
    for row in (*row_names, None):
        cells = [cell(row, column) for column in column_names] if block.columns else []
        rows.append(
            {
                "label": row or TOTAL,
                "indent": 0,
                "unit": metric.unit,
                "total": row is None,
                "cells": [*cells, cell(row, None)],
            }
        )
    return {
        "title": block.title,
        "head": metric.dimension(block.rows).label,
        "columns": [*column_names, TOTAL],
        "rows": rows,
        "columns_of": block.columns,
    }


def _names(metric: Metric, dimension_key: str, found: set[str]) -> list[str]:
    """The parts in their order; the part of all others only where something is in it."""
    dimension = metric.dimension(dimension_key)
    names = [name for _, name in dimension.parts() if name in found or not dimension.sparse]
    return names + ([dimension.rest] if dimension.rest in found else [])


def _cell(compiled: Compiled, key: str, metric: Metric, breakdown: dict[str, str], counted: Counted) -> dict:
    compiled.metrics[metric.key] = metric
    compiled.figures.append(FigureDraft(key, metric, breakdown, counted))
    value = int(counted.value) if counted.value % 1 == 0 else counted.value
    return {"value": value, "figure": key}

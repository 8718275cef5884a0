"""How far a line of the plan is: counted by a metric of the reports, or entered by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centre.fiscal_year import FiscalYear, Month, era_year
from centre.templatetags.display import day, plain
from reports.metrics.definition import Metric, Period, count
from reports.models import PlanItem
from reports.year.annual import LINES

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Outcome:
    """A line of the plan with its outcome as of a day; `share` is the outcome as a part of the plan (0.5 = half)."""

    item: PlanItem
    value: Decimal | None
    as_of: date | None
    definition: str = ""

    @property
    def share(self) -> Decimal | None:
        if self.value is None or not self.item.planned:
            return None
        return self.value / self.item.planned

    @property
    def label(self) -> str:
        """・企業訪問 120件（R8.10月末時点）, as the plan of the city writes it."""
        if self.value is None:
            return ""
        return f"・{self.item.figure_label or '実績'} {plain(self.value)}{self.item.unit}（{_as_of(self.as_of)}時点）"


def choices() -> list[tuple[str, str]]:
    """The metrics that a line may be counted by, with their units."""
    return [(key, f"{line.metric.label}（{line.metric.unit}）") for key, line in LINES.items()]


def metric_of(key: str) -> Metric | None:
    """The metric of a key; nothing for one that the reports no longer have."""
    line = LINES.get(key)
    return line.metric if line else None


def outcomes(items: Iterable[PlanItem], today: date) -> list[Outcome]:
    """Every line with its outcome; a metric is counted once for each day it is asked for."""
    counted: dict[tuple[str, date], Decimal | None] = {}
    result = []
    for item in items:
        metric = metric_of(item.metric)
        if metric is None:
            result.append(Outcome(item, item.entered, item.as_of))
            continue
        year = FiscalYear(item.fiscal_year)
        last = min(item.as_of or today, year.end)
        if last < year.start:
            result.append(Outcome(item, None, None, metric.definition))
            continue
        if (metric.key, last) not in counted:
            found = count(metric, Period(year.start, last, year.label))
            counted[metric.key, last] = found.value if found else None
        result.append(Outcome(item, counted[metric.key, last], last, metric.definition))
    return result


def circled(number: int) -> str:
    """① to ⑳, then (21)."""
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})"


def _as_of(value: date | None) -> str:
    if value is None:
        return ""
    return f"{era_year(value)}{value.month}月末" if value == Month.of(value).end else day(value)

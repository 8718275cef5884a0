"""The twelve months of a fiscal year as they were reported: confirmed, as a draft only, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from decimal import Decimal

from django.db.models import Q

from centre.fiscal_year import FiscalYear, Month
from reports.compiling import MONTH, YEAR
from reports.documents.content import Definition
from reports.metrics.definition import Counted, Metric
from reports.models import Figure, Report
from reports.tables import Line


@dataclass
class ReportedMonth:
    """A month with the report that speaks for it; `figures` by (metric, "month" or "year")."""

    month: Month
    report: Report | None = None
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)

    @property
    def is_confirmed(self) -> bool:
        return self.report is not None and self.report.state != Report.State.DRAFT

    def counted(self, metric: str, span: str = MONTH) -> Counted | None:
        """A figure as it was reported; None where the month has no report or the report not this figure."""
        figure = self.figures.get((metric, span))
        return Counted(figure.value, tuple(figure.record_ids)) if figure else None


def reported_months(year: FiscalYear) -> list[ReportedMonth]:
    """The months of a year, each with its newest confirmed report, or else its draft."""
    months = {(month.year, month.month): ReportedMonth(month) for month in year.months}
    in_year = Q(year=year.year, month__gte=4) | Q(year=year.year + 1, month__lte=3)
    for report in Report.objects.filter(in_year, kind=Report.Kind.MONTHLY).order_by("revision"):
        found = months[report.year, report.month]
        if report.state != Report.State.DRAFT or not found.is_confirmed:
            found.report = report
    by_report = {found.report.pk: found for found in months.values() if found.report}
    figures = Figure.objects.filter(Q(key__endswith=f".{MONTH}") | Q(key__endswith=f".{YEAR}"), breakdown={})
    for figure in figures.filter(report__in=by_report).order_by("pk"):
        by_report[figure.report_id].figures[figure.metric, figure.key.rpartition(".")[2]] = figure
    return list(months.values())


def whole_year(months: Iterable[ReportedMonth], line: Line) -> Counted | None:
    """The figure of the year so far: the sum of flows, the last value of a stock, different people over the year.

    A person who came in two months is one person of the year: such figures are the year-to-date of the last month.
    """
    last = [found for found in months if found.report]
    if not line.in_year:
        values = [found.counted(line.metric.key) for found in last]
        return next((value for value in reversed(values) if value), None)
    if not line.metric.adds_up:
        values = [found.counted(line.metric.key, YEAR) for found in last]
        return next((value for value in reversed(values) if value), None)
    values = [value for value in (found.counted(line.metric.key) for found in last) if value]
    if not values:
        return None
    ids = sorted(number for value in values for number in value.record_ids)
    return Counted(sum((value.value for value in values), Decimal(0)), tuple(ids))


def as_reported(metric: Metric, months: Iterable[ReportedMonth]) -> Metric:
    """The metric with the version under which the months' figures were counted (the newest of them)."""
    versions = [f.metric_version for found in months for (key, _), f in found.figures.items() if key == metric.key]
    version = max(versions, default=metric.version)
    return replaced(metric, version=version, earlier=metric.earlier[: version - 1])


def definitions_of(months: Iterable[ReportedMonth]) -> dict[str, list[Definition]]:
    """Every definition that the months' frozen documents carry, newest first, with the months that used it."""
    used: dict[str, dict[int, tuple[Definition, list[Month]]]] = {}
    for found in (found for found in months if found.report):
        for data in found.report.document["definitions"]:
            versions = used.setdefault(data["key"], {})
            versions.setdefault(data["version"], (Definition(**data), []))[1].append(found.month)
    return {
        key: [_used_in(*versions[version], several=len(versions) > 1) for version in sorted(versions, reverse=True)]
        for key, versions in used.items()
    }


def _used_in(definition: Definition, months: list[Month], *, several: bool) -> Definition:
    """A definition; where there was more than one in the year, with the months whose reports used it."""
    if not several:
        return definition
    names = "、".join(f"{month.month}月" for month in dict.fromkeys(months))
    return replaced(definition, conditions=f"{names}の月次報告で使った定義。{definition.conditions}")


def remarks(months: Iterable[ReportedMonth], until: Month) -> tuple[str, ...]:
    """What the reader must know of the months: which are drafts, which are missing."""
    begun = [found for found in months if found.month <= until]
    drafts = "、".join(f"{found.month.month}月" for found in begun if found.report and not found.is_confirmed)
    missing = "、".join(f"{found.month.month}月" for found in begun if not found.report)
    lines = []
    if drafts:
        lines.append(f"{drafts}は、月次報告が確定していないため、下書きの数字です。")
    if missing:
        lines.append(f"{missing}は、月次報告がないため、数字がありません。")
    return tuple(lines) or ("数字はすべて、確定した月次報告から集めました。",)

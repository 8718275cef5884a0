"""Counting a report again as of its own instant: the records as they were then, whatever was edited since."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from centre.errors import DomainError
from reports.compiling import MONTH, SPANS, span
from reports.metrics.definition import Counted, Metric, Period, count, count_by
from reports.metrics.registry import metrics
from reports.models import Figure, Report
from reports.past import NotKept, as_of

# The migration that began to keep the past.
BEGINNING = ("reports", "0003_past")


class Outcome(StrEnum):
    """What counting a figure again showed."""

    SAME = "一致"
    DIFFERENT = "不一致"
    DEFINITION = "定義の版が変わったため計算し直せない"
    NOT_KEPT = "過去の内容を残していない記録のため計算し直せない"


@dataclass(frozen=True)
class Recomputed:
    """A figure as it was reported, and what counting it again as of then gave (None when that cannot be done)."""

    figure: Figure
    outcome: Outcome
    counted: Counted | None = None


def recompute(report: Report, figures=None) -> Iterator[Recomputed]:
    """Count the figures of a report (or some of them) again as of its instant.

    Raises DomainError for a report made before the past was kept, and for a kind that has no such count.
    """
    if report.kind not in (Report.Kind.MONTHLY, Report.Kind.TARGET):
        raise DomainError("計算し直せるのは、月次報告と目標の達成状況です。")
    report.refresh_from_db(fields=["as_of"])
    applied = MigrationRecorder(connection).applied_migrations()
    began = applied[BEGINNING].applied if BEGINNING in applied else None
    if began is None or report.as_of < began:
        raise DomainError("この報告は、記録の過去を残し始める前に集計したものなので、計算し直せません。")
    known: dict[tuple, dict | Counted | NotKept] = {}
    chosen = list(report.figures.all() if figures is None else figures)
    with as_of(report.as_of):
        for figure in chosen:
            yield _again(figure, report, known)


def period_of(figure: Figure, report: Report) -> Period:
    """The days that a figure of a report covers."""
    if report.kind == Report.Kind.TARGET:
        year = report.period
        return Period(year.start, min(year.end, timezone.localdate(report.as_of)), year.label)
    name = figure.key.rsplit(".", 1)[1]
    return span(name if name in SPANS and not figure.breakdown else MONTH, report.period)


def _again(figure: Figure, report: Report, known: dict) -> Recomputed:
    metric = metrics().get(figure.metric)
    if metric is None or metric.version != figure.metric_version:
        return Recomputed(figure, Outcome.DEFINITION)
    period = period_of(figure, report)
    place = (metric.key, period, tuple(figure.breakdown))
    if place not in known:
        known[place] = _count(metric, period, tuple(figure.breakdown))
    found = known[place]
    if isinstance(found, NotKept):
        return Recomputed(figure, Outcome.NOT_KEPT)
    counted = found.get(tuple(figure.breakdown.values()), Counted(0, ())) if figure.breakdown else found
    same = counted.value == figure.value and list(counted.record_ids) == sorted(figure.record_ids)
    return Recomputed(figure, Outcome.SAME if same else Outcome.DIFFERENT, counted)


def _count(metric: Metric, period: Period, dimensions: tuple[str, ...]) -> dict | Counted | NotKept:
    try:
        return count_by(metric, period, *dimensions) if dimensions else count(metric, period)
    except NotKept as error:
        return error

"""Charts of what leaves the centre: points that stand for fewer than five people are left out, and said to be."""

from collections.abc import Iterable
from dataclasses import replace

from reports.documents.content import Chart, Series
from reports.documents.content import Table as ReportTable
from surveys.suppression import TOTAL, Table, hidden_in

WITHHELD = "＊"
LEFT_OUT = "5未満の数と、引き算で5未満の数が分かってしまう数の点は描いていません（表では「—」）。"


def masked_charts(charts: Iterable[Chart], tables: Iterable[ReportTable]) -> tuple[tuple[Chart, ...], tuple[str, ...]]:
    """The charts without what would tell of single people, and words for those that cannot be shown at all.

    A label whose line in one of the masked `tables` hides its number has no point either. A division that counts from
    the beginning of the year is not shown: two months of it would give away the numbers of one.
    """
    hidden_there = {
        row.label
        for table in tables
        for block in table.blocks
        for row in block.rows
        if not row.total and row.cells and (row.cells[-1].masked or row.cells[-1].value == WITHHELD)
    }
    shown, words = [], []
    for chart in charts:
        if chart.running and any(series.about_people for series in chart.series):
            words.append(f"図「{chart.title}」は、前の月の報告との差から小さい数が分かるため、付けていません。")
            continue
        shown.append(_masked(chart, hidden_there))
    return tuple(shown), tuple(words)


def _masked(chart: Chart, hidden_there: set[str]) -> Chart:
    series = tuple(_without_small(chart, one, hidden_there) if one.about_people else one for one in chart.series)
    if series == chart.series:
        return chart
    return replace(chart, series=series, summary=f"{chart.summary}{LEFT_OUT}")


def _without_small(chart: Chart, series: Series, hidden_there: set[str]) -> Series:
    counts = tuple(int(value or 0) for value in series.values)
    if not counts:
        return series
    hidden = hidden_in(Table({"": sum(counts)}, {"": counts}))
    return replace(
        series,
        values=tuple(
            None if label in hidden_there or hidden.hides(TOTAL, place) else value
            for place, (label, value) in enumerate(zip(chart.labels, series.values, strict=True))
        ),
    )

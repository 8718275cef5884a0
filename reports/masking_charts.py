"""Charts of what leaves the centre: points that stand for fewer than five people are left out, and said to be."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from reports.documents.content import Chart, Series
from surveys.suppression import TOTAL, Table, hidden_in

LEFT_OUT = "5未満の数と、引き算で5未満の数が分かってしまう数の点は描いていません（表では「—」）。"


def masked_charts(
    charts: Iterable[Chart], hidden: Mapping[tuple[str, str], Set[str]]
) -> tuple[tuple[Chart, ...], tuple[str, ...]]:
    """The charts without what would tell of single people, and words for those that cannot be shown at all.

    `hidden` are the lines that tables hide: {(metric, head): labels}; they have no point either. A division that
    counts from the beginning of the year is not shown: two months of it would give away the numbers of one.
    """
    shown, words = [], []
    for chart in charts:
        if chart.running and any(series.parts_of for series in chart.series):
            words.append(f"図「{chart.title}」は、前の月の報告との差から小さい数が分かるため、付けていません。")
            continue
        shown.append(_masked(chart, hidden))
    return tuple(shown), tuple(words)


def _masked(chart: Chart, hidden: Mapping[tuple[str, str], Set[str]]) -> Chart:
    series = tuple(
        _without_small(chart, one, hidden.get((one.parts_of, chart.head), frozenset())) if one.parts_of else one
        for one in chart.series
    )
    if series == chart.series:
        return chart
    return replace(chart, series=series, summary=f"{chart.summary}{LEFT_OUT}")


def _without_small(chart: Chart, series: Series, hidden_there: Set[str]) -> Series:
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

"""Counting for a whole report: records that several figures share are read once, nothing is asked a second time."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

from reports.metrics.definition import Counted, Metric, Period, count_by, together, values_by, wholes


class Answers:
    """What the metrics of one report count, each question asked once; it belongs to one transaction."""

    def __init__(self, metrics: Iterable[Metric] = ()):
        self._ways: dict[Callable, set[str]] = defaultdict(set)
        for metric in metrics:
            if not metric.compute:
                self._ways[metric.records].add(metric.counts)
        self._wholes: dict[tuple, dict[str, Counted]] = {}
        self._computed: dict[tuple, Counted | None] = {}
        self._values: dict[tuple, Decimal] = {}
        self._parts: dict[tuple, dict[tuple[str, ...], Counted]] = {}

    def whole(self, metric: Metric, period: Period) -> Counted | None:
        """What `count` answers."""
        days = period.first, period.last
        if metric.compute:
            if (metric.key, *days) not in self._computed:
                self._computed[metric.key, *days] = metric.compute(period)
            return self._computed[metric.key, *days]
        place = metric.records, *days
        if metric.counts not in self._wholes.get(place, {}):
            ways = self._ways[metric.records] | {metric.counts}
            self._wholes[place] = wholes(metric.records(period), sorted(ways))
        return self._wholes[place][metric.counts]

    def value(self, metric: Metric, period: Period) -> Decimal:
        """The value of `whole`; where nobody asked for the whole yet, without reading the ids of its records."""
        days = period.first, period.last
        known = self._wholes.get((metric.records, *days), {}).get(metric.counts)
        if metric.compute or known:
            return self.whole(metric, period).value
        if (metric.key, *days) not in self._values:
            self._values[metric.key, *days] = values_by(metric, period)[()]
        return self._values[metric.key, *days]

    def parts(self, metric: Metric, period: Period, *dimension_keys: str) -> dict[tuple[str, ...], Counted]:
        """What `count_by` answers; parts that add up tell the whole too."""
        place = metric.key, period.first, period.last, dimension_keys
        if place not in self._parts:
            self._parts[place] = parts = count_by(metric, period, *dimension_keys)
            if metric.adds_up:
                wholes_known = self._wholes.setdefault((metric.records, period.first, period.last), {})
                wholes_known.setdefault(metric.counts, together(parts.values()))
        return self._parts[place]

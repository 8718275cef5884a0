"""What a table on request may be made of: the figures of the registry and the ways in which they are divided."""

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module

import reports.metrics
from reports.metrics.definition import Dimension, Metric
from reports.tables import MONTHLY, Lines

EACH_MONTH = "each_month"
EACH_MONTH_LABEL = "月ごと"
OTHERS = "ほかの数字"


@cache
def figures() -> dict[str, Metric]:
    """{key: metric} of every metric of the registry but the means, which are no sum of parts."""
    names = sorted(module.name for module in pkgutil.iter_modules(reports.metrics.__path__))
    modules = [import_module(f"{reports.metrics.__name__}.{name}") for name in names]
    found = (one for module in modules for one in vars(module).values() if isinstance(one, Metric))
    return {one.key: one for one in found if one.counts != "mean"}


@cache
def grouped() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The figures as a person looks for them: by the table of the monthly report, with their unit."""
    left, groups = dict(figures()), []
    for table in MONTHLY:
        metrics = [
            metric
            for block in table.blocks
            for metric in ([line.metric for line in block.lines] if isinstance(block, Lines) else [block.metric])
        ]
        own = {metric.key: _named(metric) for metric in metrics if left.pop(metric.key, None)}
        if own:
            groups.append((f"表{table.number}　{table.title}", tuple(own.items())))
    groups.append((OTHERS, tuple((key, _named(metric)) for key, metric in left.items())))
    return tuple(groups)


def shared_dimensions(metrics: Iterable[Metric]) -> dict[str, Dimension]:
    """{key: dimension} by which all these figures can be divided; what no query can count is divided by month only."""
    sets = [{d.key: d for d in metric.dimensions} if not metric.compute else {} for metric in metrics]
    if not sets:
        return {}
    return {
        key: dimension
        for key, dimension in sets[0].items()
        if all(key in other and other[key].label == dimension.label for other in sets[1:])
    }


def _named(metric: Metric) -> str:
    return f"{metric.label}（{metric.unit}）"

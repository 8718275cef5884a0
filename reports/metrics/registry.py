"""Every metric by its key, wherever it is declared."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import reports.metrics
from reports.metrics.definition import Earlier, Metric


@cache
def metrics() -> dict[str, Metric]:
    """{key: metric} of all files of this package. Raises ValueError when two metrics share a key."""
    found: dict[str, Metric] = {}
    for module in iter_modules(reports.metrics.__path__, "reports.metrics."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Metric) and found.setdefault(value.key, value) is not value:
                raise ValueError(f"two metrics are called {value.key}")
    return found


def earlier_definitions(key: str) -> tuple[Earlier, ...]:
    """The definitions a metric had before, newest first; none for a metric that is not counted any more."""
    metric = metrics().get(key)
    return tuple(reversed(metric.earlier)) if metric else ()

"""Every metric by its key, wherever it is declared."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import reports.metrics
from reports.metrics.definition import Metric


@cache
def metrics() -> dict[str, Metric]:
    """{key: metric} of all files of this package. Raises ValueError when two metrics share a key."""
    found: dict[str, Metric] = {}
    for module in iter_modules(reports.metrics.__path__, "reports.metrics."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Metric) and found.setdefault(value.key, value) is not value:
                raise ValueError(f"two metrics are called {value.key}")
    return found

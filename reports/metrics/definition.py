"""What a metric is: one object gives the figure, the records behind it, its words and its parts (DESIGN §4.3)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils import timezone


@dataclass(frozen=True)
class Period:
    """The days a figure covers, both included, and the name they have in the report."""

    first: date
    last: date
    label: str

    @property
    def begins_at(self) -> datetime:
        """The first instant, in the time zone of the counter."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def ends_before(self) -> datetime:
        """The first instant that is not included any more."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


@dataclass(frozen=True)
class Dimension:
    """A way to divide what a metric counts; `values` names every part in order, `rest` the part of all others.

    Of a `sparse` dimension only the parts that hold something are shown: its names are too many for a page. `of` names
    the relation whose record alone decides the part, when that is dear to find out: it is asked once for each such
    record, not for each that is counted.
    """

    key: str
    label: str
    expression: Any
    values: tuple[tuple[Any, str], ...] | Callable[[], tuple[tuple[Any, str], ...]]
    rest: str = "不明・未記入"
    sparse: bool = False
    of: str = ""

    def parts(self) -> tuple[tuple[Any, str], ...]:
        """(value, name) of every part in order; master data is read when asked, not when the module loads."""
        return self.values() if callable(self.values) else self.values


@dataclass(frozen=True)
class Earlier:
    """A definition that is not in force any more: its version, its words and its last day."""

    version: int
    words: str
    until: date


@dataclass(frozen=True)
class Metric:
    """One reported figure.

    `records(period)` is the queryset that is counted. `counts` says how: each record (`rows`), each different value of
    a field (`distinct:field`), or the sum of a field (`sum:field`); `compute` counts what no query can (days of the
    calendar, the ledger's fold, a `mean`) and says which records stand behind it, or None where nothing may be said.
    A changed definition gets a new `version`, the day from which it is in force (`since`), and leaves the old words in
    `earlier`; reports keep the ones they were made with. `about_people` says that a small part could tell of a single
    person.
    """

    key: str
    label: str
    definition: str
    version: int
    unit: str
    records: Callable[[Period], QuerySet]
    counts: str = "rows"
    dimensions: tuple[Dimension, ...] = ()
    compute: Callable[[Period], "Counted | None"] | None = None
    since: date = date(2026, 4, 1)
    about_people: bool = False
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        if [past.version for past in self.earlier] != list(range(1, self.version)):
            raise ValueError(f"{self.key}: every earlier version leaves its words behind")

    def model_label(self) -> str:
        """The model of the records behind the figure, such as `employers.Visit`."""
        return _model_label(self.records)

    @property
    def adds_up(self) -> bool:
        """Whether the figures of months are a year's together: not people counted once, nor a mean."""
        return not self.counts.startswith(("distinct:", "mean"))

    def dimension(self, key: str) -> Dimension:
        """A dimension by its key; raises KeyError for one the metric does not have."""
        return {dimension.key: dimension for dimension in self.dimensions}[key]


@cache
def _model_label(records: Callable[[Period], QuerySet]) -> str:
    return records(Period(date(2000, 1, 1), date(2000, 1, 1), "")).model._meta.label


@dataclass(frozen=True)
class Counted:
    """A figure with the ids of the records behind it."""

    value: Decimal
    record_ids: tuple[int, ...]

    @classmethod
    def of(cls, value: int, records: QuerySet) -> "Counted":
        """A figure with the ids of a queryset."""
        return cls(Decimal(value), tuple(records.order_by("pk").values_list("pk", flat=True)))


def count(metric: Metric, period: Period) -> Counted | None:
    """The whole figure; None where nothing may be said of the period."""
    if metric.compute:
        return metric.compute(period)
    return wholes(metric.records(period), (metric.counts,))[metric.counts]


def wholes(records: QuerySet, ways: Iterable[str]) -> dict[str, Counted]:
    """The same records counted in several ways by one query: {way as in `Metric.counts`: Counted}."""
    named = dict(enumerate(ways))
    figures = {f"figure_{number}": _figure(way) for number, way in named.items()}
    row = records.order_by().aggregate(**figures, ids=ArrayAgg("pk", order_by="pk"))
    ids = tuple(row["ids"] or ())
    return {way: Counted(Decimal(row[f"figure_{number}"] or 0), ids) for number, way in named.items()}


def count_by(metric: Metric, period: Period, *dimension_keys: str) -> dict[tuple[str, ...], Counted]:
    """The parts of a figure: {(name of the part in each dimension, ...): Counted}, in one query.

    Parts that hold nothing are absent. The parts of `rows` and `sum` add up to the whole; those of `distinct` may
    overlap, because the same person can come twice.
    """
    asked = {"figure": _figure(metric.counts), "ids": ArrayAgg("pk", order_by="pk")}
    return _parts(metric, metric.records(period), dimension_keys, asked)


def values_by(
    metric: Metric, period: Period, *dimension_keys: str, within: dict[str, str] | None = None
) -> dict[tuple[str, ...], Decimal]:
    """The parts of a figure as `count_by` names them, without the records behind them: one narrow query.

    `within` keeps to one part of each dimension it names. Without dimensions the whole stands under `()`.
    """
    if metric.compute and not dimension_keys and not within:
        counted = metric.compute(period)
        return {(): counted.value} if counted else {}
    records = kept_within(metric, metric.records(period), within or {})
    parts = _parts(metric, records, dimension_keys, {"figure": _figure(metric.counts)})
    return {names: counted.value for names, counted in parts.items()}


def kept_within(metric: Metric, records: QuerySet, within: dict[str, str]) -> QuerySet:
    """The records of a metric that belong to the named part of each dimension: {key: name of the part}."""
    for number, (key, name) in enumerate(within.items()):
        dimension = metric.dimension(key)
        values = [value for value, part in dimension.parts() if part == name]
        if dimension.of and name != dimension.rest:
            fitting = _one_of_each(records, dimension.of).annotate(part=_expression(dimension)).filter(part__in=values)
            records = records.filter(**{f"{dimension.of}__in": fitting.values(dimension.of)})
            continue
        records = records.annotate(**{f"within_{number}": _expression(dimension)})
        if name != dimension.rest:
            records = records.filter(**{f"within_{number}__in": values})
            continue
        named = [value for value, part in dimension.parts() if part != name]
        outside = ~Q(**{f"within_{number}__in": named}) | Q(**{f"within_{number}__isnull": True})
        records = records.filter(outside)
    return records


def _one_of_each(records: QuerySet, path: str) -> QuerySet:
    """One record for each that a relation leads to."""
    firsts = records.order_by().filter(**{f"{path}__isnull": False}).values(path).annotate(first=Min("pk"))
    return records.model._base_manager.filter(pk__in=firsts.values("first")).order_by()


def _parts(metric: Metric, records: QuerySet, dimension_keys: tuple[str, ...], asked: dict) -> dict:
    """What is asked of each part, by the shortest way."""
    through = {dimension.of for dimension in map(metric.dimension, dimension_keys) if dimension.of}
    if len(through) == 1 and not metric.counts.startswith("distinct"):
        return _by_parts_through(metric, records, dimension_keys, through.pop(), asked)
    return _by_parts(metric, records, dimension_keys, asked)


def _by_parts_through(metric: Metric, records: QuerySet, dimension_keys: tuple[str, ...], path: str, asked: dict):
    """Parts of which some are decided by the record a relation leads to: counted for each, then put together."""
    dimensions = [metric.dimension(key) for key in dimension_keys]
    named = {f"part_{number}": dimension for number, dimension in enumerate(dimensions)}
    far = {part: _expression(dimension) for part, dimension in named.items() if dimension.of}
    near = {part: _expression(dimension) for part, dimension in named.items() if not dimension.of}
    part_names = {part: dict(dimension.parts()) for part, dimension in named.items()}
    groups = list(records.order_by().annotate(**near).values(path, *near).annotate(**asked, first=Min("pk")))
    one_of_each = list({group[path]: group["first"] for group in groups if group[path]}.values())
    deciding = records.model._base_manager.filter(pk__in=one_of_each).order_by()
    decided = {row[path]: row for row in deciding.annotate(**far).values(path, *far)}
    found: dict[tuple[str, ...], list[dict]] = defaultdict(list)
    for group in groups:
        row = group | decided.get(group[path], {})
        key = tuple(part_names[part].get(row.get(part), dimension.rest) for part, dimension in named.items())
        found[key].append(group)
    return {key: _together(rows) for key, rows in found.items()}


def _expression(dimension: Dimension) -> Any:
    return F(dimension.expression) if isinstance(dimension.expression, str) else dimension.expression


def _by_parts(metric: Metric, records: QuerySet, dimension_keys: tuple[str, ...], asked: dict) -> dict:
    dimensions = [metric.dimension(key) for key in dimension_keys]
    if not dimensions:
        return {(): _together([records.order_by().aggregate(**asked)])}
    names = {f"part_{number}": _expression(dimension) for number, dimension in enumerate(dimensions)}
    part_names = [dict(dimension.parts()) for dimension in dimensions]
    found: dict[tuple[str, ...], list[dict]] = defaultdict(list)
    for group in records.order_by().annotate(**names).values(*names).annotate(**asked):
        key = tuple(part_names[number].get(group[f"part_{number}"], d.rest) for number, d in enumerate(dimensions))
        found[key].append(group)
    return {key: _together(rows) for key, rows in found.items()}


def _figure(way: str) -> Count | Sum:
    how, _, name = way.partition(":")
    return {
        "rows": lambda: Count("pk"),
        "distinct": lambda: Count(name, distinct=True),
        "sum": lambda: Sum(name),
    }[how]()


def together(parts: Iterable[Counted]) -> Counted:
    """Parts that do not overlap as one figure, its ids in order."""
    parts = list(parts)
    ids = sorted(number for part in parts for number in part.record_ids)
    return Counted(sum((part.value for part in parts), Decimal(0)), tuple(ids))


def _together(rows: list[dict]) -> Counted:
    """The answers of some groups as one figure, its ids in order."""
    value = sum((row["figure"] or 0 for row in rows), Decimal(0))
    if len(rows) == 1:
        return Counted(value, tuple(rows[0].get("ids") or ()))
    return Counted(value, tuple(sorted(number for row in rows for number in row.get("ids") or ())))

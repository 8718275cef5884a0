"""How each table is erased: every room declares it once for its own tables (`<room>/erasing.py`).

A table that holds personal data, or that a person's row leads to, says one of four things: its rows go, some of their
fields are blanked (the row is still counted), it stays until a law's term ends, or it tells of nobody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

# What stands where a text may not be empty.
GONE = "（消去済み）"


class Kind(Enum):
    """What erasing does to the rows of a table."""

    BLANKED = "項目を消して行を残す"
    DELETED = "行を消す"
    KEPT = "法令により残す"
    TELLS_OF_NOBODY = "人を含まないので残す"


@dataclass(frozen=True)
class Sql:
    """A value that the database works out from the row, instead of a constant. Never made from what people typed."""

    text: str


@dataclass(frozen=True)
class Law:
    """Why rows stay: what it is called on the certificate, the ground, and the last day (None: not known yet).

    `until` is asked with the queryset of the rows that stay.
    """

    title: str
    ground: str
    until: Callable[[Any], date | None]


@dataclass(frozen=True)
class Way:
    """How one table is erased.

    `values` maps a field to what it becomes. `of` says which rows belong to a person: {model of the person: function
    of the person that answers a Q}, `Model` for whoever it is; what no person can be found in is erased at the end of
    the contract only. `files` are the links to stored files that go with the row. `within` keeps to the rows that hold
    something; `note(erasure, keys)` is called before they are erased.
    """

    model: type[Model]
    kind: Kind
    of: Mapping[type[Model], Callable[[Any], Q]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    law: Law | None = None
    within: Q = field(default_factory=Q)
    note: Callable[[Any, list], None] | None = None
    because: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def title(self) -> str:
        """The table's name as people know it; history is named after what it is the history of."""
        tracked = getattr(self.model, "pgh_tracked_model", None)
        return f"{tracked._meta.verbose_name}の変更の履歴" if tracked else str(self.model._meta.verbose_name)

    @property
    def changes(self) -> bool:
        return self.kind in (Kind.BLANKED, Kind.DELETED)


@dataclass(frozen=True)
class Hold:
    """Rows of a table that a law still needs: `rows(day)` says which.

    Only the fields in `keeps` stay as they are in them; without any the whole row stays.
    """

    model: type[Model]
    rows: Callable[[date], Q]
    law: Law
    keeps: tuple[str, ...] = ()


_declared: dict[type[Model], Way] = {}
_holds: list[Hold] = []
_shown: dict[type[Model], tuple[str, ...]] = {}


def blanked(model: type[Model], values: Mapping[str, Any], **terms) -> Way:
    """The rows stay, because they are counted; these fields become what is named. `terms` are those of `Way`."""
    return Way(model, Kind.BLANKED, values=values, **terms)


def deleted(model: type[Model], **terms) -> Way:
    """The rows go, and the stored files named with them. `terms` are those of `Way`."""
    return Way(model, Kind.DELETED, **terms)


def kept(model: type[Model], law: Law) -> Way:
    """The rows stay until the law's term ends; the certificate lists them."""
    return Way(model, Kind.KEPT, law=law)


def tells_of_nobody(model: type[Model], because: str) -> Way:
    """The rows tell of no person once the person's own row is erased."""
    return Way(model, Kind.TELLS_OF_NOBODY, because=because)


def gone_if_said(*fields: str) -> dict[str, Sql]:
    """Texts that may be empty only when nothing was said: whoever reads the row still sees that something was."""
    return {name: Sql(f"CASE WHEN {name} = '' THEN '' ELSE '{GONE}' END") for name in fields}


def linked(*paths: str) -> Callable[[Any], Q]:
    """The rows from which one of these paths leads to the person."""

    def of(person: Model) -> Q:
        found = Q()
        for path in paths:
            found |= Q(**{path: person.pk})
        return found

    return of


def declare(ways: Iterable[Way]) -> None:
    """Called by each room at start-up. Raises ValueError when a table is declared twice."""
    for way in ways:
        if way.model in _declared:
            raise ValueError(f"{way.model._meta.label} is declared twice")
        _declared[way.model] = way


def declare_hold(hold: Hold) -> None:
    """Called at start-up by the room that knows why rows of a table must stay for now."""
    _holds.append(hold)


def holds_on(model: type[Model]) -> list[Hold]:
    """Why rows of a table may have to stay."""
    return [hold for hold in _holds if hold.model is model]


def declare_shown(model: type[Model], *fields: str) -> None:
    """These fields are no person's: the name and the general number of a workplace stay, whoever answers there."""
    _shown[model] = fields


def shown_fields() -> dict[type[Model], tuple[str, ...]]:
    """What a search for survivors must not take for a person's, by table."""
    return dict(_shown)


def people() -> list[type[Model]]:
    """The models whose rows are people that can be erased on their own."""
    found = {model for way in _declared.values() for model in way.of if model is not Model}
    return sorted(found, key=lambda model: model._meta.label)


def all_ways() -> list[Way]:
    """Every way, the rooms to the right first; a table's history right after the table."""
    order = {model: number for number, model in enumerate(apps.get_models(include_auto_created=True))}
    ways = sorted(_declared.values(), key=lambda way: order[way.model])
    return [one for way in ways for one in (way, *_history_of(way))]


def _history_of(way: Way) -> list[Way]:
    """Earlier states of a row go with it, also where a law keeps the row itself: no register needs them."""
    if not way.changes:
        return []
    histories = [model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None) is way.model]
    return [Way(model, Kind.DELETED, _through(way)) for model in histories]


def _through(way: Way) -> dict:
    def behind(find):
        return lambda person: Q(pgh_obj__in=way.model._base_manager.filter(find(person)).values("pk"))

    return {person: behind(find) for person, find in way.of.items()}

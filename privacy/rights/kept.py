"""Everything that is kept about one person, from the declarations: their own data, without other people's.

Which rows are about the person is what the erasure goes by (`privacy.erasing.ways`); which fields are told is what the
model declares as personal, and days and choices beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, DateTimeField, Field, ForeignKey, Model
from django.utils import timezone

from centre.models import User
from centre.templatetags.display import day as in_words
from centre.templatetags.display import moment
from privacy.erasing.ways import Way, all_ways

MOST_ROWS = 1_000
HIDDEN = ("id", "version", "name_key", "phone_key")


@dataclass(frozen=True)
class KeptTable:
    """The rows of one table about a person: each row as (label, words)."""

    title: str
    purpose: str
    keep: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def kept_about(person: Model) -> list[KeptTable]:
    """Table by table what is kept, the person's own row first. At most MOST_ROWS rows of a table are told."""
    found = [table for way in reversed(all_ways()) if (table := _table(way, person))]
    own = person._meta.verbose_name
    return sorted(found, key=lambda table: table.title != own)


def _table(way: Way, person: Model) -> KeptTable | None:
    declared = getattr(way.model, "personal_fields", None)
    find = way.of.get(type(person)) or way.of.get(Model)
    if declared is None or find is None:
        return None
    rows = way.model._base_manager.filter(find(person)).order_by("pk")[:MOST_ROWS]
    told = tuple(lines for row in rows if (lines := tuple(_lines(row, person, declared.labels))))
    if not told:
        return None
    return KeptTable(str(way.model._meta.verbose_name), declared.purpose, str(declared.keep), told)


def _lines(row: Model, person: Model, labels: dict[str, str]) -> Iterator[tuple[str, str]]:
    for field in row._meta.concrete_fields:
        if field.name in HIDDEN or not (field.name in labels or _is_told_beside(field)):
            continue
        words = _words(row, field)
        if words:
            yield labels.get(field.name, str(field.verbose_name)), words


def _is_told_beside(field: Field) -> bool:
    """Days, and choices of one of our lists; names of staff and of others are not."""
    return isinstance(field, DateField) or bool(field.choices)


def _words(row: Model, field: Field) -> str:
    value = field.value_from_object(row)
    if value in (None, "", [], {}):
        return ""
    if isinstance(field, DateTimeField):
        return moment(timezone.localtime(value))
    if isinstance(field, DateField):
        return in_words(value)
    if isinstance(field, ForeignKey):
        return "" if field.related_model is User else str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, ArrayField):
        return "、".join(str(one) for one in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(value)

"""What an entry said before: who changed what, newest first, read from the revisions the database keeps."""

from dataclasses import dataclass
from datetime import date, datetime

from centre.templatetags.display import day as in_words
from privacy.models import RegisterEntry
from privacy.registers import details as content

LEFT_OUT = {"id", "version", "recorded_at", "changed_by", "kind", "fiscal_year", "number", "details"}
MOST = 200


@dataclass(frozen=True)
class Change:
    """A moment in the life of an entry: (label, before, after) of what changed; the first is its recording."""

    at: datetime
    by: str
    changes: tuple[tuple[str, str, str], ...]
    is_first: bool


def changes_of(entry: RegisterEntry) -> list[Change]:
    """The last MOST changes of an entry with what was different before, the newest first."""
    named = ("changed_by", "person", "responsible", "asked_by", "decided_by", "notice")
    rows = list(entry.revisions.select_related(*named).order_by("-pgh_id")[: MOST + 1])
    found = [
        Change(row.pgh_created_at, row.changed_by.name, tuple(_differences(entry, before, row)), before is None)
        for row, before in zip(rows, [*rows[1:], None], strict=True)
    ]
    return found[:MOST]


def _differences(entry: RegisterEntry, before, after):
    if before is None:
        return
    kind = entry.declaration
    for field in RegisterEntry._meta.concrete_fields:
        if field.name in LEFT_OUT:
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            label = kind.label(field.name, after.state) or str(field.verbose_name)
            yield label, _words(kind, field.name, old), _words(kind, field.name, new)
    old, new = (dict(content.shown(kind, row.details)) for row in (before, after))
    for label in old | new:
        if old.get(label) != new.get(label):
            yield label, old.get(label, ""), new.get(label, "")


def _words(kind, name: str, value) -> str:
    if name == "state":
        return kind.state_word(value)
    if isinstance(value, date):
        return in_words(value)
    return "" if value is None else str(value)

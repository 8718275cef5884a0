"""After each migration the owner writes into the database how every table is erased.

The product's own role may call `privacy_erase_rows` and may not write this table: so it can erase what is declared,
for an erasure that a second person approved, and can write nothing else over anything.
"""

import json

from django.db import connection
from django.db.models import Model
from psycopg import sql

from privacy.erasing.ways import Kind, Sql, Way, all_ways, holds_on
from privacy.models import Erasable


def tell(**_signal) -> None:
    """Bring the table `Erasable` up to what the models declare; does nothing while that table is not there."""
    if Erasable._meta.db_table not in connection.introspection.table_names():
        return
    wanted = {one.table: one for one in map(_erasable, all_ways()) if one}
    there = {one.table: one for one in Erasable.objects.all()}
    if _rows(wanted) != _rows(there):
        Erasable.objects.exclude(table__in=wanted).delete()
        Erasable.objects.bulk_create(
            wanted.values(),
            update_conflicts=True,
            unique_fields=["table"],
            update_fields=["key", "removes", "assignments", "held_assignments"],
        )


def _rows(erasables: dict[str, Erasable]) -> set[tuple]:
    return {(one.table, one.key, one.removes, one.assignments, one.held_assignments) for one in erasables.values()}


def _erasable(way: Way) -> Erasable | None:
    if not way.changes:
        return None
    keeps = {name for hold in holds_on(way.model) for name in hold.keeps}
    left = {name: value for name, value in way.values.items() if name not in keeps}
    return Erasable(
        table=way.table,
        key=way.model._meta.pk.column,
        removes=way.kind == Kind.DELETED,
        assignments=_assignments(way.model, way.values),
        held_assignments=_assignments(way.model, left) if keeps else "",
    )


def _assignments(model: type[Model], values: dict) -> str:
    return ", ".join(f'"{model._meta.get_field(name).column}" = {_literal(value)}' for name, value in values.items())


def _literal(value) -> str:
    if isinstance(value, Sql):
        return value.text
    if isinstance(value, dict | list):
        return f"{sql.Literal(json.dumps(value)).as_string(None)}::jsonb"
    return sql.Literal(value).as_string(None)

"""The database role the running product logs in as: it owns no table, so that no trigger of ours can be put to sleep.

Migrations run as the owner. What the models protect against changing or deleting is not granted here either, because a
session may tell pgtrigger to ignore a trigger (`SET pgtrigger.ignore`), but nobody can grant themselves a right.
"""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db.models import Model
from psycopg import sql

# Rows that nobody changes but an act locks; PostgreSQL asks for the right to update one column for that.
LOCKED = frozenset({"employers_importrun"})


def refused(model: type[Model]) -> frozenset[str]:
    """Which of UPDATE and DELETE the model's triggers refuse whatever the row holds."""
    whole = [
        str(trigger.operation)
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, pgtrigger.Protect) and trigger.condition is None
    ]
    return frozenset(right for right in ("UPDATE", "DELETE") if any(right in operations for operations in whole))


def grants(role: str) -> Iterator[sql.Composed]:
    """The statements, to be run by the owner in one transaction, that give an existing role its rights afresh."""
    name = sql.Identifier(role)
    for text in (
        "ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
        "GRANT USAGE ON SCHEMA public TO {}",
        "REVOKE CREATE ON SCHEMA public FROM {}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations, privacy_erasable FROM {}",
        # What an approved erasure may do to rows that nobody changes: declared by the owner, not by who calls it.
        "GRANT EXECUTE ON FUNCTION privacy_erase_rows TO {}",
    ):
        yield sql.SQL(text).format(name)
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        rights = refused(model)
        if rights:
            table = sql.Identifier(model._meta.db_table)
            yield sql.SQL("REVOKE {} ON {} FROM {}").format(sql.SQL(", ".join(sorted(rights))), table, name)
            if model._meta.db_table in LOCKED:
                yield sql.SQL("GRANT UPDATE (id) ON {} TO {}").format(table, name)

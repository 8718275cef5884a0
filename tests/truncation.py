"""After a test that commits, the database is again as the migrations left it, master data and sequences included.

Django's own flush would leave the tables of master data empty, and triggers that guard append-only tables would refuse
it. So the rows the migrations made are kept aside once, and each flush puts them back with triggers asleep.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

KEPT = "kept_for_tests"


def keep_rows_aside() -> list[str]:
    """Copy every table that is not empty into a schema of its own; returns the statements that bring the rows back."""
    quote = connection.ops.quote_name
    restore = []
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace AND relname <> 'django_migrations' ORDER BY relname"
        )
        for (table,) in cursor.fetchall():
            source, copy = quote(table), f"{KEPT}.{quote(table)}"
            cursor.execute(f"SELECT EXISTS (SELECT FROM {source})")
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(f"CREATE TABLE {copy} AS TABLE {source}")
            cursor.execute(
                "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
                [source],
            )
            columns = cursor.fetchone()[0]
            restore.append(f"INSERT INTO {source} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {copy}")
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences")
        restore += [f"SELECT setval('{name}', {last})" for name, last in cursor.fetchall() if last is not None]
    return restore


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The test database, with a flush that restores instead of emptying."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # On the class: beside a running browser Django works with another connection object than before.
        operations = type(connection.ops)
        truncate = operations.sql_flush
        restore = keep_rows_aside()

        def sql_flush(self: BaseDatabaseOperations, *arguments: object, **options: object) -> list[str]:
            statements = truncate(self, *arguments, **options)
            return ["SET LOCAL session_replication_role = 'replica'", *statements, *restore] if statements else []

        patch.setattr(operations, "sql_flush", sql_flush)
        yield

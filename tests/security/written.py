"""What a request writes, row by row, so that two requests can be compared."""

import json
import re

from django.apps import apps
from django.db import connection, models, transaction

WRITES = re.compile(r'^\s*(?:WITH .*?)?(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', re.S)
# What is of the visit and not of the form.
NOT_COMPARED = {"django_session"}
Rows = dict[str, list[dict]]


def rows_written(act) -> tuple[object, Rows]:
    """Do `act`, answer what it answered and the rows it wrote; everything is taken back, the numbers of rows too."""
    numbers = _numbers()
    with transaction.atomic():
        mark = _mark()
        tables: set[str] = set()

        def note(execute, sql, params, many, context):
            if found := WRITES.match(sql):
                tables.add(found[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            answer = act()
        rows = (
            {}
            if connection.needs_rollback
            else {table: _since(mark, table) for table in sorted(tables - NOT_COMPARED)}
        )
        transaction.set_rollback(True)
    _set_numbers(numbers)
    return answer, rows


def differences(first: Rows, second: Rows, other: Rows) -> list[tuple]:
    """(table, column, as it was, with more) where `other` differs; what two equal requests differ in is chance."""
    found = []
    for table in sorted(set(first) | set(other)):
        ours, again, theirs = (rows.get(table, []) for rows in (first, second, other))
        if len(ours) != len(theirs):
            found.append((table, "rows", len(ours), len(theirs)))
            continue
        for one, same, more in zip(ours, again, theirs, strict=True):
            found += [
                (table, column, one[column], more[column])
                for column in one
                if one[column] != more[column] and one[column] == same[column]
            ]
    return found


def model_of(table: str) -> type[models.Model] | None:
    """The model of a table of ours."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _mark() -> int:
    """The number of this moment: what is written later has a higher one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS now_of_the_test (n int)")
        cursor.execute("INSERT INTO now_of_the_test VALUES (1) RETURNING xmin::text::bigint")
        return cursor.fetchone()[0]


def _since(mark: int, table: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t WHERE xmin::text::bigint > %s', [mark])
        rows = [json.loads(row) for (row,) in cursor.fetchall()]
    return sorted(rows, key=lambda row: str(row.get("id", sorted(row.items(), key=str))))


def _numbers() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),"
            " last_value IS NOT NULL FROM pg_sequences WHERE schemaname = 'public'"
        )
        return cursor.fetchall()


def _set_numbers(numbers: list[tuple]) -> None:
    names, values, called = (list(column) for column in zip(*numbers, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(setval(n::regclass, v, c)) FROM unnest(%s::text[], %s::bigint[], %s::bool[]) AS t (n, v, c)",
            [names, values, called],
        )

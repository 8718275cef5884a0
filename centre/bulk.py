"""Writing many rows at once: COPY into the table of a model."""

import json
from collections.abc import Iterable
from itertools import chain

from django.db import connection
from django.db.models import JSONField
from psycopg.types.json import Jsonb


def copy(model, rows: Iterable[dict], *, analyze: bool = True) -> int:
    """COPY rows ({column attribute: value}, all with the same keys) into a model's table; returns how many.

    Columns that the rows leave out get the model's own default, so that a row is what the product would have saved.
    `analyze` tells the planner that the table has grown.
    """
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return 0
    fields = {field.attname: field for field in model._meta.concrete_fields}
    defaults = {
        name: field.get_default()
        for name, field in fields.items()
        if name not in first and (field.has_default() or (field.empty_strings_allowed and not field.null))
    }
    names = [*first, *(name for name in defaults if not fields[name].primary_key)]
    columns = ", ".join(f'"{fields[name].column}"' for name in names)
    as_json = [isinstance(fields[name], JSONField) for name in names]
    count = 0
    into = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(into) as target:
        for row in chain([first], iterator):
            values = [row[name] if name in row else defaults[name] for name in names]
            target.write_row(
                [_json(value) if is_json else value for value, is_json in zip(values, as_json, strict=True)]
            )
            count += 1
    if not analyze:
        return count
    with connection.cursor() as cursor:
        # Checks that run later in this transaction (foreign keys, triggers) must know that the table is not empty.
        cursor.execute(f'ANALYZE "{model._meta.db_table}"')
    return count


def next_id(model) -> int:
    """The first free id of a model."""
    last = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def reset_sequences(models) -> None:
    """Let ids go on after the copied ones."""
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            last = f'SELECT coalesce(max(id), 1) FROM "{table}"'
            cursor.execute(f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), ({last}))""")


def speed_up_triggers(source: str) -> None:
    """Give the history triggers, for this transaction, the context they ask for at every row.

    Unset, each question ends in a rolled-back subtransaction; set, the history also says where the rows came from.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true)")
        cursor.execute("SELECT set_config('pghistory.context_metadata', %s, true)", [json.dumps({"url": source})])


def _json(value):
    return None if value is None else Jsonb(value, dumps=lambda data: json.dumps(data, ensure_ascii=False))

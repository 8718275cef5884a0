"""Taking a read list into the register: one transaction, a few statements over all rows, every effect noted."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from centre.bulk import speed_up_triggers
from centre.errors import DomainError
from centre.models import User
from employers.importing.comparing import ESTABLISHMENT_FIELDS
from employers.importing.statements import (
    CHANGE_CONTACTS,
    CHANGE_CORPORATIONS,
    CHANGE_ESTABLISHMENTS,
    INCOMING,
    NEW_CORPORATIONS,
    NOTE_AFTER,
    NOTE_BEFORE,
    STALE,
    insertion,
)
from employers.models import Corporation, Establishment, ImportBatch, ImportLine, ImportRun, Registration

State = ImportLine.State
STALE_MESSAGE = (
    "読み込んだあとに登録の内容が変わりました（{count:,}行、はじめは{row:,}行目）。もう一度読み込んでください。"
)


def take_in(batch: ImportBatch, *, by: User | None, leave_out_rejected: bool = False) -> ImportRun:
    """Write a read list into the register, all of it or nothing, and note what became of each record.

    Rows that cannot be taken in are left out only when `leave_out_rejected` says so. Raises DomainError while a
    suspected row is undecided, and when the register has changed since the list was read.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).with_file().get(pk=batch.pk)
        _check_state(batch, leave_out_rejected)
        run = _record(batch, by)
        speed_up_triggers(f"import {run.pk}")
        try:
            with transaction.atomic():
                _write(batch, run, by)
        except IntegrityError as error:
            raise DomainError(
                "登録の内容と合わない行があり、取り込めませんでした。何も変わっていません。もう一度読み込んでください。"
            ) from error
        batch.state, batch.run = ImportBatch.State.TAKEN_IN, run
        batch.save(update_fields=["state", "run"])
    return run


def _check_state(batch: ImportBatch, leave_out_rejected: bool) -> None:
    if batch.state == ImportBatch.State.TAKEN_IN:
        raise DomainError("この一覧はもう取り込まれています。")
    if batch.state != ImportBatch.State.READY:
        raise DomainError(batch.problem or "まだ読み込みが終わっていません。")
    counts = count_lines(batch)
    if counts[State.REJECTED] and not leave_out_rejected:
        raise DomainError(
            f"取り込めない行が{counts[State.REJECTED]:,}行あります。直してもう一度選ぶか、"
            "「取り込めない行を除く」に印を付けてください。何も変わっていません。"
        )
    if counts[State.SUSPECTED]:
        raise DomainError(f"重複の疑いが{counts[State.SUSPECTED]:,}行あります。同じ事業所かどうかを決めてください。")


def count_lines(batch: ImportBatch) -> dict[str, int]:
    """How many rows are in each state."""
    rows = "SELECT state, count(*) FROM employers_importline WHERE batch_id = %s GROUP BY state"
    with connection.cursor() as cursor:
        cursor.execute(rows, [batch.pk])
        return dict.fromkeys(State.values, 0) | dict(cursor.fetchall())


def _record(batch: ImportBatch, by: User | None) -> ImportRun:
    counts = count_lines(batch)
    return ImportRun.objects.create(
        kind=ImportRun.Kind.EMPLOYERS,
        file_name=batch.file.name[:200],
        sha256=batch.file.sha256,
        format=batch.format,
        summary={
            "file": batch.file.name,
            "format": batch.format,
            "rows": sum(counts.values()),
            "new": counts[State.NEW],
            "updated": counts[State.CHANGED],
            "unchanged": counts[State.SAME],
            "left_out": counts[State.LEFT_OUT] + counts[State.REJECTED],
        },
        imported_by=by,
    )


def _write(batch: ImportBatch, run: ImportRun, by: User | None) -> None:
    known = {"batch": batch.pk, "run": run.pk, "by": by.pk if by else None, "now": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(INCOMING, known)
        _refuse_stale(cursor)
        cursor.execute("SELECT coalesce(max(id), 0) FROM employers_contact")
        (known["last_contact"],) = cursor.fetchone()
        cursor.execute(NEW_CORPORATIONS)
        _insert(cursor, Corporation, "new_corporation", known, NEW_CORPORATION)
        cursor.execute(NOTE_BEFORE, known)
        cursor.execute(CHANGE_CORPORATIONS, known)
        cursor.execute(CHANGE_ESTABLISHMENTS, known)
        _insert(cursor, Establishment, "incoming WHERE is_new", known, NEW_ESTABLISHMENT)
        cursor.execute(CHANGE_CONTACTS, known)
        _insert(cursor, Registration, "incoming WHERE (v ->> 'registers')::boolean", known, NEW_REGISTRATION)
        cursor.execute(NOTE_AFTER, known)
        cursor.execute("DROP TABLE incoming, new_corporation, touched, told")


def _insert(cursor, model, source: str, known: dict, columns: dict[str, str]) -> None:
    statement, defaults = insertion(model, source, columns)
    cursor.execute(statement, known | defaults)


def _refuse_stale(cursor) -> None:
    """Raise when a record that a row was compared with has changed, or one that was new is there by now."""
    cursor.execute(STALE)
    count, row = cursor.fetchone()
    if count:
        raise DomainError(STALE_MESSAGE.format(count=count, row=row))


NEW_CORPORATION = {
    "id": "id",
    "corporate_number": "corporate_number",
    "name": "name",
    "name_key": "name_key",
    "capital_yen": "capital_yen",
    "created_at": "%(now)s",
    "updated_at": "%(now)s",
}
NEW_ESTABLISHMENT = {
    "id": "establishment_id",
    "corporation_id": "corporation_id",
    "employees": "(v ->> 'employees')::integer",
    "municipality_id": "v ->> 'municipality_id'",
    "industry_id": "v ->> 'industry_id'",
    "created_at": "%(now)s",
    "updated_at": "%(now)s",
} | {
    name: f"coalesce(v ->> '{name}', '')"
    for name in (*ESTABLISHMENT_FIELDS, "name_key", "kana_key", "phone_key", "address_key")
    if name not in ("employees", "municipality_id", "industry_id")
}
NEW_REGISTRATION = {
    "id": "nextval(pg_get_serial_sequence('employers_registration', 'id'))",
    "establishment_id": "establishment_id",
    "source": f"'{Registration.Source.HANDED_OVER}'",
    "scope": f"'{Registration.Scope.INTERNAL}'",
    "registered_on": "(v ->> 'registered_on')::date",
    "recorded_by_id": "%(by)s::bigint",
    "recorded_at": "%(now)s",
}

"""Taking a whole import back, as long as nothing else has touched what it wrote."""

from django.db import connection, transaction

from centre.bulk import speed_up_triggers
from centre.errors import DomainError
from centre.models import User
from employers.importing.forgetting import is_too_late, too_late
from employers.models import Contact, Corporation, Establishment, ImportEffect, ImportRun, ImportUndo, Registration

# Newest dependants first: the order in which created rows may go.
MODELS = {
    "registration": Registration,
    "contact": Contact,
    "establishment": Establishment,
    "corporation": Corporation,
}
SHOWN = 5


def obstacles(run: ImportRun) -> list[str]:
    """Why an import cannot be taken back any more, in words; empty when it can."""
    found = []
    if ImportUndo.objects.filter(run=run).exists():
        return ["この取込みはもう取り消されています。"]
    if is_too_late(run):
        return [too_late()]
    if not ImportEffect.objects.filter(run=run).exists() and run.summary.get("new", 0) + run.summary.get("updated", 0):
        return ["この取込みは、取消しのための控えがない前の版で行われました。"]
    for key, model in MODELS.items():
        if touched := _touched(run, key, model):
            found.append(f"{model._meta.verbose_name}が、取込みのあとに変わっています：{_some(touched)}")
    for key in ("establishment", "corporation"):
        found += _leaning(run, key)
    return found


def undo(run: ImportRun, *, by: User | None) -> ImportUndo:
    """Put everything back as it was before the import. Raises DomainError with the obstacles when that cannot be."""
    with transaction.atomic():
        ImportRun.objects.select_for_update().get(pk=run.pk)
        _lock(run)
        if problems := obstacles(run):
            raise DomainError("取り消せません。" + "　".join(problems))
        speed_up_triggers(f"undo of import {run.pk}")
        removed = {key: _remove(run, key, model) for key, model in MODELS.items()}
        # Two contacts that change places would both be the main one for a moment.
        changed = ImportEffect.objects.filter(run=run, model="contact", before__isnull=False)
        Contact.objects.filter(pk__in=changed.values("record_id")).update(is_main=False)
        restored = {key: _restore(run, key, model) for key, model in MODELS.items()}
        counts = {key: [restored[key], removed[key]] for key in MODELS}
        return ImportUndo.objects.create(run=run, undone_by=by, counts=counts)


def _lock(run: ImportRun) -> None:
    with connection.cursor() as cursor:
        for key, model in MODELS.items():
            cursor.execute(
                f"""SELECT count(*) FROM (
                    SELECT FROM {model._meta.db_table} AS found JOIN employers_importeffect AS effect
                        ON effect.record_id = found.id AND effect.model = %s AND effect.run_id = %s
                    ORDER BY found.id FOR UPDATE OF found) AS locked""",
                [key, run.pk],
            )


def _touched(run: ImportRun, key: str, model) -> list[str]:
    """Names of the records of an import that are gone, or differ from what it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT coalesce(effect.after ->> 'name', effect.record_id::text) FROM employers_importeffect AS effect
                LEFT JOIN {model._meta.db_table} AS found ON found.id = effect.record_id
                WHERE effect.run_id = %s AND effect.model = %s AND to_jsonb(found) IS DISTINCT FROM effect.after
                ORDER BY effect.record_id""",
            [run.pk, key],
        )
        return [name for (name,) in cursor.fetchall()]


def _leaning(run: ImportRun, key: str) -> list[str]:
    """What was recorded since about the records an import created, other than by the import itself."""
    found = []
    created = ImportEffect.objects.filter(run=run, model=key, before__isnull=True)
    own = {model: name for name, model in MODELS.items()}
    for relation in MODELS[key]._meta.related_objects:
        if hasattr(relation.related_model, "pgh_tracked_model"):
            continue
        rows = relation.related_model._base_manager.filter(
            **{f"{relation.field.attname}__in": created.values("record_id")}
        )
        if name := own.get(relation.related_model):
            by_import = ImportEffect.objects.filter(run=run, model=name, before__isnull=True)
            rows = rows.exclude(pk__in=by_import.values("record_id"))
        if count := rows.count():
            found.append(
                f"取り込んだ企業に、あとから{relation.related_model._meta.verbose_name}が{count:,}件加わっています。"
            )
    return found


def _restore(run: ImportRun, key: str, model) -> int:
    """Write the values from before the import back, column by column."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {model._meta.db_table} AS found SET {", ".join(f'"{name}" = old."{name}"' for name in columns)}
                FROM employers_importeffect AS effect,
                    jsonb_populate_record(NULL::{model._meta.db_table}, effect.before) AS old
                WHERE effect.run_id = %s AND effect.model = %s AND effect.before IS NOT NULL
                    AND found.id = effect.record_id""",
            [run.pk, key],
        )
        return cursor.rowcount


def _remove(run: ImportRun, key: str, model) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM {model._meta.db_table} AS found USING employers_importeffect AS effect
                WHERE effect.run_id = %s AND effect.model = %s AND effect.before IS NULL
                    AND found.id = effect.record_id""",
            [run.pk, key],
        )
        return cursor.rowcount


def _some(names: list[str]) -> str:
    rest = f"ほか{len(names) - SHOWN:,}件" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + rest

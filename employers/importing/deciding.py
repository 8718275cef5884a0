"""Suspected rows: somebody says whether the row is an employer of the register, another one, or not wanted."""

from datetime import date

from django.db import transaction

from centre.errors import DomainError
from employers.importing.comparing import matched
from employers.importing.matching import Known, ListRow
from employers.models import Establishment, ImportBatch, ImportLine

State = ImportLine.State
TOLD = (
    "state", "values", "changes", "corporation_id", "corporation_version", "establishment_id", "establishment_version"
)  # fmt: skip


def decide_new(line: ImportLine) -> ImportLine:
    """The row is another employer than the ones it looks like."""
    return _decided(line, state=State.NEW, establishment_id=None, establishment_version=None)


def decide_left_out(line: ImportLine) -> ImportLine:
    """The row is not taken in."""
    return _decided(line, state=State.LEFT_OUT)


def decide_same(line: ImportLine, establishment: Establishment) -> ImportLine:
    """The row is this employer of the register; what it changes is worked out.

    Raises DomainError when another row of the list already means it, or when the corporate number is another one's.
    """
    with transaction.atomic():
        record = _open(line)
        if record.batch.lines.filter(establishment_id=establishment.pk).exclude(pk=record.pk).exists():
            raise DomainError(f"「{establishment.name}」には、一覧の別の行がもう対応しています。")
        values = dict(record.values)
        if "registered_on" in values:
            values["registered_on"] = date.fromisoformat(values["registered_on"])
        row = ListRow(record.row_number, values)
        known = Known([row])
        owner = known.owners.get(row.corporate_number)
        if owner is not None and owner.pk != establishment.corporation_id:
            raise DomainError(f"この行の法人番号は「{owner.name}」のものです。番号か事業所を確かめてください。")
        told = matched(row, establishment, known)
        kept = {
            name: told[name] for name in ("values", "state", "changes", "establishment_id", "establishment_version")
        }
        return _decided(
            record, **kept, corporation_id=told["corporation_id"], corporation_version=told["corporation_version"]
        )


def decide_rest_new(batch: ImportBatch) -> int:
    """All suspected rows that are still open are other employers; answers how many."""
    return batch.lines.filter(state=State.SUSPECTED).update(state=State.NEW, is_decided=True)


def decide_rest_left_out(batch: ImportBatch) -> int:
    """None of the suspected rows that are still open is taken in; answers how many."""
    return batch.lines.filter(state=State.SUSPECTED).update(state=State.LEFT_OUT, is_decided=True)


def _decided(line: ImportLine, **values) -> ImportLine:
    with transaction.atomic():
        record = _open(line)
        for name, value in values.items():
            setattr(record, name, value)
        record.is_decided = True
        record.save(update_fields=[*values, "is_decided"])
    return record


def _open(line: ImportLine) -> ImportLine:
    record = ImportLine.objects.select_for_update(of=("self",)).select_related("batch").get(pk=line.pk)
    if record.batch.state != ImportBatch.State.READY:
        raise DomainError("この一覧はもう取り込まれたか、読み直されています。")
    if not record.suspects:
        raise DomainError("この行には重複の疑いがありません。")
    return record

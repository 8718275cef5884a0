"""Suspected rows: somebody says whether the row is an employer of the register, another one, or not wanted."""

from datetime import date

from django.db import transaction

from centre.errors import DomainError
from employers.importing.comparing import matched, newcomer
from employers.importing.matching import Known, ListRow
from employers.models import Establishment, ImportBatch, ImportLine

State = ImportLine.State
TOLD = (
    "state", "values", "changes", "corporation_id", "corporation_version", "establishment_id", "establishment_version"
)  # fmt: skip


def decide_new(line: ImportLine) -> ImportLine:
    """The row is another employer than the ones it looks like."""
    with transaction.atomic():
        record = _open(line)
        row, known = _read_again(record)
        told = newcomer(row, known.owners.get(row.corporate_number), [])
        return _decided(record, **{name: told[name] for name in TOLD})


def decide_left_out(line: ImportLine) -> ImportLine:
    """The row is not taken in."""
    with transaction.atomic():
        return _decided(_open(line), state=State.LEFT_OUT)


def decide_same(line: ImportLine, establishment: Establishment) -> ImportLine:
    """The row is this employer of the register; what it changes is worked out.

    Raises DomainError when another row of the list already means it, or when the corporate number is another one's.
    """
    with transaction.atomic():
        record = _open(line)
        if record.batch.lines.filter(establishment_id=establishment.pk).exclude(pk=record.pk).exists():
            raise DomainError(f"「{establishment.name}」には、一覧の別の行がもう対応しています。")
        row, known = _read_again(record)
        owner = known.owners.get(row.corporate_number)
        if owner is not None and owner.pk != establishment.corporation_id:
            raise DomainError(f"この行の法人番号は「{owner.name}」のものです。番号か事業所を確かめてください。")
        told = matched(row, establishment, known)
        return _decided(record, **{name: told[name] for name in TOLD})


def decide_rest_new(batch: ImportBatch) -> int:
    """All suspected rows that are still open are other employers; answers how many.

    Raises DomainError when the list does not wait for decisions any more.
    """
    return _decide_rest(batch, State.NEW)


def decide_rest_left_out(batch: ImportBatch) -> int:
    """None of the suspected rows that are still open is taken in; answers how many.

    Raises DomainError when the list does not wait for decisions any more.
    """
    return _decide_rest(batch, State.LEFT_OUT)


def _decide_rest(batch: ImportBatch, state: str) -> int:
    with transaction.atomic():
        _lock_waiting(batch.pk)
        return batch.lines.filter(state=State.SUSPECTED).update(state=state, is_decided=True)


def _read_again(line: ImportLine) -> tuple[ListRow, Known]:
    """The row as it was read, without what an earlier decision made of it, beside the register of now."""
    values = {key: value for key, value in line.values.items() if key != "registers"}
    if "registered_on" in values:
        values["registered_on"] = date.fromisoformat(values["registered_on"])
    row = ListRow(line.row_number, values)
    return row, Known([row])


def _decided(record: ImportLine, **values) -> ImportLine:
    for name, value in values.items():
        setattr(record, name, value)
    record.is_decided = True
    record.save(update_fields=[*values, "is_decided"])
    return record


def _open(line: ImportLine) -> ImportLine:
    _lock_waiting(line.batch_id)
    record = ImportLine.objects.select_for_update(of=("self",)).select_related("batch").get(pk=line.pk)
    if not record.suspects:
        raise DomainError("この行には重複の疑いがありません。")
    return record


def _lock_waiting(batch_id: int) -> None:
    """Hold the list, so that nobody takes it in or reads it anew while it is decided."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != ImportBatch.State.READY:
        raise DomainError("この一覧はもう取り込まれたか、読み直されています。")

"""Reading a list into the register's waiting room: `ImportBatch` with one `ImportLine` per row."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from django.db import transaction

from centre.bulk import copy
from centre.errors import DomainError
from centre.models import Job, StoredFile, User
from centre.tabular.columns import Mapping, ParsedRow, map_columns, parse_rows, require
from centre.tabular.reading import Table, TabularError, read_table
from employers.importing.columns import COLUMNS
from employers.importing.comparing import Comparison
from employers.models import ImportBatch, ImportLine, ImportMapping, ImportRun

CHUNK = 1000
KIND = ImportRun.Kind.EMPLOYERS
# The kinds of job that work on a batch, under its number.
READ, TAKE_IN = "read_import", "take_in_import"
OPEN = (Job.State.WAITING, Job.State.RUNNING)
LEAVE_OUT = ""
Progress = Callable[[int, int, str], None]


def open_batch(file: StoredFile, by: User | None) -> ImportBatch:
    """Look at the headings of a list, and at how a list with the same headings was read last time.

    Raises TabularError when the file is no table, or has one heading twice.
    """
    table = _table(file)
    known = ImportMapping.objects.filter(kind=KIND, signature=_signature(table.headers)).first()
    overrides = known.mapping if known else {}
    mapping = map_columns(table.headers, COLUMNS, _overrides(overrides))
    return ImportBatch.objects.create(
        file=file,
        format=table.format_label,
        headings=table.headers,
        mapping=overrides or _as_mapping(mapping),
        prepared_by=by,
    )


def change_mapping(batch: ImportBatch, mapping: dict[str, str], by: User | None) -> ImportBatch:
    """Read the columns another way ({heading: column key, or empty to leave it out}), now and the next time.

    Raises DomainError when a required column is left out or one column is named twice, while the list is being read
    or taken in, and when it was taken in.
    """
    chosen = map_columns(batch.headings, COLUMNS, _overrides(mapping))
    require(chosen)
    with transaction.atomic():
        record = _locked(batch)
        for kind, doing in ((READ, "読み込んで"), (TAKE_IN, "取り込んで")):
            if Job.objects.filter(kind=kind, key=str(record.pk), state__in=OPEN).exists():
                raise DomainError(f"この一覧は{doing}いる途中です。終わってから、もう一度お試しください。")
        record.mapping = mapping
        record.state = ImportBatch.State.READING
        record.save(update_fields=["mapping", "state"])
        ImportMapping.objects.update_or_create(
            kind=KIND, signature=_signature(record.headings), defaults={"mapping": mapping, "remembered_by": by}
        )
    return record


def missing_columns(batch: ImportBatch) -> list[str]:
    """Labels of the required columns that no heading is read as."""
    return [spec.label for spec in map_columns(batch.headings, COLUMNS, _overrides(batch.mapping)).missing]


def read(batch: ImportBatch, progress: Progress | None = None) -> ImportBatch:
    """Compare each row of the list with the register; a batch that was read before is read anew.

    Raises TabularError when the file cannot be read to its end; what is wrong with a row stands in its line.
    Raises DomainError when the list was taken in.
    """
    with transaction.atomic():
        batch = _locked(batch)
        batch.state = ImportBatch.State.READING
        batch.save(update_fields=["state"])
        batch.lines.all().delete()
    table = _table(batch.file)
    mapping = map_columns(table.headers, COLUMNS, _overrides(batch.mapping))
    require(mapping, table.header_row)
    comparison, done = Comparison(), 0
    counts = dict.fromkeys(ImportLine.State.values, 0)
    rows = _with_cells(table, mapping)
    while chunk := list(islice(rows, CHUNK)):
        lines = comparison.lines(chunk)
        for line in lines:
            counts[line["state"]] += 1
        copy(ImportLine, ({"batch_id": batch.pk} | line for line in lines), analyze=not done)
        done += len(chunk)
        if progress:
            progress(done, done, f"{done:,}行を読みました。")
    batch.state, batch.problem, batch.counts = ImportBatch.State.READY, "", counts
    batch.save(update_fields=["state", "problem", "counts"])
    return batch


def set_aside(batch: ImportBatch, error: TabularError) -> ImportBatch:
    """Note that a file cannot be read, and why."""
    place = f"{error.row:,}行目　" if error.row else ""
    batch.state, batch.problem = ImportBatch.State.UNREADABLE, f"{place}{error.message}"[:300]
    batch.save(update_fields=["state", "problem"])
    return batch


def _locked(batch: ImportBatch) -> ImportBatch:
    record = ImportBatch.objects.select_for_update(of=("self",)).with_file().get(pk=batch.pk)
    if record.state == ImportBatch.State.TAKEN_IN:
        raise DomainError("この一覧はもう取り込まれています。")
    return record


def _with_cells(table: Table, mapping: Mapping) -> Iterator[tuple[ParsedRow, list]]:
    """Each parsed row together with its cells as written."""
    last: list = []

    def passing():
        for number, cells in table.rows:
            last[:] = cells
            yield number, cells

    for parsed in parse_rows(replace(table, rows=passing()), mapping):
        yield parsed, last[:]


def _table(file: StoredFile) -> Table:
    names = [name for spec in COLUMNS for name in (spec.label, *spec.headings)]
    return read_table(bytes(file.content), file.name, headings=names)


def _as_mapping(mapping: Mapping) -> dict[str, str]:
    return {column.heading: column.spec.key for column in mapping.columns} | dict.fromkeys(
        mapping.unmatched, LEAVE_OUT
    )


def _overrides(mapping: dict[str, str]) -> dict[str, str | None]:
    return {heading: key or None for heading, key in mapping.items()}


def _signature(headings: list[str]) -> str:
    return hashlib.sha256("\t".join(headings).encode()).hexdigest()

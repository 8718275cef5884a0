"""How the monthly report is laid out: which tables and columns, in which order and words, and what its files hide."""

from dataclasses import replace

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from reports.columns import arranged, sets_of_tables
from reports.documents.content import ReportDocument
from reports.masking import masked
from reports.metrics.registry import metrics
from reports.models import FileSettings
from reports.tables import MONTHLY


def settings_of_files() -> FileSettings:
    """The settings; as long as nobody has set any, all tables in their order."""
    return FileSettings.objects.filter(pk=1).first() or FileSettings(pk=1)


def set_layout(
    settings: FileSettings, version: int, *, order: dict[int, int], hidden: set[int], titles: dict[int, str],
    masks: bool, by: User,
) -> FileSettings:  # fmt: skip
    """Set the layout of reports drafted from now on; confirmed ones keep theirs.

    Raises DomainError when no table would be left, and EditConflict.
    """
    if not set(order) - hidden:
        raise DomainError("表を1つ以上、出すことにしてください。")
    with transaction.atomic():
        FileSettings.objects.get_or_create(pk=settings.pk)
        record = lock_for_edit(FileSettings, settings.pk, version)
        record.tables = sorted(order, key=lambda number: (order[number], number))
        record.hidden = sorted(hidden)
        record.titles = {str(number): title for number, title in titles.items() if title}
        record.masks = masks
        record.save()
    return record


def set_columns(
    settings: FileSettings, version: int, *, table: int, columns: dict[str, dict], by: User,
) -> FileSettings:  # fmt: skip
    """Set the columns of a table in reports drafted from now on: {column set: {"order", "hidden", "titles"}}.

    Raises DomainError when a column set would be left without a column, and EditConflict.
    """
    for found in sets_of_tables()[table]:
        if not set(found.names) - set(columns[found.key]["hidden"]):
            raise DomainError(f"「{found.label}」の列を1つ以上、出すことにしてください。")
    with transaction.atomic():
        FileSettings.objects.get_or_create(pk=settings.pk)
        record = lock_for_edit(FileSettings, settings.pk, version)
        record.columns = {**record.columns, str(table): columns}
        record.save()
    return record


def laid_out(document: ReportDocument, settings: FileSettings) -> ReportDocument:
    """The document with its tables as the settings say; one that the settings do not know stays behind the others."""
    place = {number: at for at, number in enumerate(settings.tables)}
    tables = [
        replace(table, title=settings.titles.get(str(table.number), table.title))
        for table in sorted(document.tables, key=lambda table: place.get(table.number, len(place)))
        if table.number not in settings.hidden
    ]
    return replace(document, tables=tuple(tables), masks=settings.masks, columns=settings.columns)


def outgoing(document: ReportDocument) -> ReportDocument:
    """The document as it leaves the centre: with small numbers hidden when the settings said so at its drafting."""
    return arranged(masked(document, about_people()) if document.masks else document)


def about_people() -> frozenset[str]:
    """The keys of the metrics whose divisions could tell of single people."""
    return frozenset(key for key, metric in metrics().items() if metric.about_people)


def titles_of_tables() -> dict[int, str]:
    """Every table of the monthly report: {number: its own title}."""
    return {table.number: table.title for table in MONTHLY}

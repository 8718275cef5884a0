"""The prefecture's own Excel form: which figure goes into which named cell, and the form filled from a report."""

import io
import re
import zipfile
from datetime import UTC

from django.db import transaction
from openpyxl import load_workbook

from centre.documents.given_form import read_given_form
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.models import User
from reports.compiling import MONTH, SPANS
from reports.documents.content import ReportDocument
from reports.laying_out import outgoing
from reports.models import ExcelForm, Figure, Report

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell may hold beside figures.
FACTS = {
    "期間": "period",
    "年度": "fiscal_year",
    "委託業務名": "contract",
    "受託者": "sender",
    "集計した時点": "as_of_label",
}


def address_of(figure: Figure) -> str:
    """A figure's name that stays the same from month to month: 指標/当月/内訳."""
    name = figure.key.rsplit(".", 1)[1]
    column = name if name in SPANS and not figure.breakdown else MONTH
    return "/".join((figure.metric, SPANS[column], *figure.breakdown.values()))


def take_form(*, name: str, content: bytes, by: User) -> ExcelForm:
    """Keep a form. Raises DomainError when it is no Excel workbook or has no named cell."""
    cells = named_cells(content)
    if not cells:
        raise DomainError(
            "名前の付いたセルがありません。Excelの「名前の定義」で、数字を入れるセルに名前を付けてください。", "file"
        )
    if ExcelForm.objects.filter(name=name).exists():
        raise DomainError("同じ名の様式があります。別の名にしてください。", "name")
    with transaction.atomic():
        return ExcelForm.objects.create(
            name=name, file=store(f"{name}.xlsx", XLSX, content), cells=dict.fromkeys(cells, ""), uploaded_by=by
        )


def map_cells(form: ExcelForm, version: int, *, cells: dict[str, str], by: User) -> ExcelForm:
    """Say which figure or fact goes into which named cell; an empty one is left as it is in the form."""
    with transaction.atomic():
        record = lock_for_edit(ExcelForm, form.pk, version)
        record.cells = {name: cells.get(name, "") for name in record.cells}
        record.save()
    return record


def named_cells(content: bytes) -> list[str]:
    """The names of single cells in a workbook. Raises DomainError for an unsafe file and anything but .xlsx."""
    book = read_given_form(content, "file")
    return sorted(name for name, defined in book.defined_names.items() if _place(defined))


def fill(form: ExcelForm, report: Report) -> bytes:
    """The form with the figures of a report; the same report and form give the same bytes."""
    document = outgoing(ReportDocument.from_json(report.document))
    shown = {cell.figure: cell.value for row in _rows(document) for cell in row.cells if cell.figure}
    values = {address_of(figure): shown[figure.key] for figure in report.figures.filter(key__in=shown)}
    book = load_workbook(io.BytesIO(bytes(form.file.content)))
    for name, wanted in form.cells.items():
        place = _place(book.defined_names[name])
        if not wanted or not place:
            continue
        sheet, cell = place
        if wanted in FACTS:
            book[sheet][cell] = getattr(document, FACTS[wanted])
        else:
            # A figure that is hidden in what leaves the centre, or that this report does not have.
            book[sheet][cell] = values.get(wanted, "＊")
    buffer = io.BytesIO()
    book.save(buffer)
    return _always_the_same(buffer.getvalue(), document)


def _rows(document: ReportDocument):
    return (row for table in document.tables for block in table.blocks for row in block.rows)


def _place(defined) -> tuple[str, str] | None:
    """Sheet and cell of a name that stands for one cell."""
    places = list(defined.destinations) if defined.type == "RANGE" else []
    if len(places) != 1 or not re.fullmatch(r"\$?[A-Z]+\$?\d+", places[0][1]):
        return None
    return places[0][0], places[0][1].replace("$", "")


def _always_the_same(content: bytes, document: ReportDocument) -> bytes:
    """The workbook with the report's time instead of that of its making."""
    moment = document.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*", rb"\g<1>" + moment, data)
            new.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()

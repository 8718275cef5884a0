"""A whole file in one go, as the command line does it: read, judged, taken in or left alone."""

from django.db import transaction

from centre.files import store
from centre.models import User
from centre.tabular.reading import TabularError
from employers.importing.deciding import decide_rest_new
from employers.importing.reading import open_batch, read
from employers.importing.taking_in import take_in
from employers.models import ImportBatch, ImportLine

State = ImportLine.State


def import_file(content: bytes, file_name: str, *, by: User | None, preview: bool = False) -> dict:
    """Take in a file, or with `preview` only say what it would change; suspected rows count as new employers.

    Answers {"file", "format", "rows", "new", "updated", "unchanged", "suspected_duplicates": [{"row", "name",
    "similar_to"}], "errors": [{"row", "column", "message"}]}. With errors, and for a preview, nothing is kept.
    """
    with transaction.atomic():
        try:
            file = store(file_name[:200], "application/octet-stream", content)
            batch = read(open_batch(file, by))
            summary = summarise(batch)
            summary["file"] = file_name
            if not summary["errors"] and not preview:
                decide_rest_new(batch)
                take_in(batch, by=by)
        except TabularError as error:
            summary = refusal(file_name, error)
        if preview or summary["errors"]:
            transaction.set_rollback(True)
    return summary


def summarise(batch: ImportBatch) -> dict:
    """What a read batch would change, with every suspected row and everything that is wrong."""
    counts = batch.counts
    rejected = batch.lines.filter(state=State.REJECTED).values_list("row_number", "problems")
    errors = [
        {"row": row, "column": column, "message": message}
        for row, problems in rejected.iterator()
        for column, message in problems
    ]
    suspected = batch.lines.filter(state=State.SUSPECTED).values_list("row_number", "values__name", "suspects")
    return {
        "file": batch.file.name,
        "format": batch.format,
        "rows": sum(counts.values()) - counts[State.REJECTED],
        "new": counts[State.NEW] + counts[State.SUSPECTED],
        "updated": counts[State.CHANGED],
        "unchanged": counts[State.SAME],
        "suspected_duplicates": [
            {"row": row, "name": name, "similar_to": [alike for _, alike in suspects]}
            for row, name, suspects in suspected.iterator()
        ],
        "errors": errors,
    }


def refusal(file_name: str, error: TabularError) -> dict:
    """The summary of a file that is no table."""
    return {
        "file": file_name,
        "format": "",
        "rows": 0,
        "new": 0,
        "updated": 0,
        "unchanged": 0,
        "suspected_duplicates": [],
        "errors": [{"row": error.row, "column": error.column, "message": error.message}],
    }

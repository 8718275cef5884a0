"""Loading of master data: CSV files of our own, written by migrations."""

import csv
from pathlib import Path


def load(model, path: Path) -> int:
    """Write the rows of a master file into an empty table; empty cells become null where the column allows it.

    `model` is the historical model of a migration; the file's headings are its column names (`city` may be a
    foreign key and is then taken as the key of the row it refers to). Returns the number of rows.
    """
    fields = {field.name: field for field in model._meta.get_fields() if field.concrete}
    with path.open(encoding="utf-8", newline="") as file:
        records = [
            model(**{fields[name].attname: _cell(fields[name], text) for name, text in row.items()})
            for row in csv.DictReader(file)
        ]
    model.objects.bulk_create(records)
    return len(records)


def _cell(field, text: str):
    if text == "" and field.null:
        return None
    return field.to_python(text)

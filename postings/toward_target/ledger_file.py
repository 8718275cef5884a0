"""A ledger as a CSV file: columns posting, kind, effective_on, listed_until, eligible. No database, no Django."""

from centre.tabular.columns import ColumnSpec, map_columns, parse_rows
from centre.tabular.reading import TabularError, read_table
from centre.tabular.values import boolean, choice, date_of, text
from postings.toward_target.counting import KINDS, NAMES, LedgerLine

COLUMNS = (
    ColumnSpec("posting", "求人番号", ("posting", "求人"), text, required=True),
    ColumnSpec(
        "kind",
        "区分",
        ("kind",),
        choice({**{kind: kind for kind in KINDS}, **{v: k for k, v in NAMES.items()}}),
        required=True,
    ),
    ColumnSpec("effective_on", "効力の日", ("effective_on",), date_of, required=True),
    ColumnSpec("listed_until", "掲載期限", ("listed_until",), date_of),
    ColumnSpec("eligible", "対象", ("eligible", "移住支援金対象"), boolean, required=True),
)


def read_ledger(content: bytes, file_name: str) -> list[LedgerLine]:
    """The lines of a ledger file. Raises TabularError with row and column of the first thing that cannot be read."""
    table = read_table(
        content, file_name, headings=[name for spec in COLUMNS for name in (spec.label, *spec.headings)]
    )
    mapping = map_columns(table.headers, COLUMNS)
    if mapping.missing:
        raise TabularError(
            f"列がありません：{'、'.join(spec.headings[0] for spec in mapping.missing)}", row=table.header_row
        )
    lines = []
    for row in parse_rows(table, mapping):
        if row.errors:
            raise TabularError(row.errors[0].message, row=row.row_number, column=row.errors[0].column)
        values = {"listed_until": None, **row.values}
        lines.append(LedgerLine(**values, number=row.row_number))
    return lines

"""Reading what the public site lists on a day: a file with the columns of the postings, whole or not at all."""

from dataclasses import replace

from centre.errors import DomainError
from centre.tabular.columns import ParsedRow, map_columns, parse_rows, require
from centre.tabular.names import name_key
from centre.tabular.reading import TabularError, read_table
from postings.lists.columns import COLUMNS
from postings.lists.import_plan import Problem

KEYS = (
    "site_number", "title", "establishment", "listed_from", "listed_until", "eligible", "url", "contract", "wage_kind",
    "wage_from_yen", "wage_to_yen",
)  # fmt: skip
SITE_COLUMNS = tuple(replace(column, required=column.key == "title") for column in COLUMNS if column.key in KEYS)
MOST_ROWS = 50_000
LONGEST_EMPLOYER = 200


class UnreadableList(DomainError):
    """A list that cannot be compared; `problems` name rows and columns."""

    def __init__(self, problems: list[Problem]):
        super().__init__(
            f"直すところが{len(problems):,}か所あります。ファイルを直して、もう一度選んでください。何も変わっていません。",
            "file",
        )
        self.problems = problems


def read_site_list(content: bytes, file_name: str) -> list[dict]:
    """The rows of the site's list as values of SiteRow. Raises UnreadableList with every problem found."""
    rows, problems, seen = [], [], {}
    try:
        headings = [name for column in SITE_COLUMNS for name in (column.label, *column.headings)]
        table = read_table(content, file_name, headings=headings)
        mapping = map_columns(table.headers, SITE_COLUMNS)
        require(mapping, table.header_row)
        for row in parse_rows(table, mapping):
            problems += [Problem(error.row, error.column, error.message) for error in row.errors] or _problems(
                row, seen
            )
            rows.append(_values(row))
    except TabularError as error:
        problems.append(Problem(error.row, error.column, error.message))
    if not rows and not problems:
        problems.append(Problem(None, None, "照合する行がありません。見出しの下にデータがあるか確かめてください。"))
    if len(rows) > MOST_ROWS:
        problems.append(Problem(None, None, f"{len(rows):,}行は多すぎます。{MOST_ROWS:,}行までにしてください。"))
    if problems:
        raise UnreadableList(problems)
    return rows


def _problems(row: ParsedRow, seen: dict[str, int]) -> list[Problem]:
    values, number = row.values, row.row_number
    problems = []
    site_number = values.get("site_number")
    if site_number:
        if site_number in seen:
            problems.append(Problem(number, "求人番号", f"{seen[site_number]}行目と同じ求人番号です。"))
        seen.setdefault(site_number, number)
    elif not values.get("establishment"):
        problems.append(Problem(number, "求人番号", "求人番号か事業所名のどちらかが要ります。"))
    first, last = values.get("listed_from"), values.get("listed_until")
    if first and last and last < first:
        problems.append(Problem(number, "掲載期限", "掲載期限が掲載開始日より前です。"))
    if len(values.get("establishment") or "") > LONGEST_EMPLOYER:
        problems.append(Problem(number, "事業所名", f"{LONGEST_EMPLOYER}字までにしてください。"))
    return problems


def _values(row: ParsedRow) -> dict:
    values = {key: row.values.get(key) for key in KEYS}
    employer = values.pop("establishment") or ""
    texts = {key: values[key] or "" for key in ("site_number", "title", "url", "contract", "wage_kind")}
    return {"row": row.row_number, **values, **texts, "employer": employer, "employer_key": name_key(employer)}

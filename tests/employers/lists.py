"""Lists of employers as tests read them and take them in."""

from dataclasses import dataclass

from centre.files import store
from centre.tabular.reading import TabularError
from employers.importing.deciding import decide_rest_new
from employers.importing.reading import open_batch, read
from employers.importing.taking_in import take_in
from employers.importing.whole_file import refusal, summarise
from employers.models import ImportBatch, ImportLine, ImportRun

HEADINGS = "事業所名,ふりがな,法人番号,郵便番号,所在地,電話番号,業種,従業員数,資本金（万円）,担当者,メール,登録日"


def sheet(*rows: str, encoding: str = "cp932") -> bytes:
    """A list with the usual headings, as a spreadsheet saves it."""
    return "\r\n".join((HEADINGS, *rows, "")).encode(encoding)


def listed(headings: str, *rows: str) -> bytes:
    """A list in UTF-8 with its own headings."""
    return "\r\n".join((headings, *rows, "")).encode()


def batch_of(content: bytes, file_name: str = "一覧.csv", by=None) -> ImportBatch:
    """A list, read and waiting to be looked at."""
    return read(open_batch(store(file_name, "text/csv", content), by))


@dataclass
class Judged:
    """What a list would change: the summary of the command, and its lines."""

    told: dict
    lines: list[ImportLine]

    @property
    def format(self) -> str:
        return self.told["format"]

    @property
    def errors(self) -> list[tuple]:
        """(row, column, message) of everything that is wrong."""
        return [(error["row"], error["column"], error["message"]) for error in self.told["errors"]]

    @property
    def changes(self) -> list[tuple]:
        """(label, old, new) of the first row."""
        return [tuple(change) for change in self.lines[0].changes]

    @property
    def alike(self) -> list[list[str]]:
        """The names each row is suspected to be, for the rows that are suspected."""
        return [row["similar_to"] for row in self.told["suspected_duplicates"]]


def plan(content: bytes, file_name: str = "一覧.csv") -> Judged:
    """Read a list without taking it in."""
    try:
        batch = batch_of(content, file_name)
    except TabularError as error:
        return Judged(refusal(file_name, error), [])
    return Judged(summarise(batch), list(batch.lines.all()))


def import_employers(content: bytes, file_name: str = "一覧.csv", *, by=None) -> ImportRun:
    """Take a list in; what looks like a known employer is another one."""
    batch = batch_of(content, file_name, by)
    decide_rest_new(batch)
    return take_in(batch, by=by)

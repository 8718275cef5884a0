"""The rows of an .xlsx: guarded first, then read by calamine."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from centre.tabular.archive import Archive
from centre.tabular.limits import MAX_CELL
from centre.tabular.refusal import RESAVE, TabularError, check_characters, check_lengths, column_letters
from centre.tabular.safety import unguard_cell
from centre.tabular.worksheet import Faults, check_text, check_worksheet, string_sizes

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class Sheet:
    """A worksheet that holds something: its rows from row 1 on, its merged ranges from corner to corner."""

    name: str
    others: tuple[str, ...]
    rows: Iterator[tuple[int, list[Any]]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def read_workbook(content: bytes) -> Sheet:
    """The first visible sheet that is not empty. Raises TabularError for anything unsafe, broken or empty."""
    archive = Archive(content)
    archive.check_all()
    faults = _checked_sheets(archive)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            (number, sheet.name)
            for number, sheet in enumerate(workbook.sheets_metadata)
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        if len(workbook.sheets_metadata) != len(faults):
            raise _unreadable()
        for number, name in visible:
            sheet = workbook.get_sheet_by_index(number)
            if sheet.height and sheet.width:
                others = tuple(other for _, other in visible if other != name)
                return Sheet(name, others, _rows(sheet, faults[number]), list(sheet.merged_cell_ranges or []))
    except (CalamineError, ValueError, KeyError, OSError) as error:
        raise _unreadable() from error
    raise TabularError("シートが空です。見出しとデータのあるシートを保存してください。", code="empty")


def merged_name(merged: tuple[tuple[int, int], tuple[int, int]]) -> str:
    """A merged range as a spreadsheet writes it: `A4:B5`."""
    (top, left), (bottom, right) = merged
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"


def _checked_sheets(archive: Archive) -> list[Faults]:
    """Check every sheet of the workbook; answers what has no value in each, in the order of the sheets."""
    names = {name.lower(): name for name in archive.names}
    targets = _targets(archive)
    shared = names.get("xl/sharedstrings.xml")
    sizes = string_sizes(archive.pieces(shared)) if shared else []
    faults = []
    for sheet in _elements(archive.read(_WORKBOOK), "sheet"):
        identity = next((value for key, value in sheet.items() if key.endswith("/relationships id")), "")
        name = names.get(targets.get(identity, ""))
        if name is None:
            raise _unreadable()
        found, heavy = check_worksheet(archive.pieces(name), sizes)
        if heavy:
            check_text(archive.pieces(name), sizes)
        faults.append(found)
    return faults


def _targets(archive: Archive) -> dict[str, str]:
    """Where the parts of the workbook stand, by their relation's name. Raises TabularError for unusual places."""
    for relation in _elements(archive.read("_rels/.rels"), "Relationship"):
        if relation["Type"].endswith("/officeDocument") and relation["Target"].removeprefix("/") != _WORKBOOK:
            raise _unreadable()
    targets = {}
    for relation in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship"):
        path = relation["Target"]
        path = (path.removeprefix("/") if path.startswith("/") else f"xl/{path.removeprefix('./')}").lower()
        if relation["Type"].endswith("/sharedStrings") and path != "xl/sharedstrings.xml":
            raise _unreadable()
        targets[relation["Id"]] = path
    return targets


def _elements(content: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of every element of that name, whatever its prefix; an attribute's name follows its namespace."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(" ")[2] == name:
            found.append(attributes)

    parser.StartElementHandler = start
    try:
        parser.Parse(content)
        parser.Parse(b"", 1)
    except expat.ExpatError as error:
        raise _unreadable() from error
    return found


def _rows(sheet: CalamineSheet, faults: Faults) -> Iterator[tuple[int, list[Any]]]:
    broken_rows = {row for row, _ in faults}
    # calamine begins at row 1 but at the first column that holds something.
    left = [None] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = [*left, *[_cell(cell) if isinstance(cell, str) else cell for cell in cells]]
        check_lengths(row, number, MAX_CELL)
        check_characters(row, number)
        if number in broken_rows:
            row = _with_faults(row, number, faults)
        yield number, row


def _with_faults(row: list[Any], number: int, faults: Faults) -> list[Any]:
    last = max(position for at, position in faults if at == number)
    wide = row + [None] * (last + 1 - len(row))
    return [faults.get((number, position), cell) for position, cell in enumerate(wide)]


def _cell(cell: str) -> str | None:
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return unguard_cell(cell) if cell.startswith("'") else cell or None


def _unreadable() -> TabularError:
    return TabularError(f"Excelのファイルとして読めません。壊れているかもしれません。{RESAVE}", code="broken")

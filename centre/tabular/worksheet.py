"""Looking through the XML of a worksheet before it is read: how far it reaches, and which formulas have no value.

A reader lays out the whole rectangle around the cells and follows every shared string; one cell at XFD1048576, or one
long string used a million times, would fill the memory. The scan is strict: cells written in unusual ways are refused.
"""

import re
from collections.abc import Iterable, Iterator

from centre.tabular.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from centre.tabular.refusal import RESAVE, CellFault, TabularError, column_position

_P = rb"<(?:[\w.\-]+:)?"
_CELL = re.compile(_P + rb"c\s[^<>']*?\br=\"([A-Z]{1,9})([0-9]{1,9})\"")
_UNUSUAL = re.compile(
    _P + rb"c(?=[\s/>])(?![^<>']*?\sr=\"[A-Z]{1,9}[1-9][0-9]{0,8}\"[^<>']*>)|<!--|<!\[CDATA\[|<\?(?!xml\s)"
)
_ERROR = re.compile(
    _P + rb"c\sr=\"([A-Z]+)([0-9]+)\"[^<>]*\st=\"e\"[^<>]*>(?:(?!</(?:[\w.\-]+:)?c>).)*?<(?:[\w.\-]+:)?v>([^<]*)<",
    re.S,
)
_NOT_CALCULATED = re.compile(
    _P
    + rb"c\sr=\"([A-Z]+)([0-9]+)\"(?:(?!\st=\"str\")[^<>])*>"
    + _P
    + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:[\w.\-]+:)?f>)"
    rb"(?:" + _P + rb"v\s*/>|" + _P + rb"v></(?:[\w.\-]+:)?v>)?</(?:[\w.\-]+:)?c>"
)
_SHARED = re.compile(rb"\st\s*=\s*\"s\"")
_SHARED_INDEX = re.compile(rb"\st=\"s\"[^<>]*>" + _P + rb"v>([0-9]{1,9})<")
_STRING_END = re.compile(rb"</(?:[\w.\-]+:)?si\s*>|<(?:[\w.\-]+:)?si\s*/>")
_DATA_END = re.compile(rb"</(?:[\w.\-]+:)?sheetData\s*>")
_LONGEST_CELL = 4 * 1024 * 1024
_MAX_FAULTS = 1000

Faults = dict[tuple[int, int], CellFault]


def string_sizes(pieces: Iterable[bytes]) -> list[int]:
    """How many bytes each shared string takes, its markup included."""
    sizes, at, last, tail = [], 0, 0, b""
    for piece in pieces:
        window = tail + piece
        start, done = at - len(tail), 0
        for match in _STRING_END.finditer(window):
            sizes.append(start + match.end() - last)
            last, done = start + match.end(), match.end()
        at += len(piece)
        tail = window[max(done, len(window) - 64) :]
    return sizes


def check_worksheet(pieces: Iterable[bytes], sizes: list[int]) -> tuple[Faults, bool]:
    """What has no value in a worksheet by (row, position from 0), and whether its text may be too much to follow.

    Raises TabularError when it reaches too far or is written in a way that cannot be checked.
    """
    columns: set[bytes] = set()
    rows, strings, faults = 0, 0, {}
    for window in _windows(pieces):
        if _UNUSUAL.search(window):
            raise TabularError(
                f"シートの書かれ方がふつうのExcelと違うため、安全に読めません。{RESAVE}", code="unsafe_xml"
            )
        found = _CELL.findall(window)
        if not found:
            continue
        columns.update([letters for letters, _ in found])
        rows = max(rows, *map(int, {row for _, row in found}))
        _check_reach(columns, rows)
        strings += len(_SHARED.findall(window))
        _collect_faults(window, faults)
    return faults, strings * max(sizes, default=0) > MAX_TEXT


def check_text(pieces: Iterable[bytes], sizes: list[int]) -> None:
    """Raise TabularError when following every shared string of a worksheet would give too much text."""
    weight, longest = 0, max(sizes, default=0)
    for window in _windows(pieces):
        indexes = _SHARED_INDEX.findall(window)
        weight += (len(_SHARED.findall(window)) - len(indexes)) * longest
        weight += sum(sizes[index] if index < len(sizes) else longest for index in map(int, indexes))
        if weight > MAX_TEXT:
            raise TabularError("文字の量が多すぎるシートです。ファイルを分けてください。", code="bomb")


def _windows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The cells of a worksheet in stretches that never cut a cell in two; ends with the data."""
    waiting = b""
    for piece in pieces:
        waiting += piece
        if end := _DATA_END.search(waiting):
            yield waiting[: end.end()]
            return
        cut = max(waiting.rfind(b"<c "), waiting.rfind(b":c "))
        # `<x:c ` is cut before its prefix.
        cut = waiting.rfind(b"<", 0, cut + 1) if cut > 0 else waiting.rfind(b"<")
        if cut <= 0:
            if len(waiting) > _LONGEST_CELL:
                raise TabularError("長すぎるセルがあります。短くしてください。", code="cell_too_long")
            continue
        yield waiting[:cut]
        waiting = waiting[cut:]
    yield waiting


def _check_reach(columns: set[bytes], rows: int) -> None:
    widest = max((len(letters), letters) for letters in columns)[1].decode()
    width = column_position(widest) + 1
    if width > MAX_COLUMNS:
        raise TabularError(
            f"列が多すぎます（{widest}列まであります）。{MAX_COLUMNS}列までにし、使っていない列は削除してください。",
            column=f"{widest}列",
            code="too_many_columns",
        )
    if rows > MAX_ROWS:
        raise TabularError(
            f"行が多すぎます（{rows:,}行目まであります）。{MAX_ROWS:,}行までに分け、使っていない行は削除してください。",
            row=rows,
            code="too_many_rows",
        )
    if rows * width > MAX_CELLS:
        raise TabularError(
            f"セルが多すぎます（{rows:,}行×{width}列）。使っていない列を削除するか、ファイルを分けてください。",
            code="too_many_cells",
        )


def _collect_faults(window: bytes, faults: Faults) -> None:
    if b't="e"' in window:
        for letters, row, written in _ERROR.findall(window):
            if len(faults) < _MAX_FAULTS:
                faults[int(row), column_position(letters.decode())] = CellFault(written.decode("utf-8", "replace"))
    if b"f>" in window or b"<f" in window:
        for letters, row in _NOT_CALCULATED.findall(window):
            if len(faults) < _MAX_FAULTS:
                faults[int(row), column_position(letters.decode())] = CellFault("計算されていない数式")

"""A list as CSV: UTF-8 with its mark for Excel, or CP932 for older programs."""

import csv
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from centre.exporting.cells import guarded, prepared
from centre.exporting.columns import Chosen, Kind
from centre.exporting.written import Written

# What CP932 does not have and is written 〓, the printer's sign for a missing letter.
MISSING = "〓"
# Signs that CP932 has under another code point but draws alike; variation selectors only pick a shape.
_ALIKE = str.maketrans("〜−‖—¢£¬\u00a0", "～－∥―￠￡￢ ")
_ALIKE |= dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


def write_csv(
    path: Path, columns: Sequence[Chosen], rows: Iterable[tuple], tell: Callable[[int], None], *, cp932: bool
) -> Written:
    """Write a CSV with CRLF; days are 2026-11-20. `tell` hears how many rows are written, chunk by chunk."""
    written = Written()
    with closing(_Cp932(path, written)) if cp932 else path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(guarded(chosen.heading for chosen in columns))
        for chunk in prepared(rows, columns, {Kind.MOMENT: _minutes}):
            writer.writerows(chunk)
            written.rows += len(chunk)
            tell(written.rows)
    return written


def _minutes(moments: list) -> list[str]:
    return ["" if moment is None else f"{moment:%Y-%m-%d %H:%M}" for moment in moments]


class _Cp932:
    """A file in CP932 that counts what it could not write, and keeps the first of it with its row."""

    def __init__(self, path: Path, written: Written):
        self._file = path.open("wb")
        self._written = written
        self._line = 0

    def write(self, line: str) -> None:
        self._line += 1
        try:
            self._file.write(line.encode("cp932"))
        except UnicodeEncodeError:
            self._file.write(b"".join(map(self._letter, line.translate(_ALIKE))))

    def close(self) -> None:
        self._file.close()

    def _letter(self, letter: str) -> bytes:
        try:
            return letter.encode("cp932")
        except UnicodeEncodeError:
            self._written.replaced += 1
            self._written.first_replaced = self._written.first_replaced or f"{self._line}行目の「{letter}」"
            return MISSING.encode("cp932")

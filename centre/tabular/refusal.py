"""How a file is refused: in words, with the place as the spreadsheet shows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from centre.errors import DomainError

RESAVE = "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選んで保存し、もう一度選んでください。"

_FORBIDDEN = (
    (
        "replaced_character",
        re.compile("\ufffd"),
        "すでに文字化けした文字（�）があります。元のファイルを確かめ、正しい文字に直してください。",
    ),
    (
        "gaiji",
        re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]"),
        "このパソコンだけの外字があります。ほかの字に置き換えてください。",
    ),
    (
        "control_character",
        re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"),
        "文字でないデータ（制御文字）があります。セルを消して打ち直してください。",
    ),
)
_ANY_FORBIDDEN = re.compile("|".join(pattern.pattern for _, pattern, _ in _FORBIDDEN))


class TabularError(DomainError):
    """A file cannot be taken in; `row` and `column` (`D列`) say where when that is known, `code` names the reason."""

    def __init__(self, message: str, row: int | None = None, column: str | None = None, code: str = ""):
        super().__init__(message)
        self.row, self.column, self.code = row, column, code


@dataclass(frozen=True)
class CellFault:
    """What stands in a cell whose formula has no value: `written` is what the sheet shows, such as `#N/A`."""

    written: str

    def __str__(self) -> str:
        return self.written


def column_letters(position: int) -> str:
    """The letters above a column, counted from 0: 0 is A, 26 is AA."""
    letters, rest = "", position + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def column_position(letters: str) -> int:
    """The position of a column from its letters: A is 0, AA is 26."""
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1


def place(row: int, position: int) -> str:
    """`12行目のD列`."""
    return f"{row:,}行目の{column_letters(position)}列"


def check_characters(cells: Sequence[Any], row: int) -> None:
    """Raise TabularError when a cell holds what is not text: control, private-use or lost characters."""
    if not _ANY_FORBIDDEN.search("\n".join([cell for cell in cells if isinstance(cell, str)])):
        return
    for position, cell in enumerate(cells):
        for code, pattern, message in _FORBIDDEN:
            if isinstance(cell, str) and pattern.search(cell):
                raise TabularError(f"{place(row, position)}に{message}", row, f"{column_letters(position)}列", code)


def check_lengths(cells: Sequence[Any], row: int, limit: int) -> None:
    """Raise TabularError when a cell holds more characters than any field of an office list needs."""
    for position, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > limit:
            raise TabularError(
                f"{place(row, position)}の文字が長すぎます（{len(cell):,}字）。{limit:,}字までにしてください。",
                row,
                f"{column_letters(position)}列",
                "cell_too_long",
            )

"""What a cell holds as text: as typed for keeping, folded for understanding."""

import re
import unicodedata
from typing import Any

HYPHENS = re.compile(r"[‐-―−─ー－﹣﹘⁃]")
# Marks that cannot be seen and come along when text is copied from web pages and address books.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_BLANKS = " \t\r\n\u3000\u00a0"


class ValueProblem(Exception):
    """A value cannot be read; `message` is Japanese and fit for the screen."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def plain(value: Any) -> str:
    """A cell folded for reading: NFKC (full-width digits and letters become narrow), trimmed; "" for nothing."""
    return unicodedata.normalize("NFKC", _written(value)).strip(_BLANKS)


def text(value: Any) -> str | None:
    """Text as typed (NFC, trimmed): 髙, 﨑, 𠮷 and ㈱ stay what they are; None for nothing."""
    return unicodedata.normalize("NFC", _written(value)).strip(_BLANKS) or None


def line(value: Any) -> str | None:
    """Text of one line: a line break inside a cell becomes a space."""
    kept = text(value)
    return re.sub(r"\s*[\r\n]+\s*", " ", kept) if kept else None


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return _INVISIBLE.sub("", str(value))

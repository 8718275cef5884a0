"""Comparing headings: width, spaces, marks and units do not count."""

import re
import unicodedata
from typing import Any

UNITS = {"億円": 10**8, "百万円": 10**6, "万円": 10**4, "千円": 10**3, "円": 1}
_UNIT = re.compile(r"[(\[【]?(?:単位[::]?)?(億円|百万円|万円|千円|円)[)\]】]")
_MARKS = re.compile(r"[\s\-_・*※:/★☆●◎()\[\]【】「」『』〔〕〈〉<>.,、。]")
_BRACKETS = re.compile(r"[(\[【〔〈<][^)\]】〕〉>]*[)\]】〕〉>]")
_REMARKS = re.compile(
    r"[(\[【〔〈<](?:単位[::]?)?(?:億円|百万円|万円|千円|円|人|名|時間|必須|任意|半角|全角|半角数字|13桁|7桁|西暦|和暦|ハイフンなし"
    r"|ハイフンあり|選択|○×|年月日)[)\]】〕〉>]"
)


def heading_key(heading: Any) -> str:
    """A heading without width, case, spaces, marks and units; other words in brackets stay."""
    folded = _flat(heading)
    return _MARKS.sub("", _REMARKS.sub("", folded)) or folded.strip()


def short_heading_key(heading: Any) -> str:
    """The same without anything in brackets: `所在地（市町村から）` is then a 所在地."""
    return heading_key(_BRACKETS.sub("", _flat(heading)))


def unit_of(heading: str) -> int | None:
    """How many yen a bare number below `資本金（千円）` means; None when the heading names no unit."""
    match = _UNIT.search(_flat(heading))
    return UNITS[match.group(1)] if match else None


def _flat(heading: Any) -> str:
    return unicodedata.normalize("NFKC", str(heading or "")).lower().replace("\n", "")

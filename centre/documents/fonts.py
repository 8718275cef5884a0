"""Fonts of the PDF: BIZ UDPGothic, and fonts for what it lacks, so that neither 𠮷 nor ễ is printed as a box."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics, ttfonts

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
REGULAR, BOLD = "BIZUDPGothic", "BIZUDPGothic-Bold"
LATIN = "Latin"
RARE = {"RareA": "RareA", "RareB": "RareB", LATIN: "DejaVuSans"}
UNKNOWN = "〓"

# Kana with a separate voicing mark, as macOS writes file names: one character in print. A wider normalisation would
# turn the variant 神 of a name into the common 神.
_VOICED = re.compile("[\u3041-\u30ff][\u3099\u309a]")
# Variation selectors and joiners have no shape of their own: the plain form of the character is printed.
_SHAPELESS = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]+")


_reportlab_map = ttfonts.makeToUnicodeCMap


def _unicode_map(font_name: str, characters: list[int]) -> str:
    """What makes text copyable out of the PDF; reportlab writes 𠮷 as <20BB7>, where PDF wants UTF-16."""
    return re.sub("<([0-9A-F]{5,6})>", _as_utf16, _reportlab_map(font_name, characters))


def _as_utf16(found: re.Match) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def register() -> None:
    """Make the fonts known to reportlab, once per process."""
    ttfonts.makeToUnicodeCMap = _unicode_map
    for name, file in ((REGULAR, "Regular"), (BOLD, "Bold")):
        pdfmetrics.registerFont(ttfonts.TTFont(name, FOLDER / f"BIZUDPGothic-{file}.ttf"))
    for name, file in RARE.items():
        pdfmetrics.registerFont(ttfonts.TTFont(name, FOLDER / f"{file}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def printable(text: str) -> str:
    """The text without what cannot be printed: shapeless marks go, control characters become spaces, lines stay."""
    text = _SHAPELESS.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    text = _VOICED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return _CONTROLS.sub(" ", text)


def runs(text: str, font: str = REGULAR) -> list[tuple[str, str]]:
    """Split a text into (font, piece) so that every character has a glyph; one that nobody has becomes 〓."""
    register()
    pieces: list[tuple[str, str]] = []
    for character in printable(text):
        name = _font_of(character, font)
        shown = character if name else UNKNOWN
        name = name or font
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + shown)
        else:
            pieces.append((name, shown))
    return pieces


@lru_cache(maxsize=8192)
def markup(text: str, font: str = REGULAR) -> str:
    """A text as the markup of a paragraph, escaped, with a font change around rare characters."""
    marked = "".join(
        escape(piece) if name == font else f'<font name="{name}">{escape(piece)}</font>'
        for name, piece in runs(text, font)
    )
    return marked.replace("\n", "<br/>")


@lru_cache(maxsize=8192)
def width_of(text: str, size: float, font: str = REGULAR) -> float:
    """How wide a text is printed, in points."""
    return sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in runs(text, font))


def missing(text: str) -> str:
    """The characters of a text that no font has, each once, in their order."""
    register()
    return "".join(c for c in dict.fromkeys(printable(text)) if c != "\n" and _font_of(c, REGULAR) is None)


def _font_of(character: str, font: str) -> str | None:
    if character == "\n":
        return font
    return next((name for name in (font, *RARE) if _has(name, character)), None)


def _has(font: str, character: str) -> bool:
    # The Latin font has signs of its own taste, such as faces, that do not belong into an office's paper.
    if font == LATIN and not unicodedata.name(character, "").startswith(("LATIN", "COMBINING")):
        return False
    return ord(character) in pdfmetrics.getFont(font).face.charToGlyph

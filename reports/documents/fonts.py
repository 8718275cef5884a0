"""Fonts of the PDF: BIZ UDPGothic, and two fonts for rare characters, so that 𠮷 is never printed as a box."""

from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
REGULAR, BOLD = "BIZUDPGothic", "BIZUDPGothic-Bold"
RARE = ("RareA", "RareB")
UNKNOWN = "〓"


@cache
def register() -> None:
    """Make the fonts known to reportlab, once per process."""
    for name, file in ((REGULAR, "Regular"), (BOLD, "Bold")):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"BIZUDPGothic-{file}.ttf"))
    for name in RARE:
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def runs(text: str, font: str = REGULAR) -> list[tuple[str, str]]:
    """Split a text into (font, piece) so that every character has a glyph; one that nobody has becomes 〓."""
    register()
    pieces: list[tuple[str, str]] = []
    for character in text:
        name = next((name for name in (font, *RARE) if _has(name, character)), None)
        shown = character if name else UNKNOWN
        name = name or font
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + shown)
        else:
            pieces.append((name, shown))
    return pieces


def markup(text: str, font: str = REGULAR) -> str:
    """A text as the markup of a paragraph, escaped, with a font change around rare characters."""
    return "".join(
        escape(piece) if name == font else f'<font name="{name}">{escape(piece)}</font>'
        for name, piece in runs(str(text), font)
    )


def _has(font: str, character: str) -> bool:
    return ord(character) in pdfmetrics.getFont(font).face.charToGlyph

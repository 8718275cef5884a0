"""Type and colour of the PDF: calm enough to be printed in black and filed."""

from functools import cache

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from centre.documents.fonts import BOLD, REGULAR

INK, QUIET = colors.HexColor("#1a1a1c"), colors.HexColor("#4d4d52")
# Pale enough to read the text over it, dark enough to stay on a copy.
MARK = colors.HexColor("#d9d9de")
LINE, HEAD, TOTAL = colors.HexColor("#b4b4b8"), colors.HexColor("#e8f1fe"), colors.HexColor("#f2f2f4")


def style(name: str, size: float, **more) -> ParagraphStyle:
    """A paragraph style with a line height that Japanese text needs."""
    return ParagraphStyle(
        name,
        **{
            "fontName": REGULAR,
            "fontSize": size,
            "leading": size * 1.5,
            "textColor": INK,
            "wordWrap": "CJK",
            **more,
        },
    )


BODY = style("body", 9.5)
TEXT = style("text", 9.5, firstLineIndent=9.5, spaceBefore=1 * mm)
ADDRESS = style("address", 12, spaceBefore=6 * mm, spaceAfter=4 * mm)
RIGHT = style("right", 9.5, alignment=TA_RIGHT)
SMALL = style("small", 8, textColor=QUIET)
NOTE = style("note", 8, textColor=QUIET, spaceBefore=1.2 * mm)
CLAUSE = style("clause", 8, textColor=QUIET, spaceAfter=1 * mm)
REMARK = style("remark", 9.5, leftIndent=4 * mm, bulletIndent=0, bulletFontName=REGULAR, bulletFontSize=9.5)
TITLE = style("title", 20, fontName=BOLD, alignment=TA_CENTER, spaceAfter=3 * mm)
PERIOD = style("period", 12, alignment=TA_CENTER)
DRAFT = style("draft", 9.5, alignment=TA_CENTER, borderWidth=0.8, borderColor=QUIET, borderPadding=(3, 0, 5, 0))
HEADING = style("heading", 13, fontName=BOLD, spaceBefore=7 * mm, spaceAfter=1 * mm)
BLOCK = style("block", 10, fontName=BOLD, spaceBefore=3.5 * mm, spaceAfter=1.2 * mm)


CENTRED = style("centred", 8.5, fontName=BOLD, leading=12, alignment=TA_CENTER)


@cache
def cell(bold: bool = False, right: bool = False, indent: int = 0, quiet: bool = False) -> ParagraphStyle:
    """The style of a table's cell; `indent` steps to the right in all its lines."""
    return style(
        f"cell-{bold}-{right}-{indent}-{quiet}",
        8.5,
        leading=12,
        fontName=BOLD if bold else REGULAR,
        alignment=TA_RIGHT if right else TA_LEFT,
        leftIndent=indent * 8.5,
        textColor=QUIET if quiet else INK,
    )

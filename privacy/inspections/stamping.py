"""The mark on what an inspector takes along: across each page of a PDF, in a workbook; pages carry theirs by style."""

import io
from math import cos, radians, sin

from pypdf import PdfReader, PdfWriter
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from centre.documents.fonts import REGULAR, register, runs
from privacy.inspections.workbook_mark import EXCEL, marked

PALE = Color(0.6, 0.1, 0.1, alpha=0.25)
SIZE, TURN = 20, 35


def stamp(response, mark: str):
    """The answer with the mark, when it is a PDF or a workbook; anything else as it is."""
    write = _MARKS.get(response.headers.get("Content-Type", "").partition(";")[0])
    if write is None:
        return response
    response.content = write(response.content, mark)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response


def stamped(pdf: bytes, mark: str) -> bytes:
    """A PDF with the mark across each page."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        page.merge_page(PdfReader(io.BytesIO(_sheet(mark, width, height))).pages[0])
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _sheet(mark: str, width: float, height: float) -> bytes:
    register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, initialFontName=REGULAR)
    canvas.setFillColor(PALE)
    pieces = runs(mark, REGULAR)
    wide = sum(canvas.stringWidth(piece, font, SIZE) for font, piece in pieces)
    # What is longer than the way from the corner to the edge is written smaller, not cut off.
    room = min(width * 3 / 4 / cos(radians(TURN)), height * 5 / 8 / sin(radians(TURN)))
    size = SIZE * min(1, room / wide)
    canvas.translate(width / 8, height / 4)
    canvas.rotate(TURN)
    x = 0.0
    for font, piece in pieces:
        canvas.setFont(font, size)
        canvas.drawString(x, 0, piece)
        x += canvas.stringWidth(piece, font, size)
    canvas.save()
    return buffer.getvalue()


_MARKS = {"application/pdf": stamped, EXCEL: marked}

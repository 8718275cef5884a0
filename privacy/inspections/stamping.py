"""The watermark on what an inspector prints: on every page of a PDF; pages of the product carry theirs by style."""

import io

from pypdf import PdfReader, PdfWriter
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from centre.documents.fonts import REGULAR, register, runs

PALE = Color(0.6, 0.1, 0.1, alpha=0.25)
SIZE, TURN = 20, 35


def stamp(response, mark: str):
    """The answer with the mark across each page, when it is a PDF; anything else as it is."""
    if response.headers.get("Content-Type", "").partition(";")[0] != "application/pdf":
        return response
    response.content = stamped(response.content, mark)
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
    canvas.translate(width / 8, height / 4)
    canvas.rotate(TURN)
    x = 0.0
    for font, piece in runs(mark, REGULAR):
        canvas.setFont(font, SIZE)
        canvas.drawString(x, 0, piece)
        x += canvas.stringWidth(piece, font, SIZE)
    canvas.save()
    return buffer.getvalue()

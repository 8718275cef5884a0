"""The mark in a workbook that an inspector takes along: above every printed page, and on a sheet of its own.

The parts of the file are changed in place: a library that reads and writes it anew would lose charts and forms.
"""

import io
import re
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "検査の印"
# Excel's own bound of a header.
MOST_OF_A_HEADER = 255
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PART, RELATION = "xl/worksheets/inspection.xml", "rIdInspection"
BOOK, BOOK_RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
# What may follow the header in a sheet, in the order of ECMA-376 18.3.1.99.
AFTER_HEADER = re.compile(
    rb"<(rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing"
    rb"|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b|</worksheet>"
)
OWN_HEADER = re.compile(
    rb"<headerFooter[^>]*/>|<headerFooter[^>]*>.*?</headerFooter>",
    re.DOTALL,
)
FOOT = re.compile(rb"<oddFooter>.*?</oddFooter>", re.DOTALL)


def marked(workbook: bytes, mark: str) -> bytes:
    """A workbook with the mark; what is no workbook comes back as it is."""
    try:
        with ZipFile(io.BytesIO(workbook)) as given:
            parts = [(one, given.read(one)) for one in given.infolist()]
    except BadZipFile:
        return workbook
    if not {BOOK, BOOK_RELATIONS, TYPES} <= {one.filename for one, _ in parts}:
        return workbook
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for one, content in parts:
            made.writestr(one, _part(one.filename, content, mark))
        made.writestr(PART, _sheet(mark))
    return buffer.getvalue()


def _part(name: str, content: bytes, mark: str) -> bytes:
    if SHEETS.fullmatch(name):
        return _with_header(content, mark)
    if name == BOOK:
        used = max(map(int, re.findall(rb'\bsheetId="(\d+)"', content)), default=0)
        line = f'<sheet xmlns:r="{RELATIONS}" name="{SHEET}" sheetId="{used + 1}" r:id="{RELATION}"/>'
        return content.replace(b"</sheets>", f"{line}</sheets>".encode(), 1)
    if name == BOOK_RELATIONS:
        target = PART.removeprefix("xl/")
        line = f'<Relationship Id="{RELATION}" Type="{RELATIONS}/worksheet" Target="{target}"/>'
        return content.replace(b"</Relationships>", f"{line}</Relationships>".encode(), 1)
    if name == TYPES:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        line = f'<Override PartName="/{PART}" ContentType="{kind}"/>'
        return content.replace(b"</Types>", f"{line}</Types>".encode(), 1)
    return content


def _with_header(sheet: bytes, mark: str) -> bytes:
    """The mark above each printed page; a foot that the sheet has stays."""
    own = OWN_HEADER.search(sheet)
    foot = FOOT.search(own.group()) if own else None
    sheet = OWN_HEADER.sub(b"", sheet)
    words = "&C" + mark.replace("&", "&&")
    header = f"<headerFooter><oddHeader>{escape(words[:MOST_OF_A_HEADER].rstrip('&'))}</oddHeader>".encode()
    header += (foot.group() if foot else b"") + b"</headerFooter>"
    end = sheet.rfind(b"</sheetData>")
    place = AFTER_HEADER.search(sheet, max(end, 0))
    return sheet[: place.start()] + header + sheet[place.start() :] if place else sheet


def _sheet(mark: str) -> str:
    cell = f'<c r="A1" t="inlineStr"><is><t xml:space="preserve">{escape(mark)}</t></is></c>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    )

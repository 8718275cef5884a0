"""Files for the tests, made in memory: ordinary ones, and the nasty ones that nobody should store."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from centre.tabular.reading import Table, TabularError, read_table

HEADINGS = ["事業所名", "所在地", "電話番号", "資本金"]

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Target="xl/workbook.xml" Type="{OFFICE}/officeDocument"/></Relationships>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="一覧" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def sheet_xml(data: str, after: str = "") -> str:
    """A worksheet around its rows."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData>'
        f"{after}</worksheet>"
    )


def inline_row(number: int, values: Sequence[str]) -> str:
    """A row of text cells."""
    cells = "".join(
        f'<c r="{chr(65 + position)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for position, value in enumerate(values)
    )
    return f'<row r="{number}">{cells}</row>'


ROWS = inline_row(1, HEADINGS[:2]) + inline_row(2, ["見本商店", "熊本市"])


def parts(sheet: str | bytes | None = None, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small workbook; `more` replaces or adds parts (with `__` for `/`)."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELATIONS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet_xml(ROWS) if sheet is None else sheet,
    } | {name.replace("__", "/"): content for name, content in more.items()}


def zipped(content: dict[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def lying(archive: bytes, name: str, size: int, checksum: int) -> bytes:
    """The archive with another size and checksum of a part written into both of its headers."""
    changed = bytearray(archive)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        part = opened.getinfo(name)
    struct.pack_into("<L", changed, part.header_offset + 14, checksum)
    struct.pack_into("<L", changed, part.header_offset + 22, size)
    entry = archive.rindex(name.encode()) - 46
    struct.pack_into("<L", changed, entry + 16, checksum)
    struct.pack_into("<L", changed, entry + 24, size)
    return bytes(changed)


def zeros(megabytes: int) -> bytes:
    """Many megabytes that pack into a few kilobytes, as a deflate stream of zeros would in a bomb."""
    return b"<a>" + b" " * (megabytes * 1024 * 1024) + b"</a>"


def checksum(content: bytes) -> int:
    return zlib.crc32(content)


def workbook(
    rows: Sequence[Sequence[Any]], also: Callable[[Any, Any], None] | None = None, name: str = "一覧"
) -> bytes:
    """A workbook as Excel would save it; `also` does more with the workbook and its sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for position, value in enumerate(row):
            if value is not None:
                sheet.write(number, position, value)
    if also:
        also(book, sheet)
    book.close()
    return buffer.getvalue()


def refusal(content: bytes, name: str = "一覧.xlsx") -> TabularError:
    """The error with which a file is refused, while it is opened or while its rows are read."""
    try:
        list(read(content, name).rows)
    except TabularError as error:
        return error
    raise AssertionError(f"{name} was accepted")


def read(content: bytes, name: str = "一覧.xlsx") -> Table:
    return read_table(content, name, headings=HEADINGS)

"""Files that no honest person uploads, by what they try."""

from tests.centre.tabular.sample_files import ROWS, parts, sheet_xml, zeros, zipped

# In two parts, so that no scanner takes this file for the one it describes.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PNG, PDF = b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>'
)
COLUMNS = "".join(f'<c r="{"A" * 5}{number}"><v>1</v></c>' for number in range(1, 50_000))

HOSTILE_FILES: dict[str, tuple[str, bytes]] = {
    "zip bomb": ("一覧.xlsx", zipped(parts(xl__media__a=zeros(64)))),
    "billion laughs": ("一覧.xlsx", zipped(parts() | {"xl/workbook.xml": LAUGHS})),
    "a million columns": ("一覧.xlsx", zipped(parts(sheet_xml(f'<row r="1">{COLUMNS}</row>')))),
    "macro": ("一覧.xlsm", zipped(parts() | {"xl/vbaProject.bin": b"x"})),
    "macro by another name": ("一覧.xlsx", zipped(parts() | {"xl/vbaProject.bin": b"x"})),
    "workbook and page": ("一覧.xlsx", zipped(parts()) + PAGE),
    "pdf and page": ("紙.pdf", PDF + PAGE),
    "pdf that acts": ("紙.pdf", PDF + b"1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj"),
    "pdf that carries a program": ("紙.pdf", PDF + b"1 0 obj << /Type /EmbeddedFile >> stream MZ endstream endobj"),
    "picture and page": ("写真.png", PNG + PAGE),
    "virus": ("一覧.csv", EICAR),
    "virus as a picture": ("写真.png", PNG + EICAR),
    "program": ("一覧.xlsx", b"MZ\x90\x00" + b"\x00" * 300),
    "picture as a list": ("一覧.xlsx", PNG + b"\x00" * 300),
    "vector picture": ("図.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "nothing": ("一覧.csv", b""),
    "far away": ("一覧.xlsx", zipped(parts(sheet_xml(ROWS + '<row r="1"><c r="XFD1048576"><v>1</v></c></row>')))),
    "way out": ("../../../../etc/passwd", b"root:x:0:0"),
}

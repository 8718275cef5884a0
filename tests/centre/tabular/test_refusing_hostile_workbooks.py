"""Workbooks made to hurt are refused quickly and within little memory."""

import io
import time
import tracemalloc
import zipfile

import pytest

from centre.tabular import worksheet
from centre.tabular.reading import TabularError
from tests.centre.tabular.sample_files import (
    RELATIONS,
    ROOT_RELATIONS,
    ROWS,
    WORKBOOK,
    checksum,
    inline_row,
    lying,
    parts,
    read,
    refusal,
    sheet_xml,
    workbook,
    zeros,
    zipped,
)


def test_the_small_workbook_of_these_tests_is_itself_read():
    assert list(read(zipped(parts())).rows) == [(2, ["見本商店", "熊本市"])]


def bombs() -> dict[str, bytes]:
    declared = zipped(parts(xl__media__a=zeros(64)))
    small = b"<a>" + b" " * 997
    return {
        "declared": declared,
        "lying size": lying(declared, "xl/media/a", 1000, checksum(small)),
        "lying sheet": lying(
            zipped(parts(sheet_xml(ROWS) + " " * 30_000_000)),
            "xl/worksheets/sheet1.xml",
            len(sheet_xml(ROWS).encode()),
            checksum(sheet_xml(ROWS).encode()),
        ),
        "many parts": zipped(parts(**{f"xl__media__{number}": b"" for number in range(600)})),
    }


@pytest.mark.parametrize("kind", ["declared", "lying size", "lying sheet", "many parts"])
def test_a_zip_bomb_is_refused_in_two_seconds_and_a_hundred_megabytes(kind):
    content = bombs()[kind]
    tracemalloc.start()
    began = time.monotonic()
    error = refusal(content)
    assert error.code == "bomb"
    assert time.monotonic() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ccc">]><workbook/>'),
        ("xl/sharedStrings.xml", '<?xml version="1.0"?>' + " " * 300_000 + "<!ENTITY lol 'lol'>"),
        ("xl/styles.xml", '<?xml version="1.0" encoding="UTF-16"?><a/>'),
        ("xl/styles.xml", '<?xml version="1.0"?><!DOCTYPE a>'.encode("utf-16")),
        ("xl/worksheets/sheet1.xml", sheet_xml(f"<!-- -->{ROWS}")),
        ("xl/worksheets/sheet1.xml", sheet_xml("<row><c><v>1</v></c></row>")),
        ("xl/worksheets/sheet1.xml", sheet_xml("""<row r="1"><c x=' r="A1"' r="XFD1"><v>1</v></c></row>""")),
        ("xl/worksheets/sheet1.xml", sheet_xml("""<row r="1"><c x=">" r="XFD1"><v>1</v></c></row>""")),
        ("xl/worksheets/sheet1.xml", sheet_xml("""<row r="1"><c r="&#88;FD1"><v>1</v></c></row>""")),
    ],
)
def test_definitions_and_unusual_xml_are_refused(part, content):
    assert refusal(zipped(parts() | {part: content})).code == "unsafe_xml"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("XFD1", "too_many_columns"),
        ("BDWGN1", "too_many_columns"),
        ("GS3", "too_many_columns"),
        ("A1048576", "too_many_rows"),
        ("A200001", "too_many_rows"),
        ("GR200000", "too_many_cells"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_cell_far_away_is_refused_before_the_rectangle_is_laid_out(place, code, prefix):
    number = "".join(letter for letter in place if letter.isdigit())
    far = f'<{prefix}row r="{number}"><{prefix}c r="{place}"><{prefix}v>1</{prefix}v></{prefix}c></{prefix}row>'
    assert refusal(zipped(parts(sheet_xml(ROWS + far)))).code == code


def test_a_million_columns_are_refused():
    cells = "".join(f'<c r="{"A" * 5}{number}"><v>1</v></c>' for number in range(1, 200_000))
    assert refusal(zipped(parts(sheet_xml(f'<row r="1">{cells}</row>')))).code in {"too_many_columns", "bomb"}


def test_one_long_string_used_again_and_again_is_refused(monkeypatch):
    strings = f"<sst><si><t>{'あ' * 9000}</t></si><si><t>b</t></si></sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    content = zipped(parts(sheet_xml(cells), xl__sharedStrings_xml="") | {"xl/sharedStrings.xml": strings})
    assert refusal(content).code == "bomb"
    monkeypatch.setattr(worksheet, "MAX_TEXT", 30_000)
    used_once = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    worksheet.check_text([sheet_xml(used_once).encode()], [27_020, 12])
    with pytest.raises(TabularError):
        worksheet.check_text([sheet_xml(used_once * 2).encode()], [27_020, 12])


def test_string_sizes_do_not_depend_on_how_the_part_is_cut():
    content = "<sst><si><t>あい</t></si><si/><x:si><t>c</t></x:si ></sst>".encode()
    whole = worksheet.string_sizes([content])
    assert len(whole) == 3
    for length in range(1, len(content)):
        pieces = [content[at : at + length] for at in range(0, len(content), length)]
        assert worksheet.string_sizes(pieces) == whole


@pytest.mark.parametrize(
    "content",
    [
        zipped(parts(xl__vbaProject_bin="") | {"xl/vbaProject.bin": b"x"}),
        zipped(parts() | {"xl/macrosheets/sheet1.xml": "<a/>"}),
        zipped(parts() | {"[Content_Types].xml": '<Types a="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'}),
    ],
)
def test_macros_are_refused(content):
    assert refusal(content, "一覧.xlsx").code == "macro"


@pytest.mark.parametrize(
    "content",
    [
        zipped(parts()) + b"<html><script>alert(1)</script></html>",
        zipped(parts()) + zipped(parts()),
        zipped({"%PDF-1.7": b""} | parts()),
        zipped({"a<script>": b""} | parts()),
        zipped(parts())[:-2] + b"\x05\x00hello",
    ],
)
def test_a_file_that_is_two_kinds_at_once_is_refused(content):
    assert refusal(content).code in {"archive", "bomb", "broken"}


def test_a_workbook_behind_other_bytes_is_refused():
    assert refusal(b"%PDF-1.4\n" + zipped(parts())).code == "wrong_type"
    assert refusal(b"PK\x03\x04" + zipped(parts())).code in {"bomb", "broken"}


def test_parts_of_the_same_name_are_refused():
    buffer = io.BytesIO(zipped(parts()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/workbook.xml", "<workbook/>")
    assert refusal(buffer.getvalue()).code == "broken"


@pytest.mark.parametrize(
    "changed",
    [
        {"_rels/.rels": ROOT_RELATIONS.replace("xl/workbook.xml", "xl/other.xml"), "xl/other.xml": WORKBOOK},
        {"xl/_rels/workbook.xml.rels": RELATIONS.replace("worksheets/sheet1", "worksheets/sheet2")},
        {"xl/workbook.xml": WORKBOOK.replace("<sheets>", "<!-- <sheet r:id='rId1'/> --><sheets><sheet name='b'/>")},
        {"xl/workbook.xml": WORKBOOK + "<"},
    ],
)
def test_a_workbook_that_two_readers_could_understand_in_two_ways_is_refused(changed):
    assert refusal(zipped(parts() | changed)).code == "broken"


def test_the_password_of_a_part_is_told():
    content = bytearray(zipped(parts()))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)).code == "encrypted"


def test_a_large_honest_workbook_is_read():
    rows = [["事業所名", "所在地", "電話番号"], *(["見本商店", "熊本市", number] for number in range(3000))]
    assert sum(1 for _ in read(workbook(rows)).rows) == 3000
    assert inline_row(1, ["a"]).startswith("<row")

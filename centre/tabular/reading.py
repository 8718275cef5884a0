"""Reading a file that somebody sends: recognised by its content, guarded, or refused with words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from centre.tabular.delimited import read_delimited
from centre.tabular.headings import heading_key
from centre.tabular.limits import HEADER_SEARCH, MAX_BYTES
from centre.tabular.refusal import CellFault, TabularError, column_letters
from centre.tabular.workbook import merged_name, read_workbook

__all__ = ["CellFault", "Table", "TabularError", "read_table"]

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    (re.compile(rb"(?m)\A.{0,1023}?^%PDF-\d", re.S | re.M), "PDF"),
    (re.compile(rb"\A\x89PNG"), "画像（PNG）"),
    (re.compile(rb"\A\xff\xd8\xff"), "画像（JPEG）"),
    (re.compile(rb"\AGIF8"), "画像（GIF）"),
    (re.compile(rb"\A(?:II\*\x00|MM\x00\*)"), "画像（TIFF）"),
    (re.compile(rb"\A.{4}ftyp", re.S), "動画か画像"),
    (re.compile(rb"\A\{\\rtf"), "リッチテキスト"),
    (re.compile(rb"\A(?:Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|PK)"), "圧縮ファイル"),
    (re.compile(rb"\A(?:MZ.{0,200}\x00|\x7fELF)", re.S), "プログラム"),
    (re.compile(rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"), "ウイルス検査用"),
    (
        re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|html|head|body|script|\?xml|table|meta|svg)", re.I),
        "HTMLかXML",
    ),
)
_ADVICE = "Excelで開けるときは「Excelブック（.xlsx）」で保存し、もう一度選んでください。"


@dataclass(frozen=True)
class Table:
    """A table: its headings, the row they stand in, and once, in passing, the rows below as (row number, cells).

    Cells are text, numbers, dates, CellFault (a formula without a value) or None for nothing. Empty rows are left out.
    """

    headers: list[str]
    header_row: int
    rows: Iterator[tuple[int, list[Any]]]
    format_label: str
    format: str
    encoding: str | None = None
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()


def read_table(
    source: bytes | Path | BinaryIO, file_name: str, *, headings: Sequence[str] = (), max_bytes: int = MAX_BYTES
) -> Table:
    """Recognise a file by its content and read it; `headings` are known headings, to find their row below a title.

    Raises TabularError with the reason and the advice, here or while the rows are read.
    """
    content = _content(source, max_bytes)
    known = frozenset(heading_key(heading) for heading in headings)
    if not content.strip(b"\x00\t\r\n ,\xef\xbb\xbf"):
        raise TabularError(f"「{file_name}」は空です。見出しの行とデータを入れてください。", code="empty")
    if content.startswith(_OLE2):
        raise _old_office(content)
    if content.startswith(b"PK\x03\x04"):
        return _table_of_workbook(content, known)
    for magic, kind in _OTHER_FILES:
        if magic.search(content):
            raise TabularError(
                f"「{file_name}」の中身は{kind}のファイルで、表ではありません（名前の終わりが.xlsや.csvでも中身で見分けます）。"
                f"{_ADVICE}",
                code="wrong_type",
            )
    text = read_delimited(content, lambda rows: max((_hits(row, known) for row in rows), default=0))
    header_row, headers, rows = _below_headings(text.rows, known)
    label = f"{text.format.upper()}（{text.encoding}）"
    return Table(headers, header_row, rows, label, text.format, encoding=text.encoding)


def _content(source: bytes | Path | BinaryIO, max_bytes: int) -> bytes:
    """The bytes of a file, measured before they are read."""
    if isinstance(source, Path):
        size = source.stat().st_size
        content = b"" if size > max_bytes else source.read_bytes()
    elif isinstance(source, bytes | bytearray):
        size, content = len(source), bytes(source)
    else:
        content = source.read(max_bytes + 1)
        size = max(len(content), getattr(source, "size", 0) or 0)
    if size > max_bytes:
        raise TabularError(
            f"ファイルが大きすぎます（{size / 1048576:,.1f}MB）。{max_bytes / 1048576:,.0f}MBまでに分けてください。",
            code="too_large",
        )
    return content


def _old_office(content: bytes) -> TabularError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return TabularError(
            "パスワードの付いたExcelです。パスワードを外して保存し、もう一度選んでください。", code="encrypted"
        )
    return TabularError(
        "古い形式のExcel（.xls）か、古いWordなどのファイルです。"
        "Excelで開き、「名前を付けて保存」→「Excelブック（.xlsx）」で保存し直してください。",
        code="old_excel",
    )


def _table_of_workbook(content: bytes, known: frozenset[str]) -> Table:
    sheet = read_workbook(content)
    header_row, headers, rows = _below_headings(sheet.rows, known)
    # A title merged above the headings does no harm; below, a merged cell hides values of other rows or columns.
    for merged in sheet.merged:
        (top, left), (bottom, _) = merged
        if bottom + 1 >= header_row:
            raise TabularError(
                f"結合されたセルがあります（{merged_name(merged)}）。結合を解き、見出しは1行に、データは1行に1件にしてください。",
                top + 1,
                f"{column_letters(left)}列",
                "merged",
            )
    label = f"Excel（.xlsx）シート「{sheet.name}」"
    return Table(headers, header_row, rows, label, "xlsx", sheet=sheet.name, other_sheets=sheet.others)


def _below_headings(
    rows: Iterator[tuple[int, list[Any]]], known: frozenset[str]
) -> tuple[int, list[str], Iterator[tuple[int, list[Any]]]]:
    """Find the row of headings (of the first rows, the one with the most known headings) and the rows below it."""
    first = list(islice(rows, HEADER_SEARCH))
    filled = [(number, cells) for number, cells in first if _is_filled(cells)]
    if not filled:
        first += (found := list(islice(((n, c) for n, c in rows if _is_filled(c)), 1)))
        filled = found
    if not filled:
        raise TabularError("表が空です。見出しの行とデータを入れてください。", code="empty")
    header_row, cells = max(filled, key=lambda row: (_hits(row[1], known), -row[0]))
    headers = [" ".join(str(cell).split()) if cell is not None else "" for cell in cells]
    _check_doubled(headers, header_row)
    below = (
        (number, cells)
        for number, cells in chain([row for row in first if row[0] > header_row], rows)
        if _is_filled(cells)
    )
    one = next(below, None)
    if one is None:
        raise TabularError("見出しだけで、データの行がありません。", header_row, code="no_rows")
    return header_row, headers, chain([one], below)


def _check_doubled(headers: list[str], row: int) -> None:
    places: dict[str, int] = {}
    for position, heading in enumerate(headers):
        if not heading:
            continue
        if heading in places:
            raise TabularError(
                f"同じ見出し「{heading}」が{column_letters(places[heading])}列と{column_letters(position)}列にあります。"
                "どちらかの名前を変えるか消してください。",
                row,
                f"{column_letters(position)}列",
                "duplicate_heading",
            )
        places[heading] = position


def _is_filled(cells: list[Any]) -> bool:
    return any(cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace()) for cell in cells)


def _hits(cells: Sequence[Any], known: frozenset[str]) -> int:
    return len({heading_key(cell) for cell in cells if isinstance(cell, str)} & known)

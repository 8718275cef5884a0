"""The rows of a CSV or TSV: decoded strictly, so that no character is ever guessed or replaced, and streamed."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from centre.tabular.limits import HEADER_SEARCH, MAX_CELL, MAX_COLUMNS, MAX_ROWS
from centre.tabular.refusal import TabularError, check_characters, check_lengths, column_letters, place
from centre.tabular.safety import unguard_cell

_STEP = 1024 * 1024
_HEAD = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8・BOM付き"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CP932 = ("cp932", "Shift_JIS／CP932")
_UTF8 = ("utf-8", "UTF-8")
_SAVE_AS = "Excelで開いて正しく読めることを確かめ、「CSV UTF-8」か「Excelブック（.xlsx）」で保存し直してください。"

CountHeadings = Callable[[list[list[Any]]], int]


@dataclass(frozen=True)
class Text:
    """A delimited file: "csv" or "tsv", its encoding as shown to the user, its rows from row 1 on."""

    format: str
    encoding: str
    rows: Iterator[tuple[int, list[Any]]]


def read_delimited(content: bytes, count_headings: CountHeadings) -> Text:
    """Recognise encoding and delimiter. `count_headings` says how many known headings some first rows hold."""
    encoding, label = _encoding(content, count_headings)
    delimiter = _delimiter(content, encoding)
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    return Text("tsv" if delimiter == "\t" else "csv", label, _rows(stream, delimiter))


def _encoding(content: bytes, count_headings: CountHeadings) -> tuple[str, str]:
    for bom, encoding, label in _BOMS:
        if content.startswith(bom):
            if (broken_at := _undecodable(content, encoding)) is not None:
                raise _cannot_decode(content, encoding, broken_at)
            return encoding, label
    if content.isascii():
        return _UTF8
    broken = {encoding: _undecodable(content, encoding) for encoding, _ in (_UTF8, _CP932)}
    if all(at is not None for at in broken.values()):
        furthest = max(broken, key=lambda encoding: broken[encoding])
        raise _cannot_decode(content, furthest, broken[furthest])
    if broken["cp932"] is not None:
        return _UTF8
    return _chosen(content, broken["utf-8"] is None, count_headings)


def _chosen(content: bytes, utf8_too: bool, count_headings: CountHeadings) -> tuple[str, str]:
    """Between encodings that all decode: the one in which the headings are headings, or none at all."""
    hits = {encoding: count_headings(_head(content, encoding)) for encoding in ("utf-8", "cp932", "euc_jp")}
    if hits["euc_jp"] > max(hits["utf-8"], hits["cp932"]):
        raise TabularError(f"文字コードがEUC-JPのファイルは取り込めません。{_SAVE_AS}", code="undecodable")
    if not utf8_too:
        return _CP932
    if hits["utf-8"] != hits["cp932"]:
        return _UTF8 if hits["utf-8"] > hits["cp932"] else _CP932
    if any("\u3040" <= letter <= "\u30ff" for row in _head(content, "utf-8") for cell in row for letter in cell):
        return _UTF8
    raise TabularError(f"文字コードがUTF-8かShift_JISかを決められません。{_SAVE_AS}", code="ambiguous_encoding")


def _undecodable(content: bytes, encoding: str) -> int | None:
    """Where strict decoding stops, in bytes from the beginning; None when it does not."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(content)
    for at in range(0, len(content), _STEP):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(view[at : at + _STEP], at + _STEP >= len(content))
        except UnicodeDecodeError as error:
            return at - pending + error.start
        # Python's table lets through a lone byte A0, which no Japanese program writes.
        if encoding == "cp932" and "\xa0" in text:
            return at - pending + len(text[: text.index("\xa0")].encode("cp932"))
    return None


def _cannot_decode(content: bytes, encoding: str, at: int) -> TabularError:
    """Name the row and the column in which decoding stopped."""
    before = io.TextIOWrapper(io.BytesIO(content[:at]), encoding=encoding, errors="ignore", newline="")
    row, position = 0, 0
    try:
        for cells in csv.reader(before, delimiter=_delimiter(content[:at], encoding)):
            row, position = row + 1, max(len(cells) - 1, 0)
    except csv.Error:
        position = 0
    if content[:at].endswith((b"\n", b"\r")):
        row, position = row + 1, 0
    row = max(row, 1)
    column = f"{column_letters(position)}列"
    return TabularError(
        f"{place(row, position)}に読めない文字があります（{at + 1:,}バイト目、16進{content[at]:02X}）。{_SAVE_AS}",
        row,
        column,
        "undecodable",
    )


def _head(content: bytes, encoding: str) -> list[list[str]]:
    text = content[:_HEAD].decode(encoding, "ignore")
    lines = text.splitlines()[:HEADER_SEARCH]
    return [line.split("\t" if "\t" in line else ",") for line in lines]


def _delimiter(content: bytes, encoding: str) -> str:
    lines = content[:_HEAD].decode(encoding, "ignore").split("\n")[:HEADER_SEARCH]
    return "\t" if sum(line.count("\t") for line in lines) > sum(line.count(",") for line in lines) else ","


def _rows(stream: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(stream, delimiter=delimiter, strict=True), start=1):
            if len(cells) > MAX_COLUMNS:
                raise TabularError(
                    f"{number:,}行目の列が多すぎます（{len(cells):,}列）。{MAX_COLUMNS}列までにしてください。",
                    number,
                    code="too_many_columns",
                )
            if number > MAX_ROWS:
                raise TabularError(
                    f"行が多すぎます。{MAX_ROWS:,}行までに分けてください。", number, code="too_many_rows"
                )
            check_lengths(cells, number, MAX_CELL)
            check_characters(cells, number)
            yield number, [_cell(cell) for cell in cells]
    except csv.Error as error:
        raise _malformed(number + 1, error) from error


def _malformed(row: int, error: csv.Error) -> TabularError:
    if "field larger" in str(error):
        return TabularError(
            f"{row:,}行目に長すぎるセルがあります。{MAX_CELL:,}字までにしてください。"
            '「"」が閉じていないときもこの知らせが出ます。',
            row,
            code="cell_too_long",
        )
    return TabularError(f'{row:,}行目の「"」の閉じ方を確かめてください。', row, code="quotes")


def _cell(cell: str) -> str | None:
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return unguard_cell(cell) if cell.startswith("'") else cell or None

"""Reading a file that somebody sends: recognised by its content, guarded, and refused with words when it is not a table."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART_RATIO = 200
MAX_PARTS = 500
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
HEADER_SEARCH = 10

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_FILES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "画像（PNG）"),
    (b"\xff\xd8\xff", "画像（JPEG）"),
    (b"GIF8", "画像（GIF）"),
    (b"{\\rtf", "リッチテキスト"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
_ADVICE = "Excelブック（.xlsx）かCSVで保存して、もう一度選んでください。"


class TabularError(Exception):
    """A file cannot be taken in; `row` and `column` say where, as the spreadsheet shows them, when that is known."""

    def __init__(self, message: str, row: int | None = None, column: str | None = None):
        super().__init__(message)
        self.message, self.row, self.column = message, row, column


@dataclass(frozen=True)
class Table:
    """A table: its headings, where they stand, and the rows below as (row number, cells)."""

    headers: list[str]
    header_row: int
    rows: Iterator[tuple[int, list[Any]]]
    format_label: str


def read_table(content: bytes, file_name: str, *, headings: Sequence[str] = (), max_bytes: int = MAX_BYTES) -> Table:
    """Recognise and read a file. `headings` are known headings, to find the heading row below a title.

    Raises TabularError with the reason and the advice for everything that is not a table the product can read.
    """
    if len(content) > max_bytes:
        raise TabularError(
            f"ファイルが大きすぎます（{len(content) / 1048576:.0f}MB）。{max_bytes // 1048576}MBまでに分けてください。"
        )
    if not content.strip():
        raise TabularError("ファイルが空です。")
    if content.startswith(_OLE2):
        raise TabularError(_old_excel(content))
    if content.startswith(b"PK\x03\x04"):
        return _with_headings(*_excel_rows(content), headings)
    for magic, kind in _OTHER_FILES:
        if content.startswith(magic):
            raise TabularError(f"これは{kind}のファイルです。{_ADVICE}")
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table)", content[:200], re.IGNORECASE):
        raise TabularError(f"これはHTMLかXMLのファイルです（拡張子が.xlsでも中身が違うことがあります）。{_ADVICE}")
    return _with_headings(*_csv_rows(content), headings)


def _old_excel(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "パスワードの付いたExcelです。パスワードを外して保存し、もう一度選んでください。"
    return (
        "古い形式のExcel（.xls）か、Word・PowerPointなどのファイルです。"
        "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選んで保存し直してください。"
    )


def _excel_rows(content: bytes) -> tuple[Iterator[tuple[int, list[Any]]], str]:
    merged = _guard_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height and sheet.total_width:
                break
        else:
            raise TabularError("シートが空です。見出しとデータのあるシートを保存してください。")
        if sheet.total_width > MAX_COLUMNS:
            raise TabularError(f"列が多すぎます（{sheet.total_width:,}列）。{MAX_COLUMNS}列までにしてください。")
        if sheet.total_height > MAX_ROWS:
            raise TabularError(f"行が多すぎます（{sheet.total_height:,}行）。{MAX_ROWS:,}行までに分けてください。")
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise TabularError(f"Excelのファイルとして読めません。壊れているかもしれません。{_ADVICE}") from error
    if merged:
        raise TabularError(
            f"結合されたセルがあります（{merged}）。結合を解き、1行に1件、見出しは1行にしてください。",
            row=int(re.search(r"\d+", merged).group()),
        )
    return enumerate(([_cell(cell) for cell in row] for row in rows), start=1), f"Excel（.xlsx）シート「{name}」"


def _guard_archive(content: bytes) -> str:
    """Refuse bombs, macros and other archives before anything is unpacked; answers the first merged cells, if any."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise TabularError(f"ファイルが壊れていて読めません。{_ADVICE}") from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise TabularError(f"これはExcelのファイルではありません（ZIP、Wordなど）。{_ADVICE}")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise TabularError(
            "マクロの入ったExcelは取り込めません。「Excelブック（.xlsx）」で保存し直してください。"
        )
    if len(parts) > MAX_PARTS:
        raise TabularError("Excelの中の部品が多すぎるため、安全のため取り込みません。")
    budget, merged = MAX_UNPACKED, ""
    for part in parts:
        size, head, found = _unpacked(archive, part, budget)
        budget -= size
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", head, re.IGNORECASE):
            raise TabularError("Excelの中に危険な定義があるため、取り込みません。")
        if not merged and part.filename.startswith("xl/worksheets/sheet"):
            merged = found
    return merged


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: int) -> tuple[int, bytes, str]:
    """Unpack a part piece by piece within what is left of the budget: (bytes, beginning, merged cells if any)."""
    size, head, tail, merged = 0, b"", b"", ""
    try:
        with archive.open(part) as stream:
            while piece := stream.read(65536):
                size += len(piece)
                if size > budget or (size > 1048576 and size > MAX_PART_RATIO * max(part.compress_size, 1)):
                    raise TabularError("展開すると大きくなりすぎるExcelです。安全のため取り込みません。")
                head = head or piece[:4096]
                if not merged and (match := re.search(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"', tail + piece)):
                    merged = match.group(1).decode()
                tail = piece[-64:]
    except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError, OSError) as error:
        raise TabularError(f"ファイルが壊れているか、暗号化されていて読めません。{_ADVICE}") from error
    return size, head, merged


def _csv_rows(content: bytes) -> tuple[Iterator[tuple[int, list[Any]]], str]:
    decoded, label = _decode(content)
    if match := _CONTROL.search(decoded):
        line = decoded.count("\n", 0, match.start()) + 1
        raise TabularError(f"{line}行目に文字でないデータがあります。CSVかExcelのファイルか確かめてください。", row=line)
    first = decoded.split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    kind = "TSV" if delimiter == "\t" else "CSV"
    return _numbered(csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter, strict=True)), f"{kind}（{label}）"


def _numbered(reader) -> Iterator[tuple[int, list[Any]]]:
    csv.field_size_limit(MAX_CELL * 4)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > MAX_COLUMNS:
                raise TabularError(f"{number}行目の列が多すぎます（{len(cells):,}列）。", row=number)
            if number > MAX_ROWS:
                raise TabularError(f"行が多すぎます。{MAX_ROWS:,}行までに分けてください。", row=number)
            yield number, [_cell(cell, number) for cell in cells]
    except csv.Error as error:
        raise TabularError(
            f"{number + 1}行目の「\"」の閉じ方を確かめてください（長すぎるセルがあるときもこの知らせが出ます）。", row=number + 1
        ) from error


def _decode(content: bytes) -> tuple[str, str]:
    """Strictly, so that no character is ever replaced: BOM, then UTF-8, then CP932."""
    for bom, encoding, label in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8・BOM付き"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(bom):
            return _strictly(content, encoding), label
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _strictly(content, "cp932"), "Shift_JIS（CP932）"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TabularError(
            f"{line}行目に読めない文字があります。Excelで開き、「CSV UTF-8」で保存し直してください。", row=line
        ) from error


def _cell(cell: Any, row: int | None = None) -> Any:
    if cell == "":
        return None
    if isinstance(cell, str) and len(cell) > MAX_CELL:
        raise TabularError(f"セルの文字が長すぎます（{len(cell):,}字）。{MAX_CELL:,}字までにしてください。", row=row)
    return cell


def _with_headings(rows: Iterator[tuple[int, list[Any]]], label: str, headings: Sequence[str]) -> Table:
    """Find the row of headings: of the first rows, the one that holds the most known headings."""
    known = {_folded(heading) for heading in headings}
    first = [(number, cells) for number, cells in islice(rows, HEADER_SEARCH)]
    filled = [(number, cells) for number, cells in first if any(cell is not None for cell in cells)]
    if not filled:
        raise TabularError("ファイルが空です。見出しの行とデータを入れてください。")
    header_row, cells = max(
        filled, key=lambda row: (sum(_folded(cell) in known for cell in row[1] if cell is not None), -row[0])
    )
    headers = [str(cell).strip() if cell is not None else "" for cell in cells]
    doubled = {heading for heading in headers if heading and headers.count(heading) > 1}
    if doubled:
        raise TabularError(f"同じ見出しが2つあります：{'、'.join(sorted(doubled))}", row=header_row)
    below = [(number, cells) for number, cells in first if number > header_row]
    return Table(headers, header_row, _below(below, rows), label)


def _below(first: list, rest: Iterator) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in chain(first, rest):
        if any(cell is not None for cell in cells):
            yield number, cells


def _folded(heading: Any) -> str:
    folded = unicodedata.normalize("NFKC", str(heading or "")).lower()
    return re.sub(r"[\s\-_・*※:：]|[(（][^)）]*[)）]", "", folded)

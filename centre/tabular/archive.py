"""Guarding the ZIP inside an .xlsx: nothing is believed that the archive says about itself.

Sizes are those that come out of the decompressor, piece by piece; what two readers could understand in two ways
(prefixes, comments, overlapping or doubled parts, headers that disagree) is refused.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from centre.tabular.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM
from centre.tabular.refusal import RESAVE, TabularError

_PIECE = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END_RECORD = 22
_FOREIGN = re.compile(rb"%PDF-|<html|<script|<!doctype", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
_KINDS = (
    ("word/", "Word"),
    ("ppt/", "PowerPoint"),
    ("xl/workbook.bin", "Excelバイナリブック（.xlsb）"),
    ("mimetype", "LibreOfficeなどの表計算（.ods）"),
)
_MACROS = re.compile(r"vbaproject\.bin$|^xl/macrosheets/|^xl/dialogsheets/|^customui/", re.IGNORECASE)


class Archive:
    """The parts of an .xlsx, read within one budget of unpacked bytes. Raises TabularError for anything unsafe."""

    def __init__(self, content: bytes):
        self._content = content
        self._parts = {part.filename: part for part in _directory(content)}
        self._check_kind()
        self.names = sorted(self._parts)

    def check_all(self) -> None:
        """Unpack every part once: refuses bombs, document type definitions and parts that are not what they say."""
        budget = MAX_UNPACKED
        for name in self.names:
            size, tail = 0, b""
            for piece in self.pieces(name):
                if size == 0 and _is_xml(name):
                    _check_xml_start(piece)
                if _DECLARATION.search(tail + piece):
                    raise TabularError(
                        "Excelの中に、ふつうのExcelにはない定義（DTD）があります。安全のため取り込みません。",
                        code="unsafe_xml",
                    )
                size, tail = size + len(piece), piece[-16:]
                if size > budget:
                    raise _bomb()
            if name == "[Content_Types].xml" and b"macroEnabled" in b"".join(self.pieces(name)):
                raise _macro()
            budget -= size

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part as it comes out of the decompressor, never more of it than the directory announced."""
        part = self._parts[name]
        start = part.header_offset + _local_length(self._content, part)
        packed = memoryview(self._content)[start : start + part.compress_size]
        size, sum_of_part = 0, 0
        for piece in _inflated(packed, part.compress_type):
            size += len(piece)
            if size > MAX_UNPACKED or (size > RATIO_FROM and size > MAX_RATIO * part.compress_size):
                raise _bomb()
            if size > part.file_size:
                raise TabularError(
                    "展開した大きさが書かれた大きさと違うExcelです。安全のため取り込みません。", code="bomb"
                )
            sum_of_part = zlib.crc32(piece, sum_of_part)
            yield piece
        if size != part.file_size or sum_of_part != part.CRC:
            raise _broken()

    def read(self, name: str) -> bytes:
        """A small part as a whole; nothing when it is not there."""
        return b"".join(self.pieces(name)) if name in self._parts else b""

    def _check_kind(self) -> None:
        if any(_MACROS.search(name) for name in self._parts):
            raise _macro()
        if "xl/workbook.xml" not in self._parts:
            kind = next((kind for start, kind in _KINDS if any(n.startswith(start) for n in self._parts)), "ZIP")
            raise TabularError(
                f"これは{kind}のファイルで、Excelブック（.xlsx）ではありません。{RESAVE}", code="wrong_type"
            )


def _directory(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts, comment = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise _broken() from error
    if len(parts) > MAX_PARTS:
        raise TabularError("Excelの中の部品が多すぎます。安全のため取り込みません。", code="bomb")
    if comment or content.rfind(b"PK\x05\x06") != len(content) - _END_RECORD or _FOREIGN.search(content[:1024]):
        raise TabularError(
            f"ほかの種類のファイルが混ざったExcelです。安全のため取り込みません。{RESAVE}", code="archive"
        )
    names = [part.filename.lower() for part in parts]
    if not parts or len(set(names)) != len(names) or any(".." in name or name.startswith("/") for name in names):
        raise _broken()
    if any(part.flag_bits & 1 for part in parts):
        raise TabularError(
            "パスワードの付いたファイルです。パスワードを外して保存し直してください。", code="encrypted"
        )
    _check_layout(content, parts)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _bomb()
    return parts


def _check_layout(content: bytes, parts: list[zipfile.ZipInfo]) -> None:
    """Parts stand one after another from the first byte on, none inside another."""
    at = 0
    for number, part in enumerate(sorted(parts, key=lambda part: part.header_offset)):
        if part.header_offset < at or (number == 0 and part.header_offset != 0):
            raise TabularError("Excelの中の部品が重なっています。安全のため取り込みません。", code="bomb")
        at = part.header_offset + _local_length(content, part) + part.compress_size
        if at > len(content):
            raise _broken()


def _local_length(content: bytes, part: zipfile.ZipInfo) -> int:
    """The length of the header before a part's bytes; it must tell of the same part as the directory."""
    header = content[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise _broken()
    signature, _, flags, method, _, _, _, _, _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = part.header_offset + _LOCAL_HEADER.size
    name = content[start : start + name_length].decode("utf-8" if flags & 0x800 else "cp437", "replace")
    if signature != b"PK\x03\x04" or method != part.compress_type or name != part.orig_filename:
        raise _broken()
    return _LOCAL_HEADER.size + name_length + extra_length


def _inflated(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    if method != zipfile.ZIP_DEFLATED:
        raise _broken()
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _PIECE):
            waiting = bytes(packed[at : at + _PIECE])
            while waiting:
                if piece := stream.decompress(waiting, _PIECE):
                    yield piece
                waiting = stream.unconsumed_tail
        while piece := stream.decompress(b"", _PIECE):
            yield piece
    except zlib.error as error:
        raise _broken() from error
    if not stream.eof or stream.unused_data:
        raise _broken()


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _check_xml_start(piece: bytes) -> None:
    """Only UTF-8: in another encoding the definitions could not be seen."""
    if b"\x00" in piece or _ENCODING.search(piece[:200]):
        raise TabularError("Excelの中の文字コードがUTF-8ではありません。安全のため取り込みません。", code="unsafe_xml")


def _bomb() -> TabularError:
    return TabularError("展開すると大きくなりすぎるExcelです。安全のため取り込みません。", code="bomb")


def _macro() -> TabularError:
    return TabularError(f"マクロの入ったExcel（.xlsmなど）は取り込めません。{RESAVE}", code="macro")


def _broken() -> TabularError:
    return TabularError(f"Excelのファイルが壊れていて読めません。{RESAVE}", code="broken")

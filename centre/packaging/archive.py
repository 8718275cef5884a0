"""An archive of files with their SHA-256 list and the style of its pages; the same files give the same bytes."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.template.loader import render_to_string

TYPE = "application/zip"
SUMS = "SHA256SUMS.txt"
STYLE = "style.css"
# The first day that a ZIP can name.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


class Package:
    """Writes an archive at `path`, member by member; on leaving, the style and the list of hashes are added.

    Used as a context manager. Nothing but the members themselves is in the bytes: no day, no order of hashes.
    """

    def __init__(self, path: Path):
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._sums: list[tuple[str, str]] = []

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, kind, error, trace) -> None:
        with self._archive:
            if kind is None:
                self.put(STYLE, (Path(__file__).parent / "package.css").read_bytes())
                self._put_sums()

    def put(self, name: str, content: bytes) -> None:
        """Add a member that is small enough for the memory."""
        self.put_pieces(name, [content])

    def put_page(self, name: str, template: str, context: dict) -> None:
        """Add a page; its template extends `centre/package.html`."""
        self.put(name, render_to_string(template, context).encode())

    def put_pieces(self, name: str, pieces: Iterable[bytes]) -> int:
        """Add a member piece by piece; answers how many pieces it had."""
        digest, count = hashlib.sha256(), 0
        with self._archive.open(member(name), "w", force_zip64=True) as opened:
            for piece in pieces:
                opened.write(piece)
                digest.update(piece)
                count += 1
        self._sums.append((name, digest.hexdigest()))
        return count

    def _put_sums(self) -> None:
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums))
        self._archive.writestr(member(SUMS), lines.encode())


def csv_bytes(head: Iterable[str], rows: Iterable[Iterable]) -> bytes:
    """A table that a spreadsheet opens as it is: UTF-8 with a mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def member(name: str) -> zipfile.ZipInfo:
    """A member without a day, so that the same content gives the same bytes."""
    info = zipfile.ZipInfo(name, _NO_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info

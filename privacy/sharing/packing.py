"""A file in an archive that only its password opens: ZIP with AES-256, written piece by piece."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pyzipper

PIECE = 1024 * 1024
TYPE = "application/zip"
ABOUT = "この一覧について.txt"


def pack(
    source: Path, name: str, target: Path, password: str, about: Sequence[tuple[str, str]], tell: Callable[[], None]
) -> None:
    """Put a file under its name into a new archive at `target`, with a text that says what it is.

    `tell` is heard after each piece. Names inside an archive are not secret, so `name` must not name a person.
    """
    with pyzipper.AESZipFile(target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        with source.open("rb") as file, archive.open(name, "w", force_zip64=True) as inner:
            while piece := file.read(PIECE):
                inner.write(piece)
                tell()
        words = "\r\n".join(f"{label}：{value}" for label, value in about) + "\r\n"
        archive.writestr(ABOUT, words.encode("utf-8-sig"))


def unpack(source: Path, name: str, target: Path, password: str) -> None:
    """Write what an archive of `pack` holds under a name to `target`, piece by piece."""
    with pyzipper.AESZipFile(source) as archive:
        archive.setpassword(password.encode())
        with archive.open(name) as inner, target.open("wb") as file:
            shutil.copyfileobj(inner, file, PIECE)

"""Files that are there whole or not at all, and nobody else's to read, even after the power failed."""

import os
from pathlib import Path


def owner_only(path: str, flags: int) -> int:
    """Open for `open(opener=...)`: a new file is nobody else's to read."""
    return os.open(path, flags, 0o600)


def unfinished(path: Path) -> Path:
    """Where `path` is written before it is put in place."""
    return path.with_name(f".{path.name}.new")


def write(path: Path, text: str) -> None:
    """Write a small file."""
    with open(unfinished(path), "w", opener=owner_only) as file:
        file.write(text)
        settle(file)
    put_in_place(path)


def settle(file) -> None:
    """Wait until what was written stands on the disk."""
    file.flush()
    os.fsync(file.fileno())


def put_in_place(path: Path) -> None:
    """Give the unfinished file or folder its name, and wait until the name stands on the disk."""
    unfinished(path).rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

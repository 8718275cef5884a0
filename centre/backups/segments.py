"""Names of write-ahead log segments, and whether some are missing between two of them; pure."""

import re
from collections.abc import Iterable

# PostgreSQL's own size of a segment; a server made with `initdb --wal-segsize` is not supported.
SEGMENT_BYTES = 16 * 1024 * 1024
PER_FILE = 0x1_0000_0000 // SEGMENT_BYTES
NAME = re.compile(r"[0-9A-F]{24}")
HISTORY = re.compile(r"[0-9A-F]{8}\.history")


def number_of(name: str) -> int:
    """The place of a segment in the log, whatever its timeline."""
    return int(name[8:16], 16) * PER_FILE + int(name[16:24], 16)


def number_at(position: str) -> int:
    """The place of the segment that holds a position such as 0/1A2B3C."""
    high, low = position.split("/")
    return (int(high, 16) << 32 | int(low, 16)) // SEGMENT_BYTES


def first_gap(names: Iterable[str], first: int, last: int) -> int | None:
    """The place of the first segment from `first` to `last` that no name stands for; None when there is no gap."""
    there = {number_of(name) for name in names}
    return next((number for number in range(first, last + 1) if number not in there), None)


def spelt(number: int) -> str:
    """A place as it stands in the names, without the timeline."""
    return f"{number // PER_FILE:08X}{number % PER_FILE:08X}"

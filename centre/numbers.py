"""Numbers that an address or a form names: what can be none is None, so that no page breaks on it."""

# A bigint has nineteen digits; no record of the counter has eighteen.
_MOST_DIGITS = 17


def number_of(text: str) -> int | None:
    """The number of a record or a version; None for anything that no record can have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def year_of(text: str, first: int, last: int) -> int | None:
    """A year from `first` to `last`; None for anything else."""
    found = number_of(text)
    return found if found is not None and first <= found <= last else None

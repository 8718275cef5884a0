"""Keeping a text cell from being run as a formula by the spreadsheet that opens our file, and the exact way back."""

_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_BLANKS = " \u00a0\u3000\ufeff\u200b"
_GUARD = "'"
# Only a text that begins with one of these can change: a quick look spares most cells the call.
RISKY = frozenset("".join(_STARTS) + _BLANKS + _GUARD)


def guard_cell(text: str) -> str:
    """A text as it may stand in a file we write: an apostrophe goes before what a spreadsheet might run."""
    return f"{_GUARD}{text}" if _may_run(text) else text


def unguard_cell(text: str) -> str:
    """The text before `guard_cell`; anything else stays as it is."""
    return text[1:] if text.startswith(_GUARD) and _may_run(text[1:]) else text


def _may_run(text: str) -> bool:
    # What begins with the guard itself is guarded too, so that taking one guard away always gives the original.
    return text.startswith(_GUARD) or text.lstrip(_BLANKS).startswith(_STARTS)

"""Keys of people's names for searching and comparing; the name itself stays as the person writes it."""

import unicodedata

from centre.tabular.names import name_key

_STROKED = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def person_key(name: str) -> str:
    """A name without spaces, marks and spelling variants: `Nguyễn Văn Á` and `NGUYEN VAN A` share one key.

    Marks are taken from Latin letters only: が and か are different sounds.
    """
    return name_key("".join(_bare(letter) for letter in unicodedata.normalize("NFKC", name or "").casefold()))


def _bare(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)
    if len(base) > 1 and "a" <= base[0] <= "z":
        return base[0]
    # A mark that has no composed form stands alone behind its Latin letter.
    return "" if "\u0300" <= letter <= "\u036f" else letter.translate(_STROKED)

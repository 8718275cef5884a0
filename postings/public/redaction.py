"""Nothing about a person leaves in a text that staff typed: numbers, addresses and names of contacts are taken out."""

import re
import unicodedata
from collections.abc import Iterable

INSTEAD = "（窓口へお問い合わせください）"
MAIL = re.compile(r"[\w.+-]+\s*(?:@|＠)\s*[\w-]+(?:\s*[.．]\s*[\w-]+)+")
# Eleven or ten digits from a 0 on, in either width, however they are parted; and what is written +81.
PARTING = r"[\s()（）.．・‐-―−－ー-]{0,2}"
PHONE = re.compile(
    rf"(?<![0-9０-９])(?:(?:[+＋]8{PARTING}1|[+＋]８{PARTING}１){PARTING}|[(（]?[0０])(?:{PARTING}[0-9０-９]){{8,10}}(?![0-9０-９])"
)
TITLES = "さん|様|さま|氏|まで|宛|あて"


def without_people(text: str, names: Iterable[str]) -> str:
    """A text without mail addresses, phone numbers and the given names of people (in any spacing)."""
    text = PHONE.sub(INSTEAD, MAIL.sub(INSTEAD, text))
    for name in names:
        parts = [re.escape(part) for part in unicodedata.normalize("NFKC", name).split()]
        if not parts:
            continue
        text = re.sub(r"\s*".join(parts), INSTEAD, text)
        text = re.sub(rf"{parts[0]}\s*(?={TITLES})", INSTEAD, text)
    return text

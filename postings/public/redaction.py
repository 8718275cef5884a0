"""Nothing about a person leaves in a text that staff typed: numbers, addresses and names of contacts are taken out."""

import re
import unicodedata
from collections.abc import Iterable

INSTEAD = "（窓口へお問い合わせください）"
MAIL = re.compile(r"[\w.+-]{1,64}\s?[@＠]\s?[\w-]{1,63}(?:\s?[.．]\s?[\w-]{1,63})+")
# Ten or eleven digits from a 0 on (or +81), in either width, however they are parted.
PARTING, DIGIT = r"[\s()（）.．・‐-―−－ー-]{0,2}", r"[0-9０-９]"
BEGINNING = rf"(?:[+＋][8８]{PARTING}[1１]{PARTING}|[(（]?[0０])"
PHONE = re.compile(rf"(?<!{DIGIT}){BEGINNING}(?:{PARTING}{DIGIT}){{8,10}}(?!{DIGIT})")
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

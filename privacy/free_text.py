"""What does not belong into free text: personal numbers, card numbers, and categories nobody may collect here.

Pure: no database. Sources: 個人情報取扱特記事項 第5 (only what the purpose needs), 特記5 of Shinjuku (belief,
religion, grounds of discrimination, crime), 職業安定法5条の5 and its guideline (本籍, 家柄), My Number Act 8.
A hit is a suspicion, never proof: the person who writes decides, and says why.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of text looks like."""

    MY_NUMBER = "マイナンバー"
    CARD_NUMBER = "カードの番号"
    RESIDENCE_CARD = "在留カードの番号"
    RELIGION = "宗教・信仰"
    BELIEF = "思想・信条"
    ORIGIN = "社会的差別の原因となるおそれのあること"
    CRIME = "犯罪に関すること"
    HEALTH = "健康に関すること"


@dataclass(frozen=True)
class Suspicion:
    """A piece of text and what it looks like; `shown` may stand on a screen (numbers are cut off)."""

    kind: Kind
    shown: str


# Words that only name one of the categories; 宗教法人 and 健康保険 are employers and benefits, so they are not here.
WORDS = {
    Kind.RELIGION: (
        r"信仰|信者|信徒|入信|改宗|棄教|(?:キリスト|イスラム|ヒンドゥー|ユダヤ)教|ムスリム|クリスチャン|宗教(?!法人)"
    ),
    Kind.BELIEF: r"支持政党|政治信条|政治活動|政治思想|思想信条|信条|(?:共産|社会)主義者|党員|組合活動歴",
    Kind.ORIGIN: r"本籍|家柄|門地|被差別|部落出身|同和地区|身元調査|人種|民族|在日",
    Kind.CRIME: r"前科|前歴|逮捕歴|逮捕され|犯罪歴|服役|受刑|執行猶予|保護観察|少年院|有罪",
    Kind.HEALTH: (
        r"持病|既往歴|病歴|うつ病|鬱病|躁うつ|双極性|統合失調症|適応障害|発達障害|精神障害|知的障害|身体障害|障害者手帳"
        r"|障害年金|てんかん|糖尿病|[胃肺腸乳]がん|癌|白血病|透析|通院|服薬|妊娠|不妊|流産|難病|感染症にかか"
    ),
}
_WORDS = {kind: re.compile(pattern) for kind, pattern in WORDS.items()}

_DASHES = re.compile(r"[‐-―−─]|(?<=\d)ー(?=\d)")
# Twelve digits together, or in three groups of four as on the card; longer rows of digits are something else.
_TWELVE = re.compile(r"(?<![\d+])(?<!\d-)(?:\d{12}|\d{4}([ -])\d{4}\1\d{4})(?!-?\d)")
_CARD = re.compile(r"(?<![\d+])(?<!\d-)(?:\d{14,16}|\d{4}([ -])\d{4}\1\d{4}\1\d{4})(?!-?\d)")
_RESIDENCE_CARD = re.compile(r"(?<![A-Z0-9])[A-Z]{2} ?\d{8} ?[A-Z]{2}(?![A-Z0-9])", re.IGNORECASE)


def suspicions(text: str) -> tuple[Suspicion, ...]:
    """Everything in a text that looks as if it did not belong there, each kind once, numbers first."""
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text or ""))
    found = []
    if number := _first(_TWELVE, folded, is_my_number):
        found.append(Suspicion(Kind.MY_NUMBER, _cut(number)))
    if number := _first(_CARD, folded, is_card_number):
        found.append(Suspicion(Kind.CARD_NUMBER, _cut(number)))
    if number := _first(_RESIDENCE_CARD, folded, bool):
        found.append(Suspicion(Kind.RESIDENCE_CARD, _cut(number)))
    words = ((kind, pattern.search(folded)) for kind, pattern in _WORDS.items())
    return (*found, *(Suspicion(kind, match.group()) for kind, match in words if match))


def is_my_number(digits: str) -> bool:
    """Whether twelve digits carry the check digit of a My Number (番号法施行令8条 and its ministerial order)."""
    if len(digits) != 12 or not digits.isdecimal():
        return False
    # Counted from the right, the first six digits weigh 2 to 7, the next five 2 to 6.
    total = sum(int(digit) * (place % 6 + 2) for place, digit in enumerate(reversed(digits[:11])))
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def is_card_number(digits: str) -> bool:
    """Whether 14 to 16 digits may be the number of a payment card: it begins with 3 to 6 and the Luhn sum fits."""
    if not 14 <= len(digits) <= 16 or not digits.isdecimal() or digits[0] not in "3456":
        return False
    doubled = (int(digit) * (place % 2 + 1) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _first(pattern: re.Pattern, text: str, holds) -> str:
    """The first match whose bare digits and letters hold; empty when there is none."""
    matches = (re.sub("[ -]", "", match.group()) for match in pattern.finditer(text))
    return next((bare for bare in matches if holds(bare)), "")


def _cut(number: str) -> str:
    """The beginning of a number: enough to find it in the text, too little to use it."""
    return f"{number[:3]}…"

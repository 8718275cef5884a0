"""Reading one value the way people write it; each reader answers the value, or None for nothing.

Every reader takes what a cell holds (text, number, date, or None) and raises ValueProblem with a Japanese message
that says what was read and how to write it.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from centre.tabular.calendar_days import date_of, datetime_of
from centre.tabular.contacts import email, phone, postal_code, url
from centre.tabular.plain_text import HYPHENS, ValueProblem, line, plain, text

__all__ = [
    "ValueProblem",
    "between",
    "boolean",
    "check_digit",
    "choice",
    "corporate_number",
    "date_of",
    "datetime_of",
    "decimal",
    "email",
    "headcount",
    "hours",
    "integer",
    "line",
    "phone",
    "plain",
    "postal_code",
    "share",
    "text",
    "url",
    "within",
    "yen",
]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_INTEGER = re.compile(
    rf"(?:約|およそ|計)?(-?{_NUMBER})(?:人|名|件|社|歳|才|時間|円|日|年|回|か所|ヶ所|箇所)?(?:程度|くらい|ほど)?"
)
_DECIMAL = re.compile(rf"(?:週|月|年|約|1日|一日)?(-?{_NUMBER})(?:時間|h|hours?|%|日)?", re.IGNORECASE)
_HOURS = re.compile(
    rf"(?:週|1週間?|週あたり|約|/週)*({_NUMBER})(?:時間|h|hours?)?(?:({_NUMBER})分)?(?:/週)?", re.IGNORECASE
)
_AMOUNT = re.compile(rf"({_NUMBER})(兆|億|千万|百万|十万|万|千|百)?")
_SCALES = {
    "兆": 10**12,
    "億": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 1000,
    "百": 100,
    "": 1,
}
_MOST = 10**12
_YES = {
    "○",
    "〇",
    "◯",
    "⭕",
    "◎",
    "有",
    "有り",
    "あり",
    "はい",
    "対象",
    "1",
    "true",
    "yes",
    "y",
    "可",
    "レ",
    "✓",
    "✔",
    "☑",
    "■",
    "済",
    "する",
}
_NO = {
    "×",
    "✕",
    "✖",
    "x",
    "無",
    "無し",
    "なし",
    "いいえ",
    "対象外",
    "0",
    "false",
    "no",
    "n",
    "不可",
    "非対象",
    "☐",
    "□",
    "しない",
}
_UNKNOWN = {"", "-", "―", "未確認", "不明", "?", "未定"}


def integer(value: Any) -> int | None:
    """A whole number; `1,200人`, `約30名` and full-width digits are read."""
    shown = plain(value)
    if not shown:
        return None
    match = None if isinstance(value, bool) else _INTEGER.fullmatch(_narrow(shown))
    if not match:
        raise ValueProblem(f"「{shown}」は数として読めません。数字で入れてください（例：120）。")
    number = Decimal(match.group(1).replace(",", ""))
    if number != number.to_integral_value():
        raise ValueProblem(f"「{shown}」は整数で入れてください。")
    return int(number)


def headcount(value: Any) -> int | None:
    """How many people: a whole number from 0 to 999,999; a dash or 不明 is not known."""
    number = None if plain(value) in _UNKNOWN else integer(value)
    if number is not None and not 0 <= number < 1_000_000:
        raise ValueProblem(f"「{plain(value)}」は人数として読めません。0以上の数字で入れてください。")
    return number


def decimal(value: Any) -> Decimal | None:
    """A number with a fraction; `週40時間` and `38.5` are read."""
    shown = plain(value)
    if not shown:
        return None
    match = None if isinstance(value, bool) else _DECIMAL.fullmatch(_narrow(shown))
    if not match:
        raise ValueProblem(f"「{shown}」は数として読めません。数字で入れてください（例：38.5）。")
    return Decimal(match.group(1).replace(",", ""))


def hours(value: Any) -> Decimal | None:
    """Hours a week, from 0 to 168: `週40時間`, `38.75`, `37時間30分`."""
    shown = plain(value)
    if not shown:
        return None
    match = None if isinstance(value, bool) else _HOURS.fullmatch(_narrow(shown))
    if not match:
        raise ValueProblem(f"「{shown}」は時間として読めません。1週間の時間を数字で入れてください（例：40）。")
    found = Decimal(match.group(1).replace(",", ""))
    if match.group(2):
        found += Decimal(match.group(2)) / 60
    if found > 168:
        raise ValueProblem(f"「{shown}」は1週間の時間を超えています。1週間の時間を入れてください（例：40）。")
    return found


def yen(value: Any, unit: int = 1) -> int | None:
    """An amount in yen; `3,000万円`, `1億2千万円`, `30,000千円` are read, a bare number is in `unit` yen."""
    shown = plain(value)
    words = re.sub(r"^(?:約|金|¥|\\)", "", _narrow(shown)).removesuffix("也").removesuffix("-")
    if not words:
        return None
    if not isinstance(value, bool) and re.fullmatch(_NUMBER, words):
        return _whole(Decimal(words.replace(",", "")) * unit, shown)
    return _whole(_sum_of_amounts(shown, words.removesuffix("円")), shown)


def _sum_of_amounts(shown: str, body: str) -> Decimal:
    """Amounts one after another, each of a smaller scale: 1億2,000万."""
    total, at, before = Decimal(0), 0, _MOST * 10
    while at < len(body):
        match = _AMOUNT.match(body, at)
        scale = _SCALES[match.group(2) or ""] if match else _MOST * 10
        if match is None or scale >= before:
            raise ValueProblem(
                f"「{shown}」は金額として読めません。「3,000万円」や「30000000」のように入れてください。"
            )
        total += Decimal(match.group(1).replace(",", "")) * scale
        at, before = match.end(), scale
    return total


def _whole(amount: Decimal, shown: str) -> int:
    if amount != amount.to_integral_value():
        raise ValueProblem(f"「{shown}」は1円に満たない端数があります。")
    if amount >= _MOST * 1000:
        raise ValueProblem(f"「{shown}」は金額として大きすぎます。単位（円・千円・万円）を確かめてください。")
    return int(amount)


def share(value: Any) -> Decimal | None:
    """A share of the whole: `50%`, `0.5` and `1/2` are one half. Raises ValueProblem outside 0 to 1."""
    words = plain(value).replace(" ", "")
    if not words:
        return None
    try:
        if "/" in words:
            part, whole = words.split("/", 1)
            found = Decimal(part) / Decimal(whole)
        elif words.endswith("%"):
            found = Decimal(words[:-1]) / 100
        else:
            found = Decimal(words)
        within = 0 < found <= 1
    except (InvalidOperation, ZeroDivisionError) as error:
        raise ValueProblem(f"「{words}」は割合として読めません。「50%」のように入れてください。") from error
    if not within:
        raise ValueProblem(f"「{words}」は0％より大きく100％までの割合で入れてください。")
    return found


def boolean(value: Any) -> bool | None:
    """○ and ×, 有 and 無, はい and いいえ, 対象 and 対象外; nothing is unknown, not no."""
    shown = plain(value)
    words = shown.lower()
    if HYPHENS.sub("-", words) in _UNKNOWN:
        return None
    if words in _YES or words in _NO:
        return words in _YES
    raise ValueProblem(f"「{shown}」は○か×（有・無、はい・いいえ、対象・対象外）で入れてください。")


def corporate_number(value: Any) -> str | None:
    """A 13-digit corporate number with a right check digit."""
    shown = plain(value)
    if not shown:
        return None
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", shown):
        raise ValueProblem(
            f"「{shown}」：Excelが法人番号を指数に変えています。列の表示形式を「文字列」か「数値」にし、13桁を入れ直してください。"
        )
    digits = re.sub(r"[\s\-]", "", HYPHENS.sub("-", shown))
    digits = re.sub(r"^T(?=\d{13}$)", "", digits, flags=re.IGNORECASE)
    if re.fullmatch(r"\d{13}\.0+", digits):
        digits = digits[:13]
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValueProblem(f"「{shown}」：法人番号は13桁の数字で入れてください。")
    if len(digits) != 13:
        note = "12桁の会社法人等番号ではなく、国税庁の13桁の番号です。" if len(digits) == 12 else ""
        raise ValueProblem(f"「{shown}」：法人番号は13桁の数字です（{len(digits)}桁あります）。{note}")
    if int(digits[0]) != check_digit(digits[1:]):
        raise ValueProblem(f"「{shown}」：法人番号の検査数字が合いません。写し間違いがないか確かめてください。")
    return digits


def check_digit(base: str) -> int:
    """The check digit of a 12-digit base number: 9 - sum(Pn * Qn) mod 9, Qn 1 for odd n from the right, else 2."""
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(base), start=1))
    return 9 - total % 9


def choice(options: Mapping[str, str]) -> Callable[[Any], str | None]:
    """A reader that takes one of the written forms ({written form: key}) and answers its key."""
    folded = {_choice_key(written): key for written, key in options.items()}
    first_forms: dict[str, str] = {}
    for written, key in options.items():
        first_forms.setdefault(key, written)
    names = "・".join(first_forms.values())

    def read(value: Any) -> str | None:
        shown = plain(value)
        if not shown:
            return None
        if (key := folded.get(_choice_key(value))) is None:
            raise ValueProblem(f"「{shown}」は選べません。{names}のどれかを入れてください。")
        return key

    return read


def _choice_key(written: Any) -> str:
    return re.sub(r"[\s・()]", "", plain(written)).lower()


def _narrow(shown: str) -> str:
    """Without blanks, and with one kind of hyphen and of comma."""
    return re.sub(r"\s", "", HYPHENS.sub("-", shown)).replace("、", ",").replace("，", ",")


def within(limit: int, parse: Callable[[Any], str | None] = text) -> Callable[[Any], str | None]:
    """A reader that refuses what is longer than its field: `limit` characters."""

    def read(value: Any) -> str | None:
        found = parse(value)
        if found is not None and len(found) > limit:
            raise ValueProblem(f"{len(found):,}字あります。{limit:,}字までにしてください。")
        return found

    return read


def between(least: int, most: int, parse: Callable[..., int | None]) -> Callable[..., int | None]:
    """A reader that refuses a number outside `least` to `most`; the unit of the heading is passed on."""

    def read(value: Any, unit: int = 1) -> int | None:
        found = parse(value, unit=unit) if parse is yen else parse(value)
        if found is not None and not least <= found <= most:
            raise ValueProblem(f"「{plain(value)}」は{least:,}から{most:,}までの数で入れてください。")
        return found

    return read

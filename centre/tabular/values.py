"""Reading one value the way people write it; each reader answers the value, or None for nothing.

Every reader takes what a cell holds (text, number, date, or None) and raises ValueProblem with a Japanese message
that says what was read and how to write it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers

_HYPHENS = re.compile(r"[‐-―−ー－﹣─]")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_ERAS = {
    "令和": (2018, date(2019, 5, 1), None),
    "R": (2018, date(2019, 5, 1), None),
    "平成": (1988, date(1989, 1, 8), date(2019, 4, 30)),
    "H": (1988, date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (1925, date(1926, 12, 25), date(1989, 1, 7)),
    "S": (1925, date(1926, 12, 25), date(1989, 1, 7)),
}
_YEN_UNITS = (("億", 10**8), ("百万", 10**6), ("万", 10**4), ("千", 10**3), ("", 1))
_EXCEL_EPOCH = date(1899, 12, 30)
_YES = {"○", "〇", "◯", "有", "あり", "はい", "対象", "1", "true", "yes", "y", "可", "レ", "✓"}
_NO = {"×", "✕", "無", "なし", "いいえ", "対象外", "0", "false", "no", "n", "不可"}


class ValueProblem(Exception):
    """A value cannot be read; `message` is Japanese and fit for the screen."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def plain(value: Any) -> str:
    """What a cell holds as plain text: full-width digits and letters folded, spaces trimmed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip().strip("\u3000").strip()


def text(value: Any) -> str | None:
    """Text as typed (NFC, trimmed): 髙, 﨑 and 𠮷 stay what they are."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    kept = unicodedata.normalize("NFC", str(value)).strip().strip("\u3000").strip()
    return kept or None


def integer(value: Any) -> int | None:
    """A whole number; `1,200人`, `約30名` and full-width digits are read."""
    words = plain(value)
    if not words:
        return None
    match = re.fullmatch(rf"約?({_NUMBER})(?:人|名|件|社|歳|時間|円|日)?(?:程度|くらい)?", words)
    if not match:
        raise ValueProblem(f"「{words}」は数として読めません。数字で入れてください（例：120）。")
    number = Decimal(match.group(1).replace(",", ""))
    if number != number.to_integral_value():
        raise ValueProblem(f"「{words}」は整数で入れてください。")
    return int(number)


def decimal(value: Any) -> Decimal | None:
    """A number with a fraction; `週40時間` and `38.5` are read."""
    words = plain(value)
    if not words:
        return None
    match = re.fullmatch(rf"(?:週|月|年|約)?({_NUMBER})(?:時間|h|H|%|％)?", words)
    if not match:
        raise ValueProblem(f"「{words}」は数として読めません。数字で入れてください（例：38.5）。")
    return Decimal(match.group(1).replace(",", ""))


def yen(value: Any, unit: int = 1) -> int | None:
    """An amount in yen; `3,000万円`, `1億2千万円`, `30,000千円` are read, a bare number is in `unit` yen."""
    words = plain(value).replace(" ", "")
    if not words:
        return None
    if re.fullmatch(_NUMBER, words):
        return _whole(Decimal(words.replace(",", "")) * unit, words)
    body, total, at = words.removesuffix("円"), Decimal(0), 0
    for match in re.finditer(rf"({_NUMBER})(億|千万|百万|万|千|)", body):
        if match.start() != at:
            break
        scale = 10**7 if match.group(2) == "千万" else dict(_YEN_UNITS)[match.group(2)]
        total += Decimal(match.group(1).replace(",", "")) * scale
        at = match.end()
    if at != len(body) or not body:
        raise ValueProblem(f"「{words}」は金額として読めません。「3,000万円」や「30000000」のように入れてください。")
    return _whole(total, words)


def _whole(amount: Decimal, words: str) -> int:
    if amount != amount.to_integral_value():
        raise ValueProblem(f"「{words}」は1円に満たない端数があります。")
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
    except (InvalidOperation, ZeroDivisionError) as error:
        raise ValueProblem(f"「{words}」は割合として読めません。「50%」のように入れてください。") from error
    if not 0 < found <= 1:
        raise ValueProblem(f"「{words}」は0％より大きく100％までの割合で入れてください。")
    return found


def date_of(value: Any) -> date | None:
    """A day in the Western or Japanese calendar, in any usual writing, or as Excel keeps it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 20000 <= value < 80000:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    words = _HYPHENS.sub("-", plain(value)).replace(" ", "")
    if not words:
        return None
    if match := re.fullmatch(r"(令和|平成|昭和|[RHSrhs])(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?", words):
        return _of_era(words, *match.groups())
    match = re.fullmatch(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?)?", words)
    match = match or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", words)
    if not match:
        raise ValueProblem(
            f"「{words}」は日付として読めません。「2026-04-01」か「令和8年4月1日」のように入れてください。"
        )
    return _real_day(words, *(int(part) for part in match.groups()[:3]))


def _of_era(words: str, era: str, year: str, month: str, of_month: str) -> date:
    name = era if era in _ERAS and len(era) == 2 else era.upper()
    offset, first, last = _ERAS[name]
    number = 1 if year == "元" else int(year)
    if number == 0:
        raise ValueProblem(f"「{words}」：元号に0年はありません。")
    found = _real_day(words, offset + number, int(month), int(of_month))
    if found < first or (last is not None and found > last):
        raise ValueProblem(f"「{words}」はその元号の期間にありません。元号と年を確かめてください。")
    return found


def _real_day(words: str, year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError as error:
        raise ValueProblem(f"「{words}」という日はありません。") from error


def boolean(value: Any) -> bool | None:
    """○ and ×, 有 and 無, はい and いいえ, 対象 and 対象外; nothing is unknown, not no."""
    words = plain(value).lower()
    if not words or words in {"-", "未確認", "不明"}:
        return None
    if words in _YES or words in _NO:
        return words in _YES
    raise ValueProblem(f"「{words}」は○か×（有・無、対象・対象外）で入れてください。")


def phone(value: Any) -> str | None:
    """A Japanese phone number, hyphenated the usual way; any hyphens, brackets and +81 are read."""
    words = _HYPHENS.sub("-", plain(value))
    if not words:
        return None
    body, _, extension = words.partition("内線")
    try:
        number = phonenumbers.parse(body, "JP")
    except phonenumbers.NumberParseException as error:
        raise ValueProblem(
            f"「{words}」は電話番号として読めません。「096-000-0000」のように入れてください。"
        ) from error
    if not phonenumbers.is_possible_number(number) or not body.lstrip("+(").startswith(("0", "81")):
        raise ValueProblem(f"「{words}」は電話番号の桁数が合いません。市外局番から入れてください。")
    # Numbers outside the numbering plan (samples, internal lines) keep the hyphens they were typed with.
    shown = body.strip()
    if phonenumbers.is_valid_number(number) or "-" not in shown:
        shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return f"{shown} 内線{extension.strip()}" if extension.strip() else shown


def postal_code(value: Any) -> str | None:
    """Seven digits with a hyphen; a leading zero that a spreadsheet took away is put back."""
    words = plain(value).replace("〒", "")
    if not words:
        return None
    digits = re.sub(r"[\s\-‐-―−ー－]", "", words)
    if isinstance(value, int | float) and len(digits) == 6:
        digits = f"0{digits}"
    if not re.fullmatch(r"\d{7}", digits):
        raise ValueProblem(f"「{words}」は郵便番号として読めません。7桁で入れてください（例：860-0806）。")
    return f"{digits[:3]}-{digits[3:]}"


def email(value: Any) -> str | None:
    """A mail address."""
    words = plain(value)
    if not words:
        return None
    if not re.fullmatch(r"[^@\s,;<>\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", words):
        raise ValueProblem(f"「{words}」はメールアドレスとして読めません。")
    return words


def url(value: Any) -> str | None:
    """A web address; one without a scheme gets https."""
    words = plain(value)
    if not words:
        return None
    full = words if re.match(r"https?://", words, re.IGNORECASE) else f"https://{words}"
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::\d+)?(?:/\S*)?", full, re.IGNORECASE):
        raise ValueProblem(f"「{words}」はホームページのアドレスとして読めません。")
    return full


def corporate_number(value: Any) -> str | None:
    """A 13-digit corporate number with a right check digit (DOMAIN 6)."""
    words = plain(value)
    if not words:
        return None
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", words):
        raise ValueProblem(
            f"「{words}」：Excelが法人番号を指数に変えています。列の表示形式を「文字列」にして入れ直してください。"
        )
    digits = re.sub(r"[\s\-‐-―−ー－]", "", words)
    if not re.fullmatch(r"\d{13}", digits):
        raise ValueProblem(f"「{words}」：法人番号は13桁の数字です（{len(digits)}桁あります）。")
    if int(digits[0]) != check_digit(digits[1:]):
        raise ValueProblem(f"「{words}」：法人番号の検査数字が合いません。写し間違いがないか確かめてください。")
    return digits


def check_digit(base: str) -> int:
    """The check digit of a 12-digit base number: 9 - (sum of Pn * Qn mod 9), Qn 1 for odd n from the right, 2 for even."""
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(base), start=1))
    return 9 - total % 9


def choice(options: Mapping[str, str]) -> Callable[[Any], str | None]:
    """A reader that takes one of the written forms ({written form: key}) and answers its key."""
    folded = {plain(label).lower(): key for label, key in options.items()}

    def read(value: Any) -> str | None:
        words = plain(value)
        if not words:
            return None
        if words.lower() not in folded:
            raise ValueProblem(
                f"「{words}」は選べません。{'・'.join(dict.fromkeys(options))}のどれかを入れてください。"
            )
        return folded[words.lower()]

    return read

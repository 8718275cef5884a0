"""Reading of facts: plain values become exact ones, and impossible ones are refused with the name of the fact."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from centre.errors import DomainError

LARGEST_YEN = 10**16
LARGEST_COUNT = 10**6
LONGEST_TEXT = 100
OLDEST = 150
# A share of this many decimal places or more is taken as the rounded writing of a ratio such as 1/3.
PLACES_OF_A_ROUNDED_RATIO = 8
PLACES_OF_A_FLOAT = 15
LARGEST_DENOMINATOR = 1000
MOST_PLACES = 30


class FactError(DomainError):
    """A fact has a value it cannot have; `field` is its key."""


@dataclass(frozen=True)
class Fact:
    """One fact a book reads: its key, its Japanese name, and how a plain value becomes an exact one."""

    key: str
    label: str
    read: Callable[[object], object]

    @property
    def answers(self) -> dict[object, str]:
        """Every value the fact can have, with its Japanese words; empty where there are too many to name."""
        if self.read is yes_or_no:
            return {True: "はい", False: "いいえ"}
        return getattr(self.read, "choices", {})

    @property
    def members(self) -> tuple["Fact", ...]:
        """The facts of each entry of a list; empty for a single value."""
        return getattr(self.read, "members", ())


def read_facts(vocabulary: tuple[Fact, ...], given: Mapping[str, object]) -> dict[str, object]:
    """All facts of the vocabulary by key, None where not known. Raises FactError."""
    if not isinstance(given, Mapping):
        raise FactError("事実は「名前: 値」の組（JSON のオブジェクト）で渡してください。")
    keys = {fact.key for fact in vocabulary}
    for key in given:
        if key not in keys:
            raise FactError(f"「{key}」という事実はこの規則にありません。名前を確かめてください。", str(key))
    return {fact.key: _read(fact, given.get(fact.key), fact.key) for fact in vocabulary}


def _read(fact: Fact, value: object, where: str) -> object:
    if value is None:
        return None
    try:
        return fact.read(value)
    except ValueError as error:
        raise FactError(f"{fact.label}（{where}）の値が正しくありません：{error}", where) from error


def one_of(choices: Mapping[str, str]) -> Callable[[object], str]:
    """A reader of one of the named values, given with their Japanese words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{'、'.join(choices)} のどれかにしてください")
        return value

    read.choices = dict(choices)
    return read


def one_of_the_spellings(spellings: Mapping[str, Collection[str]]) -> Callable[[object], str]:
    """A reader of one of the named values, each of which may also be written in other ways ({value: spellings})."""
    meant = {_folded(way): value for value, ways in spellings.items() for way in (value, *ways)}

    def read(value: object) -> str:
        if not isinstance(value, str) or _folded(value) not in meant:
            raise ValueError(f"{'、'.join(spellings)} のどれかにしてください")
        return meant[_folded(value)]

    return read


def yes_or_no(value: object) -> bool:
    """A reader of true and false; numbers and words are refused."""
    if not isinstance(value, bool):
        raise ValueError("true か false にしてください（分からないときは null）")
    return value


def yen(value: object) -> int:
    """A reader of an amount in whole yen, not negative."""
    return _whole(value, LARGEST_YEN, "0以上の整数（円）にしてください")


def count(value: object) -> int:
    """A reader of a number of people, not negative."""
    return _whole(value, LARGEST_COUNT, "0以上の整数（人）にしてください")


def hours_a_week(value: object) -> Fraction:
    """A reader of weekly hours, from 0 to 168."""
    number = _decimal(value)
    if number is None or not 0 <= number <= 168:
        raise ValueError("0から168までの数（時間）にしてください")
    return _fraction(number)


def hours_up_to(limit: int) -> Callable[[object], Fraction]:
    """A reader of hours, more than none and at most `limit`."""

    def read(value: object) -> Fraction:
        number = _decimal(value)
        if number is None or not 0 < number <= limit:
            raise ValueError(f"0より大きく{limit}までの数（時間）にしてください")
        return _fraction(number)

    return read


def age(value: object) -> int:
    """A reader of an age in whole years."""
    return _whole(value, OLDEST, f"0から{OLDEST}までの整数（歳）にしてください")


def share(value: object) -> Fraction:
    """A reader of a share of the whole: 0.5, "0.5", "1/2" or "50%", from 0 to 1.

    A decimal of eight places or more is the rounded writing of a ratio: where a fraction with a denominator of at
    most 1000 rounds to it, that fraction is meant (0.33333333 is 1/3). Shorter decimals are taken as they stand.
    """
    advice = '0から1までの数か "1/2"、"50%" の形にしてください'
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else None
    if text is not None and (ratio := re.fullmatch(r"(\d{1,18})\s*/\s*(\d{1,18})", text)):
        if int(ratio[2]) == 0:
            raise ValueError(advice)
        result = Fraction(int(ratio[1]), int(ratio[2]))
    elif text is not None and (percent := re.fullmatch(r"(\d{1,3}(?:\.\d{1,18})?)\s*%", text)):
        result = Fraction(percent[1]) / 100
    else:
        number = Decimal(text) if text is not None and re.fullmatch(r"\d(\.\d{1,30})?", text) else _decimal(value)
        if number is None or not 0 <= number <= 1:
            raise ValueError(advice)
        result = _ratio_meant(number)
    if result > 1:
        raise ValueError(advice)
    return result


def text(value: object) -> str:
    """A reader of a short text; full-width letters become half-width, blanks around and inside go."""
    if not isinstance(value, str):
        raise ValueError("文字（引用符で囲む）にしてください")
    result = re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
    if not result or len(result) > LONGEST_TEXT:
        raise ValueError(f"1字から{LONGEST_TEXT}字までにしてください（分からないときは null）")
    return result


def day(value: object) -> date:
    """A reader of a day: a date, or text such as 2026-10-01."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"{value} という日はありません") from error
    raise ValueError("2026-10-01 の形の日付にしてください")


def list_of(members: tuple[Fact, ...]) -> Callable[[object], tuple[dict[str, object], ...]]:
    """A reader of a list of entries, each with the named members (None where not known)."""

    def read(value: object) -> tuple[dict[str, object], ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(entry, Mapping) for entry in value):
            raise ValueError("組（{...}）の並び [...] にしてください")
        entries = []
        for number, entry in enumerate(value, start=1):
            try:
                entries.append(read_facts(members, entry))
            except FactError as error:
                raise ValueError(f"{number}番目の{error.message}") from error
        return tuple(entries)

    read.members = members
    return read


def _folded(way: str) -> str:
    return unicodedata.normalize("NFKC", way).strip().casefold()


def _whole(value: object, largest: int, advice: str) -> int:
    number = _decimal(value)
    if number is None or not 0 <= number <= largest or number != number.to_integral_value():
        raise ValueError(advice)
    return int(number)


def _decimal(value: object) -> Decimal | None:
    """The exact decimal of a number as it was written; None for anything that is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _fraction(number: Decimal) -> Fraction:
    if number.as_tuple().exponent < -MOST_PLACES:
        raise ValueError(f"小数は{MOST_PLACES}桁までにしてください")
    return Fraction(number)


def _ratio_meant(number: Decimal) -> Fraction:
    exact = _fraction(number)
    places = -number.as_tuple().exponent
    if places < PLACES_OF_A_ROUNDED_RATIO:
        return exact
    simple = exact.limit_denominator(LARGEST_DENOMINATOR)
    half_a_unit = Fraction(1, 2 * 10 ** min(places, PLACES_OF_A_FLOAT))
    return simple if abs(simple - exact) <= half_a_unit else exact

"""A day said in words inside a sentence: 「木曜に電話」 is a thing to do and a day. Pure: knows no database.

Weeks begin on Monday. A day on which the counter is closed moves to the next open one, a day that is the end of a
time (月末, 今週中, …まで) to the open one before; the note says so, for a person confirms the day before it is kept.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = "月火水木金土日"
ERA_BEGINS = {"令和": 2018, "R": 2018}
# A counter that is closed for longer than this has another problem; the day is then left as it was said.
LONGEST_CLOSURE = 31
FURTHEST = 3660
_DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九")}
_NUMBER = r"(\d{1,3}|[一二三四五六七八九十]{1,3})"
_PARTICLES = r"(?:\([月火水木金土日]\))?(?:まで|頃|ごろ|中)?(?:に|の|は|、|,)?"

Opens = Callable[[date], bool]


@dataclass(frozen=True)
class Promised:
    """What to do (`what`, never empty), the day, the words that named it, and a remark on how they were understood."""

    what: str
    day: date
    words: str
    note: str = ""


@dataclass(frozen=True)
class _Said:
    """A day as it was said; the end of a time moves back when the counter is closed, and open days are as they are."""

    day: date
    note: str = ""
    is_end: bool = False


def read(text: str, today: date, opens: Opens) -> Promised | None:
    """The thing to do and its day; None when no day (or none from `today` on) is found in the words.

    `opens(day)` tells whether the counter is open on a day.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    for pattern, understand in _WAYS:
        match = re.search(f"(?P<words>{pattern}){_PARTICLES}", words)
        if match is None:
            continue
        said = understand(today, [part for part in match.groups()[1:] if part], opens)
        if said is None or not today <= said.day <= today + timedelta(days=FURTHEST):
            return None
        day, note = _on_an_open_day(said, today, opens, is_end=said.is_end or "まで" in match.group())
        what = (words[: match.start()] + words[match.end() :]).strip(" 、,。") or words
        return Promised(what, day, match.group("words"), note)
    return None


def _on_an_open_day(said: _Said, today: date, opens: Opens, *, is_end: bool) -> tuple[date, str]:
    if opens(said.day):
        return said.day, said.note
    ways = (-1, 1) if is_end else (1,)
    for way in ways:
        for days in range(1, LONGEST_CLOSURE):
            day = said.day + timedelta(days=way * days)
            if day >= today and opens(day):
                return (
                    day,
                    f"{said.note}{spoken(said.day)}は閉所日のため、{'前' if way < 0 else '次'}の開設日にしました。",
                )
    return said.day, f"{said.note}{spoken(said.day)}は閉所日です。"


def spoken(day: date) -> str:
    """A day the way it is said: 11月26日（木）."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _number(written: str) -> int:
    """1 to 999 in digits, or 一 to 九十九."""
    if written.isdecimal():
        return int(written)
    tens, mark, ones = written.rpartition("十")
    if not mark:
        return _DIGITS[written] if len(written) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later_month(day: date, months: int) -> tuple[int, int]:
    place = day.year * 12 + day.month - 1 + months
    return place // 12, place % 12 + 1


def _with_year(today: date, parts: list[str], opens: Opens) -> _Said | None:
    year, month, day = (int(part) for part in parts)
    found = _real(year, month, day)
    return found and _Said(found)


def _of_era(today: date, parts: list[str], opens: Opens) -> _Said | None:
    era, year, month, day = parts
    found = _real(ERA_BEGINS[era.upper()] + (1 if year == "元" else int(year)), int(month), int(day))
    return found and _Said(found)


def _without_year(today: date, parts: list[str], opens: Opens) -> _Said | None:
    """The next such day: 2/29 may be years away."""
    month, day = (int(part) for part in parts)
    coming = (_real(today.year + years, month, day) for years in range(9))
    found = next((one for one in coming if one and one >= today), None)
    if found is None:
        return None
    return _Said(found, "" if found.year == today.year else f"{found.year}年です。")


def _in_a_month(today: date, parts: list[str], opens: Opens) -> _Said | None:
    """来月5日, or 25日: the next month that has the day, from today on."""
    day = int(parts[-1])
    if len(parts) == 2:
        year, month = _later_month(today, {"今月": 0, "来月": 1, "再来月": 2}[parts[0]])
        found = _real(year, month, day)
        return found and _Said(found)
    coming = (_real(*_later_month(today, months), day) for months in range(13))
    found = next((one for one in coming if one and one >= today), None)
    return found and _Said(found)


def _in_a_week(today: date, parts: list[str], opens: Opens) -> _Said | None:
    week, weekday = parts
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks={"今週": 0, "来週": 1, "再来週": 2}[week])
    return _Said(monday + timedelta(days=WEEKDAYS.index(weekday)))


def _weekday(today: date, parts: list[str], opens: Opens) -> _Said:
    days = (WEEKDAYS.index(parts[0]) - today.weekday()) % 7
    note = "" if days else f"今日も{parts[0]}曜なので、来週にしました。"
    return _Said(today + timedelta(days=days or 7), note)


def _days_on(today: date, parts: list[str], opens: Opens) -> _Said | None:
    number, unit = _number(parts[0]), parts[1]
    if unit == "日":
        return _Said(today + timedelta(days=number))
    if unit == "週間":
        return _Said(today + timedelta(weeks=number))
    year, month = _later_month(today, number)
    return _Said(date(year, month, min(today.day, monthrange(year, month)[1])))


def _open_days_on(today: date, parts: list[str], opens: Opens) -> _Said | None:
    left, day = _number(parts[0]), today
    for _ in range(FURTHEST):
        if left == 0:
            return _Said(day)
        day += timedelta(days=1)
        left -= opens(day)
    return None


def _near(today: date, parts: list[str], opens: Opens) -> _Said:
    return _Said(today + timedelta(days=_NEAR[parts[0]]))


def _end_of_month(today: date, parts: list[str], opens: Opens) -> _Said:
    year, month = _later_month(today, {"来": 1, "再来": 2}.get(parts[0].partition("月")[0], 0))
    return _Said(date(year, month, monthrange(year, month)[1]), is_end=True)


def _beginning_of_month(today: date, parts: list[str], opens: Opens) -> _Said:
    year, month = _later_month(today, 1)
    return _Said(date(year, month, 1))


def _end_of_week(today: date, parts: list[str], opens: Opens) -> _Said:
    friday = today - timedelta(days=today.weekday()) + timedelta(days=4, weeks=parts[0] == "来週")
    return _Said(max(friday, today), is_end=True)


def _next_week(today: date, parts: list[str], opens: Opens) -> _Said:
    return _Said(today + timedelta(days=7 - today.weekday()), "来週の初めにしました。" if parts[0] == "来週" else "")


_NEAR = {
    **dict.fromkeys(("今日", "本日", "きょう"), 0),
    **dict.fromkeys(("明日", "あした", "あす", "翌日"), 1),
    **dict.fromkeys(("明後日", "あさって"), 2),
    **dict.fromkeys(("明々後日", "しあさって"), 3),
}

# The first way that fits is taken, so a longer way of saying stands before one that is a part of it.
_WAYS = (
    (r"(?<!\d)(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?(?!\d)", _with_year),
    (r"(令和|[Rr])(元|\d{1,2})[年/.-](\d{1,2})[月/.-](\d{1,2})日?(?!\d)", _of_era),
    (r"(?<![\d/.-])(\d{1,2})(?:月|/)(\d{1,2})(?:日|(?![\d/.-]))", _without_year),
    (r"(再来週|今週|来週)の?([月火水木金土日])曜日?", _in_a_week),
    (rf"{_NUMBER}(?:営業日|開設日)後", _open_days_on),
    (rf"{_NUMBER}(日|週間|(?:か|ヶ|カ|ケ|ヵ|箇)月)後", _days_on),
    ("(" + "|".join(sorted(_NEAR, key=len, reverse=True)) + ")", _near),
    (r"((?:再来|今|来)?月(?:末|内|中))", _end_of_month),
    (r"(来月初め|来月頭|月初)", _beginning_of_month),
    (r"(再来月|今月|来月)の?(\d{1,2})日", _in_a_month),
    (r"(?<![\d月/後])(\d{1,2})日(?![間後前])", _in_a_month),
    (r"(今週|来週)(?:中|末|いっぱい)", _end_of_week),
    (r"([月火水木金土日])曜日?", _weekday),
    (r"(来週|週明け)", _next_week),
)

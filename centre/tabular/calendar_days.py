"""Reading days and moments: Western and Japanese calendars in any usual writing, or as Excel keeps them."""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from centre.tabular.plain_text import HYPHENS, ValueProblem, plain

JAPAN = timezone(timedelta(hours=9), "Asia/Tokyo")

# Name, the year before its first, its first day and its last; the first letters are those of application forms.
_ERAS = (
    ("令和", "R", 2018, date(2019, 5, 1), None),
    ("平成", "H", 1988, date(1989, 1, 8), date(2019, 4, 30)),
    ("昭和", "S", 1925, date(1926, 12, 25), date(1989, 1, 7)),
    ("大正", "T", 1911, date(1912, 7, 30), date(1926, 12, 24)),
    ("明治", "M", 1867, date(1873, 1, 1), date(1912, 7, 29)),
)
_BY_NAME = {key: era for era in _ERAS for key in era[:2]}
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20000, 80000)  # 1954 to 2119
_DAY_OF_WEEK = re.compile(r"\([日月火水木金土](?:曜日?)?(?:・?祝)?\)$")
_TIME = re.compile(
    r"(?<=[\d日)T])[T ]*(午前|午後|AM|PM)?(\d{1,2})[::時](\d{1,2})分?(?:[:](\d{1,2})秒?(?:\.\d+)?)?(?:\+09:00)?$", re.I
)
_OF_ERA = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTMrhstm])\.?(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_WESTERN = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"\d{1,2}[月/.-]\d{1,2}日?|\d{2}[/.-]\d{1,2}[/.-]\d{1,2}")


def date_of(value: Any) -> date | None:
    """A day: `2026-04-01`, `令和8年4月1日`, `R8.4.1`, `20260401`, an Excel date. Raises ValueProblem."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if _is_serial(value):
        return _EPOCH + timedelta(days=int(value))
    words = _compact(value)
    if not words:
        return None
    return _day(plain(value), _TIME.sub("", words))


def datetime_of(value: Any) -> datetime | None:
    """A moment in Japanese time; a bare day is its midnight. Raises ValueProblem when it cannot be read."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=JAPAN)
    if isinstance(value, date):
        return datetime.combine(value, time.min, JAPAN)
    if _is_serial(value):
        # Excel keeps a moment as a fraction of a day; whole seconds are what a person typed.
        seconds = round(float(value) * 86400)
        return datetime.combine(_EPOCH, time.min, JAPAN) + timedelta(seconds=seconds)
    words = _compact(value)
    if not words:
        return None
    match = _TIME.search(words)
    found = _day(plain(value), _TIME.sub("", words))
    return datetime.combine(found, _time(plain(value), match) if match else time.min, JAPAN)


def _is_serial(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and _SERIALS.start <= value < _SERIALS.stop


def _compact(value: Any) -> str:
    words = _DAY_OF_WEEK.sub("", HYPHENS.sub("-", plain(value)).strip())
    words = re.sub(r"\([日月火水木金土](?:曜日?)?\)", "", words)
    # A space only counts between the day and the time.
    return re.sub(r"\s+(?!\d{1,2}[:時])", "", words).strip()


def _day(shown: str, words: str) -> date:
    if match := _OF_ERA.fullmatch(words):
        return _of_era(shown, *match.groups())
    if match := _WESTERN.fullmatch(words):
        return _real(shown, *(int(part) for part in match.groups() if part))
    if _NO_YEAR.fullmatch(words):
        raise ValueProblem(f"「{shown}」は年が4桁で書かれていません。「2026-04-01」のように年から入れてください。")
    raise ValueProblem(f"「{shown}」は日付として読めません。「2026-04-01」か「令和8年4月1日」のように入れてください。")


def _of_era(shown: str, name: str, year: str, month: str, of_month: str) -> date:
    era, _, before, first, last = _BY_NAME[name.upper()]
    number = 1 if year == "元" else int(year)
    if number == 0:
        raise ValueProblem(f"「{shown}」：{era}0年はありません。最初の年は{era}元年（1年）です。")
    found = _real(shown, before + number, int(month), int(of_month))
    if found < first:
        raise ValueProblem(f"「{shown}」：{era}は{_western(first)}からです。元号と年を確かめてください。")
    if last is not None and found > last:
        raise ValueProblem(f"「{shown}」：{era}は{_western(last)}までです。元号と年を確かめてください。")
    return found


def _real(shown: str, year: int, month: int, of_month: int) -> date:
    # From Meiji 1 to so far ahead that the next day, month and fiscal year of any day are days, too.
    if not 1868 <= year <= 2200:
        raise ValueProblem(f"「{shown}」：{year}年は扱えません。年を確かめてください。")
    try:
        return date(year, month, of_month)
    except ValueError as error:
        raise ValueProblem(f"「{shown}」という日はありません。") from error


def _time(shown: str, match: re.Match) -> time:
    half, hours, minutes, seconds = match.groups()
    hour = int(hours) + (12 if half and half.upper() in {"午後", "PM"} and int(hours) < 12 else 0)
    if half and half.upper() in {"午前", "AM"} and hour == 12:
        hour = 0
    try:
        return time(hour, int(minutes), int(seconds or 0))
    except ValueError as error:
        raise ValueProblem(f"「{shown}」という時刻はありません。") from error


def _western(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

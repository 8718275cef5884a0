"""Days said in words: 「木曜に電話」 on Friday 20 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.day_words import WEEKDAYS, read, spoken

FRIDAY = date(2026, 11, 20)
CLOSED = {date(2026, 11, 23), date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)}


def opens(day: date) -> bool:
    """Weekdays without a holiday."""
    return day.weekday() < 5 and day not in CLOSED


@pytest.mark.parametrize(
    ("text", "what", "day"),
    [
        ("木曜に電話", "電話", (2026, 11, 26)),
        ("木曜日に電話", "電話", (2026, 11, 26)),
        ("来週火曜に資料を送る", "資料を送る", (2026, 11, 24)),
        ("再来週の水曜日までに見積り", "見積り", (2026, 12, 2)),
        ("明後日", "明後日", (2026, 11, 24)),
        ("月末に連絡", "連絡", (2026, 11, 30)),
        ("来月末までに回答", "回答", (2026, 12, 28)),
        ("12/3に面接の結果を聞く", "面接の結果を聞く", (2026, 12, 3)),
        ("１２／３に面接の結果を聞く", "面接の結果を聞く", (2026, 12, 3)),
        ("12月3日(木)に訪問", "訪問", (2026, 12, 3)),
        ("3日後に電話", "電話", (2026, 11, 24)),
        ("三日後に電話", "電話", (2026, 11, 24)),
        ("10日後に電話", "電話", (2026, 11, 30)),
        ("3営業日後に電話", "電話", (2026, 11, 26)),
        ("1週間後に電話", "電話", (2026, 11, 27)),
        ("二か月後に様子を聞く", "様子を聞く", (2027, 1, 20)),
        ("令和8年12月3日に訪問", "訪問", (2026, 12, 3)),
        ("R8.12.3に訪問", "訪問", (2026, 12, 3)),
        ("2026-12-03 訪問", "訪問", (2026, 12, 3)),
        ("求人票の案を明日送る", "求人票の案を送る", (2026, 11, 24)),
        ("今日中に折り返す", "折り返す", (2026, 11, 20)),
        ("25日に電話", "電話", (2026, 11, 25)),
        ("来月5日に電話", "電話", (2026, 12, 7)),
        ("今週中に電話", "電話", (2026, 11, 20)),
        ("来週中に電話", "電話", (2026, 11, 27)),
        ("週明けに電話", "電話", (2026, 11, 24)),
        ("2/10に電話", "電話", (2027, 2, 10)),
    ],
)
def test_what_was_said_becomes_a_thing_to_do_and_a_day(text, what, day):
    promised = read(text, FRIDAY, opens)
    assert (promised.what, promised.day) == (what, date(*day))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("来週月曜に電話", "11月23日（月）は閉所日のため、次の開設日にしました。"),
        ("来月末までに回答", "12月31日（木）は閉所日のため、前の開設日にしました。"),
        ("金曜に電話", "今日も金曜なので、来週にしました。"),
        ("1/15に電話", "2027年です。"),
        ("来週電話", "来週の初めにしました。11月23日（月）は閉所日のため、次の開設日にしました。"),
        ("木曜に電話", ""),
    ],
)
def test_what_was_assumed_is_said(text, note):
    assert read(text, FRIDAY, opens).note == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "求人票の案を送る",
        "096-000-4321に電話",
        "2月30日に電話",
        "2020-01-01に電話",
        "今週月曜に電話",
        "3日間の体験",
        "13/1に電話",
    ],
)
def test_no_day_is_made_up(text):
    assert read(text, FRIDAY, opens) is None


@given(today=st.dates(date(2024, 1, 1), date(2035, 12, 31)), weekday=st.sampled_from(WEEKDAYS))
def test_a_weekday_is_within_the_next_seven_days_and_is_that_day(today, weekday):
    day = read(f"{weekday}曜に電話", today, lambda _: True).day
    assert today < day <= today + timedelta(days=7)
    assert WEEKDAYS[day.weekday()] == weekday


@given(today=st.dates(date(2024, 1, 1), date(2035, 12, 31)), days=st.integers(0, 999))
def test_days_on_are_counted_by_the_calendar(today, days):
    assert read(f"{days}日後に電話", today, lambda _: True).day == today + timedelta(days=days)


@given(today=st.dates(date(2024, 1, 1), date(2030, 12, 31)), ahead=st.integers(0, 300))
def test_a_day_written_any_usual_way_is_the_same_day(today, ahead):
    day = today + timedelta(days=ahead)
    written = (
        spoken(day), f"{day.month}/{day.day}", f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日",
        f"令和{day.year - 2018}年{day.month}月{day.day}日", f"R{day.year - 2018}.{day.month}.{day.day}",
    )  # fmt: skip
    assert {read(f"{one}に電話", today, lambda _: True).day for one in written} == {day}


@given(
    today=st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    closed=st.sets(st.integers(0, 6), max_size=6),
    text=st.sampled_from(["木曜", "明日", "月末", "3日後", "来週火曜", "12/3", "来週中", "25日", "5営業日後", "月初"]),
)
def test_a_promise_falls_on_an_open_day_from_today_on_or_says_that_it_does_not(today, closed, text):
    def opens(day: date) -> bool:
        return day.weekday() not in closed

    promised = read(f"{text}に電話", today, opens)
    assert promised.day >= today
    assert opens(promised.day) or "閉所日です" in promised.note


@given(text=st.text(max_size=60), today=st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_any_text_is_read_without_falling_over(text, today):
    promised = read(text, today, opens)
    assert promised is None or (promised.what and promised.day >= today)

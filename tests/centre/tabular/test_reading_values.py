"""Values as people write them: read, or refused with words that say what to do."""

import contextlib
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.tabular import values
from centre.tabular.calendar_days import JAPAN
from centre.tabular.safety import guard_cell, unguard_cell

FIRST_OF_APRIL = datetime.date(2026, 4, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-01",
        "2026/4/1",
        "2026.4.1",
        "2026年4月1日",
        "20260401",
        20260401,
        20260401.0,
        46113,
        46113.0,
        "令和8年4月1日",
        "令和８年４月１日",
        "令和 8年 4月 1日",
        "R8.4.1",
        "r8/4/1",
        "R08.04.01",
        "２０２６－０４－０１",
        "2026‐4‐1",
        "2026年4月1日（水）",
        "2026-04-01 09:30",
        "2026-04-01T09:30:00",
        "㋿8年4月1日",
        FIRST_OF_APRIL,
        datetime.datetime(2026, 4, 1, 9, 30, tzinfo=JAPAN),
    ],
)
def test_a_day_is_read_in_every_usual_writing(written):
    assert values.date_of(written) == FIRST_OF_APRIL


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和元年5月1日", (2019, 5, 1)),
        ("平成31年4月30日", (2019, 4, 30)),
        ("昭和64年1月7日", (1989, 1, 7)),
        ("平成元年1月8日", (1989, 1, 8)),
        ("S60.12.31", (1985, 12, 31)),
        ("令和6年2月29日", (2024, 2, 29)),
    ],
)
def test_the_edges_of_the_eras(written, day):
    assert values.date_of(written) == datetime.date(*day)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("平成40年1月1日", "平成は2019年4月30日まで"),
        ("平成31年5月1日", "平成は2019年4月30日まで"),
        ("令和0年1月1日", "令和0年はありません"),
        ("令和元年4月30日", "令和は2019年5月1日から"),
        ("昭和64年2月1日", "昭和は1989年1月7日まで"),
        ("令和8年2月30日", "という日はありません"),
        ("2026-02-29", "という日はありません"),
        ("8/4/1", "日付として読めません"),
        ("26/4/1", "年が4桁"),
        ("4月1日", "年が4桁"),
        ("来週", "日付として読めません"),
        ("9999-01-01", "扱えません"),
        (True, "日付として読めません"),
        (12, "日付として読めません"),
    ],
)
def test_a_day_that_never_was_is_refused_with_the_reason(written, reason):
    with pytest.raises(values.ValueProblem, match=reason):
        values.date_of(written)


@given(st.dates(datetime.date(2019, 5, 1), datetime.date(2117, 12, 31)))
def test_every_day_of_reiwa_comes_back(day):
    year = day.year - 2018
    assert values.date_of(f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日") == day
    assert values.date_of(f"{day:%Y%m%d}") == values.date_of(day.isoformat()) == day


def test_a_moment_is_in_japanese_time():
    moment = datetime.datetime(2026, 4, 1, 13, 30, tzinfo=JAPAN)
    for written in ("2026/4/1 13:30", "令和8年4月1日 午後1時30分", "2026-04-01T13:30:00", 46113.5625):
        assert values.datetime_of(written) == moment
    assert values.datetime_of(FIRST_OF_APRIL).hour == 0
    with pytest.raises(values.ValueProblem, match="時刻"):
        values.datetime_of("2026-04-01 25:00")


@pytest.mark.parametrize(
    ("written", "unit", "amount"),
    [
        ("3,000万円", 1, 30_000_000),
        ("３，０００万円", 1, 30_000_000),
        ("30,000千円", 1, 30_000_000),
        ("1億2,000万円", 1, 120_000_000),
        ("1億2千万円", 1, 120_000_000),
        ("1.5億円", 1, 150_000_000),
        ("5百万円", 1, 5_000_000),
        ("30百万円", 1, 30_000_000),
        ("10,000,000", 1, 10_000_000),
        ("¥10,000,000-", 1, 10_000_000),
        (1000, 10_000, 10_000_000),
        (1000.0, 1000, 1_000_000),
        ("1,000万円", 10_000, 10_000_000),
        ("1000円", 10_000, 1000),
        ("約500万円", 1, 5_000_000),
        ("0", 1, 0),
    ],
)
def test_amounts_in_every_unit(written, unit, amount):
    assert values.yen(written, unit=unit) == amount


@pytest.mark.parametrize(
    "written", ["非公開", "2千1億", "1億2億", "万円", "-100", "1,00,0円", "0.5円", "100万ドル", True]
)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(values.ValueProblem):
        values.yen(written)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("１，２００人", 1200),
        ("約30名", 30),
        (25.0, 25),
        ("25.0", 25),
        (" 8 ", 8),
        ("　８　", 8),
        (None, None),
        ("", None),
    ],
)
def test_whole_numbers_and_heads(written, number):
    assert values.integer(written) == values.headcount(written) == number


@pytest.mark.parametrize("written", ["－", "―", "不明", "未定", "", None])
def test_a_number_of_people_that_is_not_known_is_nothing(written):
    assert values.headcount(written) is None


def test_a_text_longer_than_its_field_is_refused():
    assert values.within(3)("髙﨑𠮷") == "髙﨑𠮷"
    with pytest.raises(values.ValueProblem, match="4字あります。3字まで"):
        values.within(3)("髙﨑𠮷田")
    with pytest.raises(values.ValueProblem, match="メールアドレス"):
        values.within(200, values.email)("見本")


@pytest.mark.parametrize("written", ["2.5", "多数", "1,2", "10～20", "-3", "1e9", True])
def test_what_is_no_number_of_people_is_refused(written):
    with pytest.raises(values.ValueProblem):
        values.headcount(written)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("週40時間", "40"),
        ("40.0", "40"),
        (38.75, "38.75"),
        ("37時間30分", "37.5"),
        ("週あたり２０ｈ", "20"),
        ("40時間/週", "40"),
    ],
)
def test_hours_of_a_week(written, number):
    assert values.hours(written) == Decimal(number)


@pytest.mark.parametrize("written", ["200", "九時から", "-1"])
def test_impossible_hours_are_refused(written):
    with pytest.raises(values.ValueProblem):
        values.hours(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("096-383-1111", "096-383-1111"),
        ("０９６－３８３－１１１１", "096-383-1111"),
        *((f"096{hyphen}383{hyphen}1111", "096-383-1111") for hyphen in "‐‑‒–—―−ー－ｰ﹣"),
        ("(096)383-1111", "096-383-1111"),
        ("096（383）1111", "096-383-1111"),
        ("096 383 1111", "096-383-1111"),
        ("0963831111", "096-383-1111"),
        (963831111, "096-383-1111"),
        (963831111.0, "096-383-1111"),
        (9012345678.0, "090-1234-5678"),
        ("+81-96-383-1111", "096-383-1111"),
        ("+81(0)96-383-1111", "096-383-1111"),
        ("\u202a0963831111\u202c", "096-383-1111"),
        ("TEL:096-383-1111（代表）", "096-383-1111"),
        ("096-383-1111 内線12", "096-383-1111 内線12"),
        ("096-383-1111（内線：12）", "096-383-1111 内線12"),
        ("0120-444-444", "0120-444-444"),
        ("096-000-0000", "096-000-0000"),
        ("-", None),
        ("", None),
    ],
)
def test_phone_numbers(written, shown):
    assert values.phone(written) == shown


@pytest.mark.parametrize(
    "written", ["096-383-111", "383-1111", "096-383-11111", "096-383-1111/1112", "なし", "+1 650 253 0000", "110番"]
)
def test_phone_numbers_of_the_wrong_length_are_refused(written):
    with pytest.raises(values.ValueProblem, match="電話番号"):
        values.phone(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("862-8570", "862-8570"),
        ("〒８６２ー８５７０", "862-8570"),
        (8628570.0, "862-8570"),
        (600001, "060-0001"),
        (10002, "001-0002"),
        ("862 8570", "862-8570"),
        (None, None),
    ],
)
def test_postal_codes(written, shown):
    assert values.postal_code(written) == shown


@pytest.mark.parametrize("written", ["862-857", "600001", "86285700", "ABC-DEFG"])
def test_wrong_postal_codes_are_refused(written):
    with pytest.raises(values.ValueProblem):
        values.postal_code(written)


@pytest.mark.parametrize(
    "written",
    [
        "7000020430005",
        "７０００－０２０４３－０００５",
        "7000 0204 3000 5",
        7000020430005,
        7000020430005.0,
        "7000020430005.0",
        "T7000020430005",
    ],
)
def test_corporate_numbers(written):
    assert values.corporate_number(written) == "7000020430005"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("7000020430006", "検査数字"),
        ("7000020403005", "検査数字"),
        ("7.00002E+12", "指数"),
        ("700002043000", "12桁"),
        ("なし", "13桁の数字"),
    ],
)
def test_wrong_corporate_numbers_are_refused_with_advice(written, reason):
    with pytest.raises(values.ValueProblem, match=reason):
        values.corporate_number(written)


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_a_wrong_digit_is_found_unless_zero_and_nine_are_swapped(base, place, step):
    number = f"{values.check_digit(base)}{base}"
    assert values.corporate_number(number) == number
    wrong = f"{number[:place]}{(int(number[place]) + step) % 10}{number[place + 1 :]}"
    if {number[place], wrong[place]} != {"0", "9"}:
        with pytest.raises(values.ValueProblem):
            values.corporate_number(wrong)


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        *((yes, True) for yes in ("○", "〇", "◯", "有", "あり", "はい", "対象", 1, 1.0, True, "TRUE", "１")),
        *((no, False) for no in ("×", "✕", "無", "なし", "いいえ", "対象外", 0, False, "false")),
        *((nothing, None) for nothing in (None, "", "－", "未確認", "　")),
    ],
)
def test_yes_no_and_not_known(written, answer):
    assert values.boolean(written) is answer


def test_neither_yes_nor_no_is_refused():
    with pytest.raises(values.ValueProblem, match="○か×"):
        values.boolean("たぶん")


def test_text_is_kept_as_typed():
    assert values.text("　㈱髙﨑𠮷①～－\n") == "㈱髙﨑𠮷①～－"
    assert values.text("か\u3099") == "が"
    assert values.text(8610133.0) == "8610133"
    assert values.text(" 　\n") is None
    assert values.line("熊本市\r\n中央区") == "熊本市 中央区"


def test_mail_and_web_addresses():
    assert values.email("ｓａｍｐｌｅ＠example.jp") == "sample@example.jp"
    assert values.email("mailto:a.b.@example.co.jp") == "a.b.@example.co.jp"
    assert values.url("www.example.jp") == "https://www.example.jp"
    assert values.url("http://例え.example:8080/a?b=1#c") == "http://例え.example:8080/a?b=1#c"
    for wrong in ("sample", "a@b", "a@example.jp,b@example.jp", "a b@example.jp", "a@example.jp\nBcc: c@example.jp"):
        with pytest.raises(values.ValueProblem):
            values.email(wrong)
    for wrong in (
        "なし",
        "javascript:alert(1)",
        "ftp://example.jp",
        "https://a@example.jp",
        "http://",
        "https://e x.jp",
    ):
        with pytest.raises(values.ValueProblem):
            values.url(wrong)


def test_a_choice_takes_its_written_forms_only():
    read = values.choice({"無期": "indefinite", "期間の定めなし": "indefinite", "有期": "fixed"})
    assert [read("無期"), read(" 期間の定め なし"), read("有期"), read(None)] == [
        "indefinite",
        "indefinite",
        "fixed",
        None,
    ]
    with pytest.raises(values.ValueProblem, match="無期・有期のどれか"):
        read("日雇い")


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans(), st.datetimes(), st.dates()))
def test_every_reader_answers_or_refuses(value):
    for name in values.__all__:
        if name in {"ValueProblem", "between", "check_digit", "choice", "within"}:
            continue
        with contextlib.suppress(values.ValueProblem):
            getattr(values, name)(value)


@given(st.text())
def test_a_guard_never_lets_a_formula_begin_and_is_undone_exactly(text):
    guarded = guard_cell(text)
    assert not guarded.lstrip(" \u3000").startswith(tuple("=+-@\t\r＝＋－＠"))
    assert unguard_cell(guarded) == text

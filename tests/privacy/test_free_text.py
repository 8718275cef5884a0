"""What does not belong into free text is found, and what people write every day is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.free_text import Kind, is_card_number, is_my_number, suspicions

# Numbers made for this test by the published rule; they belong to nobody we know.
MY_NUMBER = "123456789018"
DIGITS = st.text("0123456789", min_size=11, max_size=11)


def kinds(text: str) -> set[Kind]:
    return {one.kind for one in suspicions(text)}


def with_check_digit(eleven: str) -> str:
    return next(eleven + last for last in "0123456789" if is_my_number(eleven + last))


@given(DIGITS)
def test_exactly_one_last_digit_makes_a_my_number(eleven):
    assert sum(is_my_number(eleven + last) for last in "0123456789") == 1


@given(DIGITS, st.integers(0, 10), st.integers(1, 9))
def test_a_my_number_with_one_digit_wrong_is_mostly_none(eleven, place, shift):
    """The rule folds the rests 0 and 1 into one digit, so a wrong digit may slip through only between those."""
    number = with_check_digit(eleven)
    wrong = f"{number[:place]}{(int(number[place]) + shift) % 10}{number[place + 1 :]}"
    assert not is_my_number(wrong) or number[11] == "0"


@given(DIGITS, st.sampled_from(["{}{}{}", "{}-{}-{}", "{} {} {}", "{}－{}－{}", "{}ー{}ー{}"]), st.booleans())
def test_a_my_number_is_found_however_it_is_written(eleven, shape, is_wide):
    number = with_check_digit(eleven)
    written = shape.format(number[:4], number[4:8], number[8:])
    if is_wide:
        written = written.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert Kind.MY_NUMBER in kinds(f"番号は{written}です。")


@given(DIGITS)
def test_a_number_is_never_shown_whole(eleven):
    number = with_check_digit(eleven)
    assert all(number not in one.shown for one in suspicions(number))


@given(st.text())
def test_any_text_can_be_looked_at(text):
    suspicions(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "電話は 090-0000-0001 か 096-000-0000",
        "+81-90-0000-0001 へ",
        "受付番号 2026112012345678901",
        "求人番号 43010-12345678",
        "12月3日 14:00、202611201403 に受信",
        "宗教法人の事務、健康保険・厚生年金あり、健康診断あり",
        "郵便番号 860-8570、法人番号 1000020430005",
        "年収450万円、土日休み、がんばって続けたい",
    ],
)
def test_what_is_written_every_day_is_left_alone(text):
    assert suspicions(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("カード 4242 4242 4242 4242", Kind.CARD_NUMBER),
        ("在留カード AB12345678CD", Kind.RESIDENCE_CARD),
        ("ａｂ１２３４５６７８ｃｄ", Kind.RESIDENCE_CARD),
        ("キリスト教の信者", Kind.RELIGION),
        ("支持政党を聞いた", Kind.BELIEF),
        ("本籍は県内", Kind.ORIGIN),
        ("前科がある", Kind.CRIME),
        ("うつ病で通院中", Kind.HEALTH),
    ],
)
def test_each_category_is_found(text, kind):
    assert kinds(text) == {kind}


def test_a_card_number_begins_like_one_and_its_sum_fits():
    assert is_card_number("4242424242424242")
    assert not is_card_number("4242424242424243")
    assert not is_card_number("1242424242424244")


def test_a_made_number_is_a_my_number_by_the_published_rule():
    """The sum written out as the ministerial order has it: P1 to P11 from the right, Q = n + 1, then n - 5."""
    digits = [int(one) for one in reversed("12345678901")]
    weights = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6]
    rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    assert int(MY_NUMBER[-1]) == (0 if rest <= 1 else 11 - rest)
    assert is_my_number(MY_NUMBER)

"""Keys under which different writings of one name, phone or address meet, and different ones do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.tabular.names import address_key, name_key, number_typed, phone_key

SAME_NAMES = [
    ("㈱髙見本商店", "株式会社高見本商店", "高見本 商店（株）", "(株)髙見本・商店", "高見本商店 Co.,Ltd."),
    ("㈲渡邉製作所", "有限会社渡邊製作所", "渡辺製作所"),
    ("医療法人社団 見本会 齋藤医院", "見本会斉藤医院", "（医）見本会　齊藤医院"),
    ("カ）クマモトシヨウカイ", "株式会社くまもとしょうかい", "ｸﾏﾓﾄｼｮｳｶｲ(ｶ", "カブシキガイシャ クマモトショウカイ"),
    ("𠮷野見本", "吉野見本"),
    ("㈱デ－タ見本", "㈱データ見本", "株式会社ﾃﾞｰﾀ見本"),
    ("濵﨑組", "浜崎組", "濱嵜組"),
    ("か\u3099り見本", "がり見本"),
    ("ＡＢＣ見本", "abc見本"),
    ("葛󠄀見本", "葛見本"),
    ("㍿見本", "見本"),
]


@pytest.mark.parametrize("names", SAME_NAMES)
def test_writings_of_one_name_meet(names):
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("河本見本", "川本見本"), ("見本一", "見本二"), ("見本農業協同組合", "見本農業"), ("ハ見本", "パ見本")],
)
def test_different_names_do_not_meet(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_that_is_only_a_form_keeps_a_key():
    assert name_key("株式会社") == "株式会社"
    assert name_key("") == ""


def test_phones_meet_whatever_their_writing():
    writings = [
        "096-383-1111",
        "０９６（３８３）１１１１",
        "+81 96-383-1111",
        "+81(0)96-383-1111",
        "096-383-1111 内線12",
    ]
    assert {phone_key(writing) for writing in writings} == {"0963831111"}


SAME_ADDRESSES = [
    (
        "熊本県熊本市中央区水前寺六丁目18番1号",
        "熊本市中央区水前寺6-18-1",
        "熊本市中央区水前寺６丁目１８ー１",
        "〒862-8570 熊本県熊本市中央区水前寺6丁目18の1",
    ),
    ("上天草市龍ヶ岳町大字大道1番地", "上天草市竜が岳町大道1", "熊本県上天草市竜ケ岳町大道一番地"),
    ("阿蘇市一の宮町宮地十二番地の3", "阿蘇市一ノ宮町宮地12-3"),
    ("山鹿市見本字上原100", "山鹿市見本上原100番地"),
    ("八代市見本町二十一番5号", "八代市見本町21-5"),
]


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("096-383-1111", "0963831111"),
        ("０９６ー３８３ー１１１１", "0963831111"),
        ("(096) 383 1111 内線12", "0963831111"),
        ("TEL: 096-383-1111", "0963831111"),
        ("+81 96 383 1111", "0963831111"),
        ("1111", "1111"),
        ("11", ""),
        ("見本ストア230", ""),
        ("見本町1-2-345", ""),
        ("", ""),
    ],
)
def test_digits_are_a_number_when_nothing_else_was_typed(typed, digits):
    assert number_typed(typed) == digits


@pytest.mark.parametrize("addresses", SAME_ADDRESSES)
def test_writings_of_one_address_meet(addresses):
    assert len({address_key(address) for address in addresses}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("見本町1-23", "見本町12-3"),
        ("見本1丁目2番", "見本12番"),
        ("十文字1", "十文1"),
        ("八代市見本町1", "八代市見本町2"),
    ],
)
def test_different_addresses_do_not_meet(one, other):
    assert address_key(one) != address_key(other)


@given(st.text())
def test_keys_never_fail_and_a_key_of_a_key_is_short(text):
    assert isinstance(name_key(text) + phone_key(text) + address_key(text), str)

import csv
from datetime import date
from pathlib import Path

import pytest

from postings.rulebooks import places
from postings.rulebooks.places import Standing, municipality, prefecture, settle, standing
from tests.postings.rulebooks.people import origin, period
from tests.postings.rulebooks.samples import ON, answer

MASTERS = Path(__file__).parents[3] / "centre" / "masters"


def read(pref: str | None, place: str | None) -> tuple[str | None, str | None]:
    facts = {
        "prefecture": None if pref is None else prefecture(pref),
        "municipality": None if place is None else municipality(place),
    }
    settled = settle(facts, "prefecture", "municipality")
    return settled["prefecture"], settled["municipality"]


@pytest.mark.parametrize("given", ["東京都", "東京", "13", "130001", " 東京都 ", "１３"])
def test_a_prefecture_is_known_by_name_and_code(given):
    assert prefecture(given) == "13"


@pytest.mark.parametrize("given", ["京都", "京都府", "26", "260002"])
def test_kyoto_is_not_tokyo(given):
    assert prefecture(given) == "26"


def test_hokkaido_has_no_short_form():
    assert prefecture("北海道") == "01"
    with pytest.raises(ValueError, match="47都道府県"):
        prefecture("北海")


@pytest.mark.parametrize("given", ["00", "48", "130002", "東", "TOKYO"])
def test_what_is_no_prefecture_is_refused(given):
    with pytest.raises(ValueError, match="47都道府県"):
        prefecture(given)


@pytest.mark.parametrize("given", ["130001", "13000", "99101", "1310", "131017", "1310160"])
def test_what_is_no_municipality_code_is_refused(given):
    with pytest.raises(ValueError, match="団体コード"):
        municipality(given)


@pytest.mark.parametrize(
    ("pref", "place", "expected"),
    [
        ("熊本県", None, Standing.OUTSIDE),
        ("熊本", "熊本市中央区", Standing.OUTSIDE),
        ("茨城県", "つくば市", Standing.OUTSIDE),
        ("大阪府", "大阪市北区", Standing.OUTSIDE),
        ("東京都", "千代田区", Standing.CENTRAL),
        ("東京都", "13101", Standing.CENTRAL),
        ("東京都", "131016", Standing.CENTRAL),
        ("東京都", "東京都港区", Standing.CENTRAL),
        (None, "131016", Standing.CENTRAL),
        (None, "東京都新宿区", Standing.CENTRAL),
        ("神奈川県", "横浜市", Standing.CENTRAL),
        ("神奈川県", "横浜市西区", Standing.CENTRAL),
        ("神奈川県", "西区", Standing.CENTRAL),
        ("神奈川県", "14100", Standing.CENTRAL),
        ("神奈川県", "14153", Standing.CENTRAL),
        ("埼玉県", "さいたま市大宮区", Standing.CENTRAL),
        ("埼玉県", "11103", Standing.CENTRAL),
        ("千葉県", "千葉市", Standing.CENTRAL),
        ("千葉県", "千葉市 中央区", Standing.CENTRAL),
        ("神奈川県", "川崎市", Standing.CENTRAL),
        ("神奈川県", "相模原市", Standing.CENTRAL),
        ("東京都", "檜原村", Standing.DISADVANTAGED),
        ("東京都", "西多摩郡檜原村", Standing.DISADVANTAGED),
        ("東京都", "三宅島三宅村", Standing.DISADVANTAGED),
        ("東京都", "大島町", Standing.DISADVANTAGED),
        ("東京都", "13307", Standing.DISADVANTAGED),
        ("埼玉県", "秩父市", Standing.DISADVANTAGED),
        ("埼玉県", "112071", Standing.DISADVANTAGED),
        ("千葉県", "夷隅郡大多喜町", Standing.DISADVANTAGED),
        ("神奈川県", "清川村", Standing.DISADVANTAGED),
        ("千葉県", "銚子市", Standing.UNVERIFIED),
        ("千葉県", "多古町", Standing.UNVERIFIED),
        ("千葉県", "12424", Standing.UNVERIFIED),
        ("東京都", "八王子市", Standing.UNVERIFIED),
        ("東京都", "秩父市", Standing.UNVERIFIED),
        ("埼玉県", "川口市", Standing.UNVERIFIED),
        ("東京都", None, Standing.NOT_KNOWN),
        ("東京都", "東京都", Standing.NOT_KNOWN),
        (None, None, Standing.NOT_KNOWN),
        (None, "中央区", Standing.NOT_KNOWN),
    ],
)
def test_how_a_place_stands(pref, place, expected):
    assert standing(*read(pref, place), ON) is expected


def test_every_listed_area_is_found_by_name_and_by_code():
    areas = places.disadvantaged_areas()
    assert len(areas) == 37
    for area in areas:
        expected = Standing.DISADVANTAGED if area.status == "found" else Standing.UNVERIFIED
        assert standing(area.prefecture, area.name, ON) is expected
        assert standing(area.prefecture, area.code, ON) is expected


def test_a_line_of_the_list_counts_from_its_first_to_its_last_day(monkeypatch):
    area = places.Area("11", "11361", "横瀬町", "found", date(2021, 4, 1), date(2022, 3, 31))
    monkeypatch.setattr(places, "disadvantaged_areas", lambda: (area,))
    days = [date(2021, 3, 31), date(2021, 4, 1), date(2022, 3, 31), date(2022, 4, 1)]
    assert [standing("11", "横瀬町", on) for on in days] == [
        Standing.UNVERIFIED,
        Standing.DISADVANTAGED,
        Standing.DISADVANTAGED,
        Standing.UNVERIFIED,
    ]


def test_a_line_without_its_first_day_proves_nothing():
    assert not places.Area("11", "11361", "横瀬町", "found", None, None).proven_on(ON)


@pytest.mark.parametrize(
    ("ours", "theirs", "columns"),
    [
        ("prefectures.csv", "prefectures.csv", ("code", "name", "in_tokyo_area")),
        ("tokyo_wards.csv", "tokyo_wards.csv", ("code", "name")),
    ],
)
def test_the_lists_agree_with_the_masters_of_the_centre(ours, theirs, columns):
    with (MASTERS / theirs).open(encoding="utf-8", newline="") as file:
        masters = [[row[column] for column in columns] for row in csv.DictReader(file)]
    assert [[row[column] for column in columns] for row in places.rows(ours)] == masters


@pytest.mark.parametrize("place", ["銚子市", "多古町", "白子町"])
@pytest.mark.parametrize("on", [date(2019, 4, 1), date(2025, 3, 31), date(2025, 4, 1), date(2026, 11, 20)])
def test_a_place_that_only_joined_the_scheme_is_proof_on_no_day(place, on):
    assert standing("12", place, on) is Standing.UNVERIFIED


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2019, 3, 31), Standing.UNVERIFIED), (date(2019, 4, 1), Standing.DISADVANTAGED)]
)
def test_the_first_list_begins_with_april_2019(on, expected):
    proven = [area for area in places.disadvantaged_areas() if area.status == "found"]
    assert len(proven) == 34
    assert {standing(area.prefecture, area.code, on) for area in proven} == {expected}


@pytest.mark.parametrize(
    ("on", "head_office", "home"),
    [
        (date(2021, 3, 31), "unknown", "unknown"),
        (date(2021, 4, 1), "met", "not_met"),
        (date(2022, 4, 1), "unknown", "unknown"),
    ],
)
def test_the_days_of_the_list_hold_for_a_head_office_and_for_where_somebody_lived(monkeypatch, on, head_office, home):
    area = places.Area("11", "11361", "横瀬町", "found", date(2021, 4, 1), date(2022, 3, 31))
    monkeypatch.setattr(places, "disadvantaged_areas", lambda: (area,))
    where = {"head_office_prefecture": "埼玉県", "head_office_municipality": "横瀬町"}
    assert answer("C4", on=on, **where) == head_office
    lived = period("2010-01-01", None, "commute", place_municipality="横瀬町") | {"to": on.isoformat()}
    assert origin(on.isoformat(), lived) == home


@pytest.mark.parametrize(
    ("place", "expected"), [("檜原村", "not_met"), ("多古町", "not_met"), ("千代田区", "not_met")]
)
def test_a_workplace_outside_the_prefecture_is_refused_whatever_the_list_says(place, expected):
    assert (
        answer("J3", work_prefecture="千葉県" if place == "多古町" else "東京都", work_municipality=place) == expected
    )


@pytest.mark.parametrize(
    ("code", "place", "expected"),
    [
        ("13", "千代田区", True),
        ("13", "13101", True),
        ("13", "八王子市", False),
        ("14", "西区", False),
        ("13", None, None),
        (None, "中央区", None),
        (None, None, None),
    ],
)
def test_the_23_wards(code, place, expected):
    assert places.in_the_23_wards(code, place) is expected

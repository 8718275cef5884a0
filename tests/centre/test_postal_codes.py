"""A postal code fills in the address."""

import pytest

from centre.postal_codes import address_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["860-0806", "8600806", "〒８６０－０８０６"])
def test_a_code_of_kumamoto_names_municipality_and_town(typed):
    found = address_of(typed)
    assert (found.line, found.municipality.name) == ("熊本市中央区花畑町", "熊本市中央区")


def test_a_town_of_a_county_is_written_with_its_county():
    found = address_of("869-1235")
    assert (found.line, found.municipality.name) == ("菊池郡大津町室", "大津町")


def test_a_code_of_another_prefecture_names_the_prefecture():
    found = address_of("100-0001")
    assert (found.line, found.municipality) == ("東京都千代田区千代田", None)


@pytest.mark.parametrize("typed", ["", "860", "999-9999", "八六〇", None])
def test_what_is_no_code_answers_nothing(typed):
    assert address_of(typed) is None

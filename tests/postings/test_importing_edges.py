"""What no field of a posting can hold is named by row and column, not found out by the database."""

import pytest

from postings.lists.importing import plan
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("求人番号", "K" * 41),
        ("ハローワーク求人番号", "4" * 21),
        ("就業場所", "熊本市" + "見" * 200),
        ("採用人数", "0"),
        ("採用人数", "40000"),
        ("賃金下限", "30億円"),
        ("URL", "https://example.jp/" + "a" * 300),
    ],
)
def test_what_no_field_can_hold_is_named_by_row_and_column(heading, cell):
    EstablishmentFactory(name="見本商店", address="熊本市中央区1番", phone="096-000-0001")
    content = (
        f"事業所名,電話番号,職種,{heading}\r\n見本商店,096-000-0001,製造,\r\n見本商店,096-000-0001,販売,{cell}\r\n"
    )
    result = plan(content.encode(), "求人.csv")
    assert [(error.row, heading in error.column) for error in result.errors] == [(3, True)]


def test_a_title_longer_than_its_field_is_named():
    EstablishmentFactory(name="見本商店", phone="096-000-0001")
    content = f"事業所名,電話番号,職種\r\n見本商店,096-000-0001,{'製' * 121}\r\n"
    assert [error.row for error in plan(content.encode(), "求人.csv").errors] == [2]


def test_the_unit_of_the_heading_counts_for_wages():
    EstablishmentFactory(name="見本商店", phone="096-000-0001")
    content = "事業所名,電話番号,職種,賃金下限（千円）\r\n見本商店,096-000-0001,製造,210\r\n"
    result = plan(content.encode(), "求人.csv")
    assert [row.values["wage_from_yen"] for row in result.rows] == [210_000]

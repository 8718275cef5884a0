"""Lists, campaigns and reports divide employers by the same sizes."""

from datetime import date

import pytest

from employers.campaign_results import by_attribute
from employers.filters import EstablishmentFilter
from employers.models import Establishment
from employers.registration import register
from employers.sizes import SIZES
from reports.metrics.definition import Period, count_by
from reports.metrics.employers import REGISTERED_AT_END
from tests.factories.campaigns import started
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "11月")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("employees", "band"),
    [(0, 1), (1, 1), (9, 1), (10, 10), (29, 10), (30, 30), (99, 30), (100, 100), (299, 100), (300, 300), (None, None)],
)
def test_an_employer_has_the_same_size_everywhere(employees, band):
    record = EstablishmentFactory(employees=employees, phone="096-000-0001")
    register(record, registered_on=date(2026, 4, 1), source="counter", scope="public", by=UserFactory())
    campaign = started()

    listed = [
        value
        for value in (*map(str, SIZES), "unknown")
        if EstablishmentFilter({"size": value}, queryset=Establishment.objects.all()).qs.exists()
    ]
    assert listed == [str(band or "unknown")]
    assert [part.label for part in dict(by_attribute(campaign))["従業員"]] == [SIZES.get(band, "")]
    assert list(count_by(REGISTERED_AT_END, NOVEMBER, "size")) == [(SIZES.get(band, "不明・未記入"),)]


@pytest.mark.django_db
def test_a_campaign_shows_its_sizes_from_small_to_large_and_the_unknown_last():
    for employees in (None, 300, 5, 40):
        EstablishmentFactory(employees=employees, phone="096-000-0001")
    parts = dict(by_attribute(started()))["従業員"]
    assert [part.label for part in parts] == ["1〜9人", "30〜99人", "300人以上", ""]

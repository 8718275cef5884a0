"""Employers are told about schemes; where they stand follows from the newest telling."""

from datetime import date

import pytest
import time_machine

from centre.errors import DomainError
from centre.roles import Role
from employers.models import Scheme, SchemeNotice, SchemeStanding
from employers.schemes import board, hand_over, notice, totals
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def told(establishment, day: date, state: str, scheme: str = "travel", **known) -> SchemeNotice:
    """One telling by phone."""
    return notice(
        establishment, Scheme.objects.get(pk=scheme), noticed_on=day, method="phone", state=state, by=UserFactory(),
        **known,
    )  # fmt: skip


def test_the_schemes_of_the_field_are_there():
    names = list(Scheme.objects.values_list("name", flat=True))
    assert names == [
        "ブライト企業", "くるみん", "えるぼし", "ユースエール", "もにす", "交通費補助",
        "奨学金返還等サポート", "移住支援金", "UIJターンコース",
    ]  # fmt: skip


def test_the_standing_follows_from_the_newest_telling_however_late_it_is_written_down():
    record = EstablishmentFactory()
    told(record, date(2026, 11, 1), "considering", leaflets=3)
    told(record, date(2026, 10, 1), "told", leaflets=2)
    standing = SchemeStanding.objects.get()
    assert (standing.state, standing.since) == ("considering", date(2026, 11, 1))
    told(record, date(2026, 11, 10), "considering")
    standing.refresh_from_db()
    assert standing.since == date(2026, 11, 1)
    line = next(line for line in board(record) if line.scheme.key == "travel")
    assert (line.leaflets, line.notice.noticed_on) == (5, date(2026, 11, 10))
    assert sum(line.standing is None for line in board(record)) == 8


def test_a_hand_over_is_noted_once_and_not_before_the_telling():
    first = told(EstablishmentFactory(), date(2026, 11, 1), "joined")
    with pytest.raises(DomainError, match="案内した日より後"):
        hand_over(first, on=date(2026, 10, 31), by=UserFactory())
    with pytest.raises(DomainError, match="先の日付"):
        hand_over(first, on=date(2026, 11, 21), by=UserFactory())
    hand_over(first, on=date(2026, 11, 2), by=UserFactory())
    with pytest.raises(DomainError, match="もう県へつないで"):
        hand_over(first, on=date(2026, 11, 3), by=UserFactory())


def test_a_day_to_come_is_refused():
    with pytest.raises(DomainError, match="先の日付"):
        told(EstablishmentFactory(), date(2026, 11, 21), "told")


def test_the_totals_of_a_month_count_tellings_leaflets_and_hand_overs():
    record = EstablishmentFactory()
    told(record, date(2026, 10, 31), "told", leaflets=9)
    told(record, date(2026, 11, 1), "joined", leaflets=2, handed_over_on=date(2026, 11, 2))
    told(record, date(2026, 11, 3), "told", scheme="scholarship", leaflets=1)
    found = {
        one.pk: (one.told, one.leaflets, one.joined, one.handed_over)
        for one in totals(date(2026, 11, 1), date(2026, 11, 30))
    }
    assert (found["travel"], found["scholarship"], found["monisu"]) == ((1, 2, 1, 1), (1, 1, 0, 0), (0, 0, 0, 0))


def test_from_the_page_of_an_employer(client):
    record = EstablishmentFactory()
    client.force_login(UserFactory(role=Role.FIELD_STAFF))
    assert "未案内" in client.get(record.get_absolute_url()).content.decode()
    page = client.get(f"/employers/{record.pk}/schemes/?scheme=travel")
    answers = {"scheme": "travel", "noticed_on": "R8.11.19", "method": "visit", "state": "joined", "leaflets": ""}
    sent = client.post(
        f"/employers/{record.pk}/schemes/", answers | {"submission_key": page.context["submission_key"]}
    )
    assert sent["Location"] == record.get_absolute_url()
    assert "県へつなぐ" in client.get(record.get_absolute_url()).content.decode()
    assert "検討・加入でまだ" in client.get("/employers/schemes/?handed_over=waiting").content.decode()
    told_once = SchemeNotice.objects.get()
    page = client.get(f"/employers/schemes/{told_once.pk}/hand-over/")
    client.post(
        f"/employers/schemes/{told_once.pk}/hand-over/",
        {"on": "2026-11-20", "submission_key": page.context["submission_key"]},
    )
    told_once.refresh_from_db()
    assert told_once.handed_over_on == date(2026, 11, 20)
    assert not client.get("/employers/schemes/?handed_over=waiting").context["object_list"]


def test_officials_read_and_do_not_write(client):
    record = EstablishmentFactory()
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get("/employers/schemes/").status_code == 200
    assert client.get(f"/employers/{record.pk}/schemes/").status_code == 403

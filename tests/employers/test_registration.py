"""A registration keeps to whom and what may be shown, under which wording, through every renewal."""

from datetime import date

import pytest
import time_machine

from centre.errors import DomainError
from centre.registry import timeline
from centre.roles import Role
from employers.models import Renewal
from employers.registration import end, register, renew
from privacy.models import ConsentText
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def wording(version: int) -> ConsentText:
    """A newer wording for employers."""
    return ConsentText.objects.create(
        purpose=ConsentText.Purpose.REGISTRATION, version=version, body="見本の文面", valid_from=date(2026, 4, 1)
    )


def registered(**known):
    """A registration of April."""
    told = {"registered_on": date(2026, 4, 1), "source": "visit", "scope": "public", "items": ["name", "phone"]}
    return register(EstablishmentFactory(), by=UserFactory(), **(told | known))


def test_a_renewal_keeps_the_new_scope_and_the_wording_of_its_day():
    record = registered()
    old = record.consent_text
    new = wording(old.version + 1)
    renew(record, renewed_on=date(2026, 10, 1), scope="internal", items=["name"], by=UserFactory())
    record.refresh_from_db()
    assert (record.renewed_on, record.scope, record.items, record.consent_text) == (
        date(2026, 10, 1), "internal", ["name"], new,
    )  # fmt: skip
    renew(record, renewed_on=date(2026, 11, 1), scope="public", by=UserFactory())
    assert [one.renewed_on for one in Renewal.objects.all()] == [date(2026, 11, 1), date(2026, 10, 1)]


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 3, 31), "登録日"), (date(2026, 11, 21), "先の日付")],
)
def test_days_that_cannot_be_are_refused(day, words):
    with pytest.raises(DomainError, match=words):
        renew(registered(), renewed_on=day, scope="public", by=UserFactory())


def test_a_renewal_before_the_last_one_or_on_the_same_day_is_refused():
    record = registered()
    renew(record, renewed_on=date(2026, 10, 1), scope="public", by=UserFactory())
    with pytest.raises(DomainError, match="前の更新日"):
        renew(record, renewed_on=date(2026, 9, 1), scope="public", by=UserFactory())
    with pytest.raises(DomainError, match="もう記録されています"):
        renew(record, renewed_on=date(2026, 10, 1), scope="public", by=UserFactory())


def test_an_ended_registration_is_not_renewed():
    record = registered()
    end(record, ended_on=date(2026, 5, 1), by=UserFactory())
    with pytest.raises(DomainError, match="抹消されています"):
        renew(record, renewed_on=date(2026, 6, 1), scope="public", by=UserFactory())


def test_the_story_tells_every_renewal_with_scope_and_wording():
    record = registered()
    renew(record, renewed_on=date(2026, 10, 1), scope="internal", by=UserFactory())
    told = [(entry.title, entry.body) for entry in timeline(record.establishment, UserFactory(role=Role.COUNSELLOR))]
    version = record.consent_text.version
    assert told == [("利用者登録の更新", f"センター内に限る（文面 第{version}版）"), ("利用者登録", "訪問")]


def test_on_the_page(client):
    record = registered()
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    page = client.get(record.establishment.get_absolute_url()).content.decode()
    assert "事業所名・電話番号" in page
    assert f"第{record.consent_text.version}版" in page
    address = f"/employers/registrations/{record.pk}/renew/"
    form = client.get(address)
    assert record.consent_text.body[:20] in form.content.decode()
    answers = {"renewed_on": "令和8年11月20日", "scope": "jobseekers", "items": ["name", "postings"]}
    answers["submission_key"] = form.context["submission_key"]
    assert client.post(address, answers).status_code == 302
    record.refresh_from_db()
    assert (record.scope, record.items) == ("jobseekers", ["name", "postings"])


def test_who_may_only_read_does_not_renew(client):
    record = registered()
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get(f"/employers/registrations/{record.pk}/renew/").status_code == 403

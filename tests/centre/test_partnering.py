"""The directory of partner agencies: who keeps it, what is refused, and that its history is told."""

import uuid
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre import partnering
from centre.errors import DomainError, EditConflict
from centre.models import PartnerAgency
from centre.roles import Role
from tests.factories.centre import UserFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NEW = {"name": "見本市 移住相談課", "kind": "municipality", "phone": "000-000-0000", "does": "空き家の案内"}
RARE = "髙﨑𠮷町 移住の窓口"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


def test_an_agency_is_added_once_however_often_the_form_is_sent():
    client, _ = logged_in(Role.SUPERVISOR)
    key = str(uuid.uuid4())
    sent = [send(client, "/centre/agencies/add/", key, **NEW) for _ in range(5)]
    made = PartnerAgency.objects.get(name=NEW["name"])
    assert {answer["Location"] for answer in sent} == {made.get_absolute_url()}
    assert made.key == f"K{made.pk}"
    assert NEW["does"] in client.get(made.get_absolute_url()).content.decode()


def test_a_name_with_rare_characters_stays_as_it_is(admin):
    made = partnering.add_agency(**NEW | {"name": RARE}, by=admin)
    client, _ = logged_in(Role.COUNSELLOR)
    assert RARE in client.get(f"{made.get_absolute_url()}").content.decode()
    assert RARE in client.get("/centre/agencies/?q=𠮷町").content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": ""}, "name"), ({"name": "x" * 81}, "name"), ({"kind": "bank"}, "kind"), ({"email": "x@"}, "email")],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(given, field):
    client, _ = logged_in(Role.ADMIN)
    response = send(client, "/centre/agencies/add/", **NEW | given)
    expect(response, 422)
    assert set(errors(response)) == {field}
    assert NEW["does"] in response.content.decode()


def test_an_active_name_is_there_once_on_the_page_in_the_act_and_in_the_database(admin):
    taken = PartnerAgency.objects.first().name
    client, _ = logged_in(Role.ADMIN)
    response = send(client, "/centre/agencies/add/", **NEW | {"name": taken})
    assert errors(response) == {"name": [partnering.TAKEN]}
    with pytest.raises(DomainError) as refused:
        partnering.add_agency(**NEW | {"name": taken}, by=admin)
    assert refused.value.field == "name"
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerAgency.objects.create(key="X1", name=taken, kind="other")


def test_two_people_do_not_overwrite_each_other(admin):
    agency = PartnerAgency.objects.first()
    partnering.revise_agency(agency, 1, phone="000-111-1111", by=admin)
    with pytest.raises(EditConflict):
        partnering.revise_agency(agency, 1, phone="000-222-2222", by=admin)


def test_the_second_saver_sees_both_texts():
    client, _ = logged_in(Role.ADMIN)
    agency = PartnerAgency.objects.get(key="HW01")
    page = f"/centre/agencies/{agency.pk}/edit/"
    given = {"name": agency.name, "kind": agency.kind}
    expect(send(client, page, **given, phone="000-111-1111", version=1), 302)
    late = send(client, page, **given, phone="000-222-2222", version=1)
    expect(late, 409)
    assert {"000-111-1111", "000-222-2222"} <= {
        words for row in late.context["differences"] for words in (row["theirs"], row["mine"])
    }


def test_the_history_says_who_changed_what():
    client, user = logged_in(Role.ADMIN, name="見本 管理")
    agency = PartnerAgency.objects.get(key="HW01")
    given = {"name": agency.name, "kind": agency.kind, "phone": "000-111-1111"}
    expect(send(client, f"/centre/agencies/{agency.pk}/edit/", **given, version=1), 302)
    (latest,) = partnering.rewritings(agency)
    assert latest.by == user.name
    assert ("電話番号", "096-371-8609", "000-111-1111") in latest.changes
    assert ("要確認", "はい", "いいえ") in latest.changes
    assert "096-371-8609 → 000-111-1111" in client.get(agency.get_absolute_url()).content.decode()


def test_an_ended_partnership_is_offered_no_more_and_can_be_taken_up(admin):
    client, _ = logged_in(Role.SUPERVISOR)
    agency = PartnerAgency.objects.get(key="PA05")
    expect(send(client, f"/centre/agencies/{agency.pk}/end/", ended_on="2026-11-20", version=1), 302)
    assert agency.name not in client.get("/centre/agencies/").content.decode()
    assert agency.name in client.get("/centre/agencies/?state=ended").content.decode()
    assert "連携は終わっています" in client.get(agency.get_absolute_url()).content.decode()
    client.post(f"/centre/agencies/{agency.pk}/take-up/")
    agency.refresh_from_db()
    assert (agency.is_active, agency.ended_on, agency.version) == (True, None, 3)


def test_a_partnership_does_not_end_in_days_to_come_or_twice(admin):
    agency = PartnerAgency.objects.first()
    with pytest.raises(DomainError) as refused:
        partnering.end_agency(agency, 1, ended_on=date(2026, 11, 21), by=admin)
    assert refused.value.field == "ended_on"
    partnering.end_agency(agency, 1, ended_on=TODAY, by=admin)
    with pytest.raises(DomainError, match="すでに終わって"):
        partnering.end_agency(agency, 2, ended_on=TODAY, by=admin)


def test_one_whose_name_went_to_another_is_not_taken_up(admin):
    agency = PartnerAgency.objects.first()
    partnering.end_agency(agency, 1, ended_on=TODAY, by=admin)
    partnering.add_agency(**NEW | {"name": agency.name}, by=admin)
    client, _ = logged_in(Role.ADMIN)
    page = client.post(f"/centre/agencies/{agency.pk}/take-up/", follow=True).content.decode()
    assert partnering.TAKEN in page
    agency.refresh_from_db()
    assert not agency.is_active


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUPERVISOR, Role.ADMIN, Role.INSPECTOR)])
def test_everybody_reads_the_directory_and_only_its_keepers_change_it(role):
    client, _ = logged_in(role)
    agency = PartnerAgency.objects.first()
    assert client.get(agency.get_absolute_url()).status_code == 200
    assert "centre/agencies/add" not in client.get("/centre/agencies/").content.decode()
    for page in ("add/", f"{agency.pk}/edit/", f"{agency.pk}/end/"):
        assert client.get(f"/centre/agencies/{page}").status_code == 403
    assert client.post(f"/centre/agencies/{agency.pk}/take-up/").status_code == 403


@pytest.mark.parametrize(
    "query", ["?q=" + "あ" * 500, "?kind=x&state=y", "?sort=z&page=999", "?state=unsure", "?q=%00"]
)
def test_the_list_bears_any_address(query):
    client, _ = logged_in(Role.COUNSELLOR)
    # A NUL is refused before any page sees it.
    assert client.get(f"/centre/agencies/{query}").status_code in ((400,) if "%00" in query else (200, 404))


def test_the_list_costs_the_same_however_many_there_are(django_assert_num_queries):
    client, _ = logged_in(Role.COUNSELLOR)
    client.get("/centre/agencies/")
    with django_assert_num_queries(8):
        client.get("/centre/agencies/")

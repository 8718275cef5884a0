"""The car park: an employer is found or entered in three fields, the visit sheet is one act."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from centre.roles import Role
from config.sample.employers import corporate_number
from employers.models import Establishment, SchemeNotice, SchemeStanding, Visit
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(role=Role.FIELD_STAFF))
    return client


def sheet(client, record, come_from="", **answers):
    """Send the visit sheet as the page has it."""
    address = f"/employers/field/{record.pk}/{come_from}"
    page = client.get(address)
    told = {"visited_on": "2026-11-20", "wishes_uij": "true", "met": "代表"} | answers
    return client.post(address, told | {"submission_key": page.context["submission_key"]})


def test_what_is_typed_finds_employers_or_offers_a_new_one(staff):
    record = EstablishmentFactory(name="見本商店", phone="096-000-1234")
    for typed in ("見本商", "0960001234", record.corporation.corporate_number):
        assert (
            record.get_absolute_url().replace("/employers/", "/employers/field/")
            in staff.get("/employers/field/matches/", {"q": typed}).content.decode()
        )
    nothing = staff.get("/employers/field/matches/", {"q": "ぬるぽ"}).content.decode()
    assert "新しい企業として登録" in nothing
    assert "2文字から" in staff.get("/employers/field/matches/").content.decode()
    whole = staff.get("/employers/field/", {"q": "見本商"}).content.decode()
    assert "見本商店" in whole
    assert 'method="get"><label' in whole.split("big-search")[1], "no token in a form whose values go into the address"


@pytest.mark.parametrize(
    ("typed", "initial"),
    [("みほん商店", {"name": "みほん商店"}), ("096-000-1234", {"phone": "096-000-1234"})],
)
def test_what_was_typed_is_not_typed_again(staff, typed, initial):
    assert staff.get("/employers/field/new/", {"q": typed}).context["form"].initial == initial


@pytest.mark.parametrize(
    ("number", "phone", "corporate"),
    [
        ("096-000-1234", "096-000-1234", None),
        (corporate_number(5_400_001), "", corporate_number(5_400_001)),
        ("", "", None),
    ],
)
def test_three_fields_make_an_employer_and_lead_to_its_sheet(staff, number, phone, corporate):
    page = staff.get("/employers/field/new/")
    answers = {"name": "みほん商店", "phone": number, "municipality": "43202"}
    sent = staff.post("/employers/field/new/", answers | {"submission_key": page.context["submission_key"]})
    record = Establishment.objects.get()
    assert sent["Location"] == f"/employers/field/{record.pk}/"
    assert (record.phone, record.corporation.corporate_number) == (phone, corporate)


@pytest.mark.parametrize("number", ["1234567890123", "12", "でんわ"])
def test_a_number_that_cannot_be_is_said_beside_the_field(staff, number):
    page = staff.get("/employers/field/new/")
    answers = {"name": "みほん商店", "phone": number, "submission_key": page.context["submission_key"]}
    sent = staff.post("/employers/field/new/", answers)
    assert sent.status_code == 422
    assert "phone" in sent.context["form"].errors
    assert not Establishment.objects.exists()


def test_a_visit_with_its_leaflets_is_one_act(staff):
    record = EstablishmentFactory()
    sheet(staff, record, expected_postings="2", leaflets_travel="3", leaflets_relocation="1")
    visit = Visit.objects.get()
    assert (visit.leaflets, visit.expected_postings, visit.wishes_uij, visit.met) == (4, 2, True, "代表")
    assert dict(SchemeNotice.objects.values_list("scheme", "leaflets")) == {"travel": 3, "relocation": 1}
    record.refresh_from_db()
    assert record.last_confirmed_on == date(2026, 11, 20)


def test_after_the_sheet_one_is_where_one_came_from(staff):
    record = EstablishmentFactory()
    assert sheet(staff, record)["Location"] == "/employers/field/"
    page = staff.get(record.get_absolute_url()).content.decode()
    assert f'href="/employers/field/{record.pk}/?from=employer"' in page
    assert sheet(staff, record, "?from=employer")["Location"] == record.get_absolute_url()
    assert sheet(staff, record, "?from=https://example.com/")["Location"] == "/employers/field/"


def test_leaflets_for_a_joined_scheme_leave_it_joined(staff):
    record = EstablishmentFactory()
    SchemeStanding.objects.create(establishment=record, scheme_id="travel", state="joined", since=date(2026, 5, 1))
    sheet(staff, record, leaflets_travel="1")
    assert SchemeStanding.objects.get().state == "joined"


def test_a_day_to_come_is_refused_and_nothing_is_kept(staff):
    record = EstablishmentFactory()
    sent = sheet(staff, record, visited_on="2026-11-21", leaflets_travel="3")
    assert sent.status_code == 422
    assert not Visit.objects.exists()
    assert not SchemeNotice.objects.exists()


def test_the_same_sheet_sent_again_by_the_script_is_one_visit(staff):
    record = EstablishmentFactory()
    address = f"/employers/field/{record.pk}/"
    key = staff.get(address).context["submission_key"]
    answers = {"visited_on": "2026-11-20", "submission_key": key}
    first, second = (staff.post(address, answers, headers={"X-Requested-With": "fetch"}) for _ in range(2))
    assert first.json() == second.json() == {"address": "/employers/field/"}
    assert Visit.objects.count() == 1


def test_a_lapsed_session_is_told_to_the_script(client):
    record = EstablishmentFactory()
    answer = client.post(f"/employers/field/{record.pk}/", {}, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 401


def test_the_postal_code_answers_the_address(staff):
    found = staff.get("/employers/postal-code/", {"code": "860-0806"}).json()
    assert found == {"address": "熊本市中央区花畑町", "municipality": "43101"}
    assert staff.get("/employers/postal-code/", {"code": "1"}).json() == {}


def test_only_pages_about_companies_keep_anything_in_the_browser():
    templates = Path(settings.BASE_DIR) / "templates"
    keeping = {
        path.relative_to(templates).as_posix()
        for path in templates.glob("**/*.html")
        if "data-outbox" in path.read_text() or "outbox.js" in path.read_text()
    }
    assert keeping == {"employers/field.html", "employers/field_new.html", "employers/field_visit.html"}


def test_who_may_not_write_does_not_see_the_pages(client):
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get("/employers/field/").status_code == 403

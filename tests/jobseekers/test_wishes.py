"""What somebody wishes for: kept in its order, and repeated in one narrow row that the database keeps itself."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from centre.models import Municipality
from centre.roles import Role
from jobseekers import registration
from jobseekers.models import Jobseeker, WishSummary
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
GIVEN = {"gender": "not_answered", "wished_timing": "undecided"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def summary(person) -> WishSummary:
    return WishSummary.objects.get(pk=person.pk)


def occupations(person) -> list[str]:
    return [wish.occupation_id for wish in person.occupation_wishes.all()]


def test_occupations_keep_the_order_of_the_wish(client):
    person = JobseekerFactory()
    page = f"/jobseekers/{person.pk}/edit/"
    expect(send(client, page, name=person.name, **GIVEN, wished_occupations=["12", "", "08", "12"], version=1), 302)
    assert occupations(person) == ["12", "08"]
    expect(send(client, page, name=person.name, **GIVEN, wished_occupations=["08", "02"], version=2), 302)
    assert occupations(person) == summary(person).occupations == ["08", "02"]
    shown = client.get(page).content.decode()
    assert shown.index('<option value="08" selected>') < shown.index('<option value="02" selected>')


def test_all_wishes_are_kept_by_the_form_and_shown_on_the_page(client):
    person = JobseekerFactory()
    given = {
        "wished_areas": ["県南", "県央"],
        "least_wage_kind": "monthly",
        "least_wage_yen": "210000",
        "weekly_hours_from": "35",
        "weekly_hours_to": "40",
        "wishes_indefinite": "true",
        "wishes_car_commute": "false",
        "licences": "普通自動車免許、介護福祉士",
        "starts_from": "令和9年4月1日",
    }
    expect(send(client, f"/jobseekers/{person.pk}/edit/", name=person.name, **GIVEN, **given, version=1), 302)
    kept = summary(person)
    assert (kept.areas, kept.least_wage_kind, kept.least_wage_yen) == (["県南", "県央"], "monthly", 210_000)
    assert (kept.weekly_hours_from, kept.weekly_hours_to) == (35, 40)
    assert (kept.wishes_indefinite, kept.wishes_car_commute) == (True, False)
    assert (kept.licences, kept.starts_from) == (["普通自動車免許", "介護福祉士"], date(2027, 4, 1))
    page = client.get(person.get_absolute_url()).content.decode()
    assert all(words in page for words in ("県南一円", "月給210,000円から", "35時間から40時間まで", "2027年4月1日"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"least_wage_kind": "monthly"}, "least_wage_yen"),
        ({"least_wage_yen": "1200"}, "least_wage_kind"),
        ({"weekly_hours_from": "40", "weekly_hours_to": "20"}, "weekly_hours_to"),
        ({"weekly_hours_from": "400"}, "weekly_hours_from"),
        ({"weekly_hours_to": "169"}, "weekly_hours_to"),
        ({"wished_occupations": ["08", "999"]}, "wished_occupations"),
        ({"wished_areas": ["東京"]}, "wished_areas"),
    ],
)
def test_a_wish_that_cannot_be_is_said_beside_its_field(client, wrong, field):
    person = JobseekerFactory()
    response = send(client, f"/jobseekers/{person.pk}/edit/", name=person.name, **GIVEN, **wrong, version=1)
    assert response.status_code == 422
    assert set(errors(response)) == {field}


@pytest.mark.parametrize(
    "wrong",
    [{"least_wage_yen": 1200}, {"least_wage_kind": "hourly"}, {"weekly_hours_from": 40, "weekly_hours_to": 20}],
)
def test_the_database_refuses_half_a_wage_and_hours_that_end_before_they_begin(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        JobseekerFactory(**wrong)


def test_a_wished_city_brings_its_wards_and_its_area():
    person = JobseekerFactory()
    person.wished_municipalities.set(["43100"])
    kept = summary(person)
    wards = set(Municipality.objects.filter(city="43100").values_list("pk", flat=True))
    assert set(kept.municipalities) == wards | {"43100"}
    assert (kept.nearby_areas, kept.areas) == (["県央"], [])


def test_the_summary_follows_every_change_wherever_it_is_made():
    person = JobseekerFactory()
    assert (summary(person).is_open, summary(person).consented_on) == (True, person.registered_on)
    person.wished_industries.set(["E", "G"])
    person.occupation_wishes.create(occupation_id="08", place=2)
    person.occupation_wishes.create(occupation_id="12", place=1)
    assert (summary(person).industries, summary(person).occupations) == (["E", "G"], ["12", "08"])
    person.occupation_wishes.filter(occupation="12").delete()
    person.wished_industries.clear()
    Jobseeker.objects.filter(pk=person.pk).update(prefecture="43", least_wage_kind="hourly", least_wage_yen=1200)
    kept = summary(person)
    assert (kept.industries, kept.occupations, kept.comes_from_outside) == ([], ["08"], False)
    assert (kept.least_wage_kind, kept.least_wage_yen) == ("hourly", 1200)


def test_a_withdrawn_consent_and_the_end_of_the_support_reach_the_summary():
    person, by = JobseekerFactory(), UserFactory()
    registration.withdraw_consent(person.consents.get(), withdrawn_on=date(2026, 11, 20), by=by)
    assert (summary(person).is_open, summary(person).consented_on) == (False, None)


def test_a_person_who_is_deleted_leaves_no_summary():
    person = JobseekerFactory()
    person.occupation_wishes.create(occupation_id="08")
    person.wished_municipalities.set(["43101"])
    connection.check_constraints()
    person.delete()
    assert not WishSummary.objects.exists()

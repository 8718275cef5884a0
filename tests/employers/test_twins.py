"""Twins are found by what agrees, told apart for good, merged with every row, and made two again to the last byte."""

from datetime import date

import pytest
from django.db import connection

import employers.twins
from centre.errors import DomainError
from centre.jobs import carry
from centre.models import Job
from centre.roles import Role
from employers.duplicates import suspects
from employers.enrolment import revise_establishment
from employers.merging import merge, not_the_same, stands_for, unmerge
from employers.models import (
    Contact,
    Establishment,
    Merge,
    PlannedVisit,
    Registration,
    SchemeStanding,
    SuspectedPair,
)
from employers.twins import ONE_AT_A_TIME, THRESHOLD, Evidence, find_twins, judge
from tests.employers.lists import listed, plan
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory, RegistrationFactory, VisitFactory
from tests.factories.postings import JobPostingFactory
from tests.second_connection import must_wait, somebody_else

# ---- what speaks for one employer


@pytest.mark.parametrize(
    ("told", "suspected"),
    [
        ({"same_phone": True, "same_address": True}, True),
        ({"same_phone": True, "other_address": True}, True),
        ({"same_address": True}, True),
        ({"second_name": "見本商店熊本支店", "same_phone": True, "same_address": True}, True),
        ({"second_name": "見本商店熊本支店", "same_phone": True, "other_address": True}, False),
        ({"second_name": "見木商店", "same_phone": True, "same_address": True}, True),
        ({"second_name": "ひばり架空", "same_phone": True, "same_address": True}, True),
        ({"second_name": "ひばり架空", "same_phone": True}, False),
        ({"second_name": "見本商店2", "same_address": True}, False),
        ({"same_corporation": True, "same_municipality": True, "other_address": True}, False),
        ({"same_municipality": True, "little_known": True}, True),
        ({"same_phone": True, "other_address": True, "other_corporation": True}, False),
        ({"same_phone": True, "crowd": 30}, False),
        ({}, False),
    ],
)
def test_what_agrees_decides(told, suspected):
    pair = Evidence(**{"first_name": "見本商店", "second_name": "見本商店"} | told)
    score, reasons = judge(pair)
    assert (score >= THRESHOLD) is suspected
    assert not suspected or reasons


# ---- the search


def twins(**second) -> tuple[Establishment, Establishment]:
    """One employer, entered twice: the second time as told."""
    first = EstablishmentFactory(name="株式会社見本商店", address="八代市1番", phone="0965-00-0001", employees=None)
    told = {
        "name": "㈱見本商店",
        "address": "八代市１番",
        "phone": "0965000001",
        "employees": 12,
        "email": "a@example.jp",
    }
    corporation = CorporationFactory(name="㈱見本商店", corporate_number=None)
    return first, EstablishmentFactory(**{"corporation": corporation} | told | second)


@pytest.mark.django_db
def test_the_search_keeps_the_pair_with_its_reasons_and_no_other():
    first, second = twins()
    EstablishmentFactory(name="まったく別の見本", address="荒尾市9番", phone="0968-00-0001")
    assert find_twins() == 1
    pair = SuspectedPair.objects.get()
    assert (pair.first, pair.second) == (first, second)
    assert pair.reasons == ["名前が同じ", "電話番号が同じ", "所在地が同じ"]
    assert find_twins() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", [1, 2])
def test_however_few_candidates_are_read_at_a_time_every_pair_is_found(chunk, monkeypatch):
    corporation = CorporationFactory()
    for address in ("八代市1番", "八代市2番", "八代市3番"):
        EstablishmentFactory(corporation=corporation, name="見本商店", address=address, phone="0965-00-0001")
    monkeypatch.setattr(employers.twins, "CHUNK", chunk)
    assert (find_twins(), SuspectedPair.objects.count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_a_second_search_waits_for_the_first_and_nobody_else_does():
    first, second = twins()
    find_twins()
    with somebody_else() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        with must_wait():
            find_twins()
        not_the_same(first, second, by=UserFactory())
    assert find_twins() == 0


@pytest.mark.django_db
def test_a_pair_that_was_told_apart_is_not_suspected_again():
    first, second = twins()
    find_twins()
    not_the_same(second, first, note="親会社と子会社", by=UserFactory())
    assert not SuspectedPair.objects.exists()
    assert find_twins() == 0


@pytest.mark.django_db
def test_a_merged_record_is_no_twin_any_more():
    first, second = twins()
    merge(first, second, {}, by=UserFactory())
    assert find_twins() == 0


# ---- merging


def everything() -> dict[str, list]:
    """Every row of every table that a merger can touch, column by column."""
    tables = ("establishment", "contact", "registration", "visit", "plannedvisit", "schemestanding", "corporation")
    found = {}
    with connection.cursor() as cursor:
        for table in (*(f"employers_{name}" for name in tables), "postings_jobposting", "consultations_consultation"):
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} AS t ORDER BY id")
            found[table] = cursor.fetchall()
    return found


@pytest.fixture
def busy_twins():
    first, second = twins()
    user = UserFactory()
    for record in (first, second):
        Contact.objects.create(establishment=record, name="架空 一郎", is_main=record is second)
        VisitFactory(establishment=record, visited_on=date(2026, 5, 1), visited_by=user)
        SchemeStanding.objects.create(
            establishment=record, scheme_id="travel", state="told", since=date(2026, 5, 1 + (record is second))
        )
        PlannedVisit.objects.create(establishment=record, planned_on=date(2026, 12, 1), visitor=user, created_by=user)
        JobPostingFactory(establishment=record)
        ConsultationFactory(party="employer", establishment=record, jobseeker=None)
    Contact.objects.create(establishment=first, name="見本 花子", is_main=True)
    Contact.objects.create(establishment=second, name="仮名 次郎")
    RegistrationFactory(establishment=first, registered_on=date(2026, 4, 1), ended_on=date(2026, 9, 1))
    RegistrationFactory(establishment=second, registered_on=date(2026, 6, 1))
    return first, second, user


@pytest.mark.django_db
def test_every_row_moves_and_nothing_is_there_twice(busy_twins):
    first, second, user = busy_twins
    merged = merge(first, second, {"employees": "absorbed", "email": "absorbed", "name": "kept"}, by=user)
    first.refresh_from_db()
    assert (first.employees, first.email, first.name) == (12, "a@example.jp", "株式会社見本商店")
    assert (first.visits.count(), first.postings.count(), first.consultations.count()) == (2, 2, 2)
    assert sorted(first.contacts.values_list("name", "is_main")) == [
        ("仮名 次郎", False), ("架空 一郎", False), ("見本 花子", True),
    ]  # fmt: skip
    registration = first.registrations.get()
    assert (registration.registered_on, registration.ended_on) == (date(2026, 4, 1), None)
    assert first.scheme_standings.get().since == date(2026, 5, 2)
    assert list(first.planned_visits.values_list("state", flat=True).order_by("state")) == ["cancelled", "planned"]
    assert merged.moved["employers.Visit.establishment"] == list(
        second.visits.model.objects.filter(establishment=first).order_by("-pk").values_list("pk", flat=True)[:1]
    )
    assert list(Establishment.objects.all()) == [first]
    assert stands_for(Establishment.everything.get(pk=second.pk)) == first


@pytest.mark.django_db
def test_two_again_to_the_last_byte(busy_twins):
    first, second, user = busy_twins
    before = everything()
    merged = merge(first, second, dict.fromkeys(("name", "address", "employees", "corporation"), "absorbed"), by=user)
    assert everything() != before
    _, left = unmerge(merged, by=user)
    assert left == []
    assert everything() == before


@pytest.mark.django_db
def test_what_was_changed_since_stays_and_is_told(busy_twins):
    first, second, user = busy_twins
    merged = merge(first, second, {"employees": "absorbed", "email": "absorbed"}, by=user)
    first.refresh_from_db()
    revise_establishment(first, first.version, employees=99, by=user)
    second_visit = merged.moved["employers.Visit.establishment"][0]
    first.visits.filter(pk=second_visit).delete()
    _, left = unmerge(merged, by=user)
    first.refresh_from_db()
    assert (first.employees, first.email) == (99, "")
    assert left == ["従業員数（人）（その後に変わっています）", "企業訪問 1件（その後に移されたか消えています）"]
    with pytest.raises(DomainError, match="もう元に戻されています"):
        unmerge(merged, by=user)


@pytest.mark.django_db
def test_a_merged_record_is_not_merged_again(busy_twins):
    first, second, user = busy_twins
    merge(first, second, {}, by=user)
    for pair in ((first, second), (second, first), (first, first)):
        with pytest.raises(DomainError):
            merge(*pair, {}, by=user)


@pytest.mark.django_db
def test_names_that_would_clash_are_refused_and_nothing_moves():
    first, second = twins()
    EstablishmentFactory(corporation=first.corporation, name="架空商会", address="荒尾市2番")
    Establishment.objects.filter(pk=second.pk).update(name="架空商会", address="荒尾市2番")
    second.refresh_from_db()
    with pytest.raises(DomainError, match="もうあります"):
        merge(first, second, {"name": "absorbed", "address": "absorbed"}, by=UserFactory())
    assert not Merge.objects.exists()
    assert Establishment.objects.filter(pk=second.pk).exists()


@pytest.mark.django_db
def test_what_was_merged_is_still_recognised(busy_twins):
    first, second, user = busy_twins
    Establishment.objects.filter(pk=second.pk).update(
        name="みなも旧商店", name_key="ミナモ旧商店", phone="0965-00-7777", phone_key="0965007777"
    )
    merge(first, Establishment.objects.get(pk=second.pk), {}, by=user)
    assert [(one.establishment, one.reasons) for one in suspects(name="みなも旧商店")] == [(first, ("名前が同じ",))]
    assert [one.establishment for one in suspects(phone="0965-00-7777")] == [first]
    judged = plan(listed("事業所名,電話番号", "㈱みなも旧商店,", "ひばり架空,0965-00-7777"))
    assert judged.alike == [[first.name], [first.name]]


# ---- pages


@pytest.mark.django_db
def test_from_the_list_to_one_record_and_back(client):
    first, second = twins()
    VisitFactory(establishment=second, visited_on=date(2026, 5, 1))
    client.force_login(UserFactory(role=Role.FIELD_STAFF))
    assert "まだ一度もさがしていません" in client.get("/employers/twins/").content.decode()
    client.post("/employers/twins/search/")
    carry(Job.objects.get(kind="find_twins").pk)
    assert "電話番号が同じ" in client.get("/employers/twins/").content.decode()
    assert "重複の疑い" in client.get("/").content.decode()
    address = f"/employers/twins/{first.pk}/{second.pk}/"
    page = client.get(address)
    form = page.context["form"]
    assert "企業訪問 1件" in page.content.decode()
    assert form.fields["employees"].initial == str(second.pk)
    answers = {name: field.initial for name, field in form.fields.items()}
    answers["submission_key"] = page.context["submission_key"]
    one, two = (client.post(address, answers) for _ in range(2))
    assert one["Location"] == two["Location"] == first.get_absolute_url()
    first.refresh_from_db()
    assert (first.employees, Merge.objects.count()) == (12, 1)
    assert client.get(second.get_absolute_url())["Location"] == first.get_absolute_url()
    assert "㈱見本商店" in client.get("/employers/merges/").content.decode()
    client.post(f"/employers/merges/{Merge.objects.get().pk}/undo/")
    assert client.get(second.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_telling_apart_on_the_page(client):
    first, second = twins()
    find_twins()
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    page = client.get(f"/employers/twins/{second.pk}/{first.pk}/")
    key = page.context["apart_key"]
    client.post(f"/employers/twins/{first.pk}/{second.pk}/apart/", {"note": "支店です", "submission_key": key})
    assert not SuspectedPair.objects.exists()


@pytest.mark.django_db
def test_officials_and_administrators_do_not_merge(client):
    first, second = twins()
    for role in (Role.OFFICIAL, Role.ADMIN, Role.PRIVACY_MANAGER):
        client.force_login(UserFactory(role=role))
        assert client.get("/employers/twins/").status_code == 403
        assert client.post(f"/employers/twins/{first.pk}/{second.pk}/").status_code == 403


@pytest.mark.django_db
def test_a_registration_that_was_taken_up_is_not_counted_twice():
    first, second = twins()
    for record in (first, second):
        RegistrationFactory(establishment=record, registered_on=date(2026, 5, 1))
    merge(first, second, {}, by=UserFactory())
    assert Registration.objects.count() == 1

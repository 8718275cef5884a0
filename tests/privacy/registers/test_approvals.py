"""The official approves workplaces and managers on the screen, never what they recorded themselves."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from centre.errors import DomainError
from centre.roles import Role
from privacy.duties import designating, gate
from privacy.models import Designation, Workplace
from privacy.registers.approving import approve
from tests.factories.centre import UserFactory
from tests.factories.registers import TODAY, contract_asks, entry_of

pytestmark = pytest.mark.django_db
PLACE = {"place": "見本ビル3階", "reported_on": TODAY, "starts_on": TODAY, "approved_on": None, "ends_on": None}


@pytest.fixture
def official(client):
    user = UserFactory(role=Role.OFFICIAL)
    client.force_login(user)
    return user


def manager_to_approve() -> Designation:
    contract_asks("004")
    return designating.designate(
        UserFactory(), by=UserFactory(), duty="manager", belongs_to="見本", contact="見本", reported_on=TODAY,
        starts_on=TODAY, approved_on=None, ends_on=None,
    )  # fmt: skip


def test_a_reported_workplace_waits_on_the_page_and_is_approved(client, official):
    place = designating.add_workplace(by=UserFactory(), **PLACE)
    unreported = designating.add_workplace(by=UserFactory(), **PLACE | {"reported_on": None})
    address = reverse("privacy:approval_workplace", args=[place.pk])
    assert address in client.get(reverse("privacy:approvals")).content.decode()
    assert "見本ビル3階" in client.get("/").content.decode()
    assert client.get(reverse("privacy:approval_workplace", args=[unreported.pk])).status_code == 404
    assert client.post(address, {"version": 1, "submission_key": uuid.uuid4()}).status_code == 422
    stale = {"agrees": "on", "version": 7, "submission_key": uuid.uuid4()}
    assert client.post(address, stale).status_code == 409
    sent = {"agrees": "on", "version": 1, "submission_key": uuid.uuid4()}
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert first.status_code == 302
    assert "決定済み" in client.get(address).content.decode()
    assert client.post(address, sent | {"version": 2, "submission_key": uuid.uuid4()}).status_code == 422
    place.refresh_from_db()
    assert (place.approved_by, place.approved_on) == (official, TODAY)


def test_a_manager_is_in_force_when_approved(client, official):
    named = manager_to_approve()
    profile = gate.profile_on(TODAY)
    assert named not in gate.designated(TODAY, profile)
    address = reverse("privacy:approval_manager", args=[named.pk])
    assert named.user.name in client.get(address).content.decode()
    sent = {"agrees": "on", "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(address, sent).status_code == 302
    assert named in gate.designated(TODAY, profile)


@pytest.mark.parametrize("key", ["000", "002", "003"])
def test_only_the_strict_profile_has_managers_approved(client, official, key):
    named = manager_to_approve()
    contract_asks(key)
    assert client.get(reverse("privacy:approval_manager", args=[named.pk])).status_code == 404


def test_an_approval_falls_when_what_was_approved_changes(official):
    place = designating.add_workplace(by=UserFactory(), **PLACE)
    place = approve(place, 1, by=official)
    ended = designating.change_workplace(place, 2, by=UserFactory(), **PLACE | {"ends_on": date(2027, 3, 31)})
    assert (ended.approved_by, ended.approved_on) == (official, TODAY)
    moved = designating.change_workplace(ended, 3, by=UserFactory(), **PLACE | {"place": "別の場所"})
    assert (moved.approved_by, moved.approved_on) == (None, None)


def test_nobody_approves_what_they_recorded_and_nobody_but_an_official():
    by = UserFactory()
    place = designating.add_workplace(by=by, **PLACE)
    for role in set(Role) - {Role.OFFICIAL}:
        with pytest.raises(DomainError, match="県担当者だけ"):
            approve(place, 1, by=UserFactory(role=role))
    by.role = Role.OFFICIAL
    with pytest.raises(DomainError, match="記録した人"):
        approve(place, 1, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workplace.objects.filter(pk=place.pk).update(approved_by=by, approved_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workplace.objects.filter(pk=place.pk).update(approved_by=UserFactory())


def test_the_page_of_the_official_names_no_other_record(client, official):
    entry_of("complaint", subject="見本の苦情", counterpart="見本の申出人")
    entry_of("instruction", subject="見本の指示")
    for address in (reverse("privacy:approvals"), "/"):
        page = client.get(address).content.decode()
        assert "見本の苦情" not in page
        assert "見本の指示" not in page
    assert "承諾を待つものはありません" in client.get(reverse("privacy:approvals")).content.decode()

"""Entries about people: promises of the staff, what a closed account leaves, words that go with an erased person."""

import uuid

import pytest
from django.urls import reverse

from centre.errors import DomainError
from centre.roles import Role
from privacy.erasing.executing import erase_person
from privacy.erasing.ways import GONE
from privacy.models import NoticeText, RegisterEntry
from privacy.registers.catalogue import ABOUT_STAFF
from privacy.registers.recording import open_leaving
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.registers import (
    TODAY,
    contract_asks,
    entry_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ABOUT_STAFF)
def test_an_open_promise_stands_once_a_person(key):
    contract_asks("004")
    person = UserFactory()
    entry_of(key, person=person)
    with pytest.raises(DomainError, match="まだ終わっていない"):
        entry_of(key, person=person)
    with pytest.raises(DomainError):
        entry_of(key, person=None)


def test_a_closed_account_leaves_the_duty_to_confirm_secrecy(client, manager):
    person, admin = UserFactory(), UserFactory(role=Role.ADMIN)
    client.force_login(admin)
    address = reverse("centre:user_edit", args=[person.pk])
    assert "再確認" in client.get(address).content.decode()
    sent = {"name": person.name, "role": person.role, "organisation": "", "submission_key": uuid.uuid4()}
    assert client.post(address, sent).status_code == 302
    entry = RegisterEntry.objects.get(kind="leaving")
    assert (entry.person, entry.state, entry.responsible) == (person, "open", manager)
    assert entry.notice == NoticeText.objects.first()
    assert open_leaving(person, day=TODAY, by=admin) is None
    client.force_login(manager)
    assert f"退職時の再確認：{person.name}" in client.get("/").content.decode()
    step = reverse("privacy:entry_step", args=[entry.pk, "close"])
    sent = {"on": "2026-11-20", "words": "書面で確認", "version": 1, "notice": "", "submission_key": uuid.uuid4()}
    assert client.post(step, sent).status_code == 422
    assert client.post(step, sent | {"notice": entry.notice_id}).status_code == 302
    assert "退職時の再確認" not in client.get("/").content.decode()


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN])
def test_who_handles_no_personal_data_leaves_nothing_to_confirm(role):
    person = UserFactory(role=role)
    assert open_leaving(person, day=TODAY, by=person) is None


def test_words_about_a_person_go_with_the_person_and_the_entry_stays(manager):
    person = JobseekerFactory(name="架空坂 見本子")
    told = {"topic": "complaint", "content": "架空坂見本子さんの申出"}
    named = entry_of("complaint", by=manager, counterpart="架空坂　見本子", details=told)
    other = entry_of("complaint", by=manager)
    erase_person(person, ground="見本の申出", by=manager, approved_by=UserFactory(role=Role.SUPERVISOR))
    named.refresh_from_db()
    assert (named.subject, named.counterpart, named.details) == (GONE, GONE, {})
    assert (named.number, named.state, named.asked_on) == (1, "open", TODAY)
    assert not named.revisions.exists()
    assert RegisterEntry.objects.get(pk=other.pk).details == other.details

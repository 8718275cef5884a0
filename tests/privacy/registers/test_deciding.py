"""The official permits or refuses an application on the screen, and opens no other entry."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from centre.errors import DomainError
from centre.roles import Role
from privacy.models import RegisterEntry
from privacy.registers.catalogue import PERMIT_KEYS
from privacy.registers.moving import decide, take_step
from privacy.registers.paper import facts_of
from tests.factories.centre import UserFactory
from tests.factories.registers import (
    TODAY,
    entry_of,
    permitted,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", PERMIT_KEYS)
def test_the_official_decides_on_the_screen(client, key):
    entry, official = entry_of(key), UserFactory(role=Role.OFFICIAL)
    client.force_login(official)
    page = client.get(reverse("privacy:approvals")).content.decode()
    address = reverse("privacy:approval_entry", args=[entry.pk])
    assert address in page
    assert "見本の" in client.get(address).content.decode()
    refusal = {"permits": "no", "words": "", "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(address, refusal).status_code == 422
    sent = {"permits": "yes", "words": "暗号化すること", "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(address, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.permitted_on, entry.decided_by, entry.answer) == (
        "permitted",
        TODAY,
        official,
        "暗号化すること",
    )
    assert "決定済み" in client.get(address).content.decode()
    again = client.post(address, sent | {"version": 2, "submission_key": uuid.uuid4()})
    assert again.status_code == 422


def test_a_refusal_names_its_reason_and_ends_the_application():
    entry, official = entry_of("carry"), UserFactory(role=Role.OFFICIAL)
    refused = decide(entry, 1, permits=False, words="目的が分かりません", by=official)
    assert (refused.state, refused.result, refused.permitted_on) == ("refused", "目的が分かりません", None)
    assert [words for _, words in facts_of(refused)].count("目的が分かりません") == 1
    with pytest.raises(DomainError):
        take_step(refused, 2, "carry", on=TODAY, by=entry.asked_by)


def test_nobody_else_decides_and_nobody_decides_on_their_own():
    entry = entry_of("carry")
    for role in set(Role) - {Role.OFFICIAL}:
        with pytest.raises(DomainError, match="県担当者だけ"):
            decide(entry, 1, permits=True, by=UserFactory(role=role))
    applicant = entry.asked_by
    applicant.role = Role.OFFICIAL
    with pytest.raises(DomainError, match="申請した人"):
        decide(entry, 1, permits=True, by=applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(decided_by=applicant)


def test_the_official_opens_only_what_waits_or_what_they_decided(client):
    waiting, complaint, decided = entry_of("copy"), entry_of("complaint"), permitted()
    client.force_login(UserFactory(role=Role.OFFICIAL))
    opened = [
        client.get(reverse("privacy:approval_entry", args=[one.pk])).status_code
        for one in (waiting, complaint, decided)
    ]
    assert opened == [200, 404, 404]
    assert client.get(waiting.get_absolute_url()).status_code == 403
    assert client.get(reverse("privacy:entries")).status_code == 403

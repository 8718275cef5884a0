"""Every register takes an entry, under its own number, to its own end; the profile says which registers there are."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from centre.errors import DomainError
from privacy.duties.profiles import PROFILES
from privacy.models import NoticeText, RegisterEntry
from privacy.registers.catalogue import KINDS
from privacy.registers.courses import FINAL, State
from privacy.registers.moving import take_step
from tests.factories.registers import (
    TODAY,
    contract_asks,
    contract_asks_for,
    entry_of,
    typed_of,
)

pytestmark = pytest.mark.django_db


def test_profiles_differ_in_what_they_ask_for():
    assert {key: sum(kind.is_on(key) for kind in KINDS.values()) for key in PROFILES} == {
        "000": 9,
        "002": 13,
        "003": 9,
        "004": 13,
    }
    assert [one for one in PROFILES if KINDS["key"].is_on(one)] == ["002"]
    assert [one for one in PROFILES if KINDS["pledge"].is_on(one)] == ["004"]
    assert not KINDS["subcontract"].is_on("003")
    assert all(set(kind.sources) <= set(PROFILES) for kind in KINDS.values())


@pytest.mark.parametrize("key", KINDS)
def test_every_register_takes_an_entry_by_its_own_form(client, manager, key):
    contract_asks_for(key)
    address = reverse("privacy:entry_add", args=[key])
    assert client.get(address).status_code == 200
    sent = typed_of(key, manager) | {"submission_key": uuid.uuid4()}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    entry = RegisterEntry.objects.get()
    assert answer["Location"] == entry.get_absolute_url()
    assert (entry.kind, entry.number, entry.state) == (key, 1, KINDS[key].course.begins)
    assert client.post(address, sent)["Location"] == answer["Location"]
    assert RegisterEntry.objects.count() == 1


@pytest.mark.parametrize("key", KINDS)
def test_a_register_that_the_profile_does_not_ask_for_takes_nothing(key):
    off = [one for one in PROFILES if not KINDS[key].is_on(one)]
    for one in off:
        contract_asks(one)
        with pytest.raises(DomainError, match="この台帳を使いません"):
            entry_of(key)


@pytest.mark.parametrize("key", KINDS)
def test_every_register_goes_to_its_end(key):
    contract_asks_for(key)
    entry, kind = entry_of(key), KINDS[key]
    text = NoticeText.objects.first()
    while entry.state not in FINAL:
        step = kind.course.after(entry.state)[0]
        entry = take_step(
            entry, entry.version, step.key, on=TODAY, words="見本", consent_number="1", notice=text, by=entry.asked_by
        )
    assert entry.state == State.CLOSED
    assert entry.revisions.count() == entry.version
    assert kind.state_word(entry.state)


def test_numbers_run_by_register_and_fiscal_year(november):
    assert [entry_of("copy").number, entry_of("copy").number, entry_of("receipt").number] == [1, 2, 1]
    assert entry_of("copy", asked_on=date(2026, 4, 1)).label == "複写 令和8年度 第3号"
    november.move_to("2027-04-01T12:00:00+09:00")
    assert entry_of("copy", asked_on=date(2027, 4, 1)).label == "複写 令和9年度 第1号"


def test_the_database_keeps_numbers_apart():
    one = entry_of("copy")
    two = entry_of("copy")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=two.pk).update(number=one.number)

"""Two people change one entry: nothing is overwritten, and the second sees both texts."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from centre.errors import DomainError, EditConflict
from privacy.models import RegisterEntry
from privacy.registers.recording import change_entry
from tests.factories.registers import (
    entry_of,
    typed_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["copy", "instruction"])
def test_the_second_of_two_editors_sees_both_texts_and_saves(client, manager, key):
    entry = entry_of(key, by=manager, due_on=date(2026, 12, 1))
    address = reverse("privacy:entry_edit", args=[entry.pk])
    assert client.get(address).status_code == 200
    change_entry(entry, 1, by=manager, subject="ほかの人の文", due_on=date(2026, 12, 1))
    sent = typed_of(key, manager) | {"subject": "わたしの文", "detail_content": "わたしの内容", "version": 1}
    answer = client.post(address, sent | {"submission_key": uuid.uuid4()})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "ほかの人の文" in page
    assert "わたしの文" in page
    assert "わたしの内容" in page
    assert RegisterEntry.objects.get().subject == "ほかの人の文"
    assert client.post(address, sent | {"version": 2, "submission_key": uuid.uuid4()}).status_code == 302
    assert RegisterEntry.objects.get().subject == "わたしの文"


def test_a_step_taken_from_an_old_page_is_refused(client, manager):
    entry = entry_of("receipt", by=manager)
    address = reverse("privacy:entry_step", args=[entry.pk, "close"])
    assert client.get(address).status_code == 200
    change_entry(entry, 1, by=manager, remark="見本")
    sent = {"on": "2026-11-20", "words": "返却", "version": 1}
    assert client.post(address, sent | {"submission_key": uuid.uuid4()}).status_code == 409
    assert client.post(address, sent | {"version": 2, "submission_key": uuid.uuid4()}).status_code == 302
    assert RegisterEntry.objects.get().state == "closed"


def test_a_day_of_another_fiscal_year_needs_another_number():
    entry = entry_of("copy")
    with pytest.raises(DomainError, match="番号が年度ごと") as refused:
        change_entry(entry, 1, by=entry.asked_by, asked_on=date(2026, 3, 31))
    assert refused.value.field == "asked_on"
    with pytest.raises(EditConflict):
        change_entry(entry, 9, by=entry.asked_by, remark="見本")

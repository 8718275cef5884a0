"""What does not fit a register is refused with words, by the form and by the act."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from centre.errors import DomainError
from privacy.models import AccessLog, RegisterEntry
from privacy.registers.catalogue import KINDS
from privacy.registers.recording import record_entry
from tests.factories.centre import UserFactory
from tests.factories.registers import (
    details_of,
    entry_of,
    typed_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"purpose": ""}, "detail_purpose"),
        ({"way": "sing"}, "detail_way"),
        ({"content": "あ" * 2001}, "detail_content"),
        ({"kept_at": "a\0b"}, "detail_kept_at"),
        ({"kept_at": 5}, "detail_kept_at"),
        ({"role": "official"}, ""),
    ],
)
def test_details_that_do_not_fit_are_refused(details, field):
    with pytest.raises(DomainError) as refused:
        entry_of("copy", details=details)
    assert (refused.value.field or "") == field


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"subject": "あ" * 201},
        {"quantity": "0"},
        {"quantity": "99999999999"},
        {"quantity": "三"},
        {"asked_on": "2026-13-01"},
        {"asked_on": "2026-11-21"},
        {"due_on": "2026-11-19"},
        {"detail_way": "other"},
        {"responsible": "999999"},
        {"subject": "見本\0"},
    ],
)
def test_a_form_with_something_wrong_says_so_and_keeps_nothing(client, manager, wrong):
    sent = typed_of("copy", manager) | wrong | {"submission_key": uuid.uuid4()}
    answer = client.post(reverse("privacy:entry_add", args=["copy"]), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not RegisterEntry.objects.exists()


def test_no_field_but_those_of_the_form_is_taken(client, manager):
    sent = typed_of("copy", manager) | {
        "state": "permitted", "permitted_on": "2026-11-20", "decided_by": manager.pk, "number": 77, "detail_role": "x",
        "consent_number": "1", "submission_key": uuid.uuid4(),
    }  # fmt: skip
    assert client.post(reverse("privacy:entry_add", args=["copy"]), sent).status_code == 302
    entry = RegisterEntry.objects.get()
    assert (entry.state, entry.permitted_on, entry.number, entry.consent_number) == ("asked", None, 1, "")
    assert set(entry.details) == set(details_of(KINDS["copy"]))


def test_what_nobody_should_collect_is_kept_only_with_a_reason(client, manager):
    sent = typed_of("copy", manager) | {"detail_purpose": "前科の確認", "submission_key": uuid.uuid4()}
    address = reverse("privacy:entry_add", args=["copy"])
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"keep_reason": "架空の見本のため"}).status_code == 302
    assert AccessLog.objects.filter(action=AccessLog.Action.KEPT).exists()


def test_the_act_itself_refuses_a_day_to_come():
    with pytest.raises(DomainError, match="先の日"):
        record_entry(
            KINDS["leaving"], details={}, asked_on=date(2026, 11, 21), by=UserFactory(), person=UserFactory(),
            responsible=UserFactory(),
        )  # fmt: skip

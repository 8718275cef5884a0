"""Nothing before the prefecture's permission, no day out of order, nothing rewritten afterwards."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from centre.errors import DomainError
from privacy.models import RegisterEntry
from privacy.registers.catalogue import PERMIT_KEYS
from privacy.registers.moving import take_step
from privacy.registers.recording import change_entry
from tests.factories.registers import TODAY, entry_of, permitted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", PERMIT_KEYS)
def test_nothing_is_done_before_the_permission(key):
    entry = entry_of(key)
    with pytest.raises(DomainError, match="この操作はできません"):
        take_step(entry, 1, "carry", on=TODAY, by=entry.asked_by)
    for change in (
        {"carried_on": TODAY},
        {"state": "carried", "carried_on": TODAY},
        {"state": "permitted", "permitted_on": TODAY},
        {"state": "closed", "closed_on": TODAY, "result": "見本"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterEntry.objects.filter(pk=entry.pk).update(**change)


def test_the_day_of_doing_is_not_before_the_day_of_permission(november):
    entry = entry_of("carry", asked_on=date(2026, 11, 10), due_on=date(2026, 12, 1))
    entry = take_step(entry, 1, "permit", on=date(2026, 11, 18), consent_number="1", by=entry.asked_by)
    with pytest.raises(DomainError, match="承諾の前には行えません") as refused:
        take_step(entry, 2, "carry", on=date(2026, 11, 17), by=entry.asked_by)
    assert refused.value.field == "on"
    with pytest.raises(DomainError, match="先の日"):
        take_step(entry, 2, "carry", on=date(2026, 11, 21), by=entry.asked_by)
    assert take_step(entry, 2, "carry", on=date(2026, 11, 18), by=entry.asked_by).state == "carried"


def test_what_was_permitted_is_not_taken_back_before_the_permission(november):
    entry = entry_of("carry", asked_on=date(2026, 11, 10), due_on=date(2026, 12, 1))
    entry = take_step(entry, 1, "permit", on=date(2026, 11, 18), consent_number="1", by=entry.asked_by)
    with pytest.raises(DomainError, match="順"):
        take_step(entry, 2, "void", on=date(2026, 11, 17), words="見本", by=entry.asked_by)
    assert take_step(entry, 2, "void", on=date(2026, 11, 18), words="見本", by=entry.asked_by).state == "void"


def test_a_permission_on_paper_needs_its_number():
    entry = entry_of("copy")
    with pytest.raises(DomainError, match="文書の番号") as refused:
        take_step(entry, 1, "permit", on=TODAY, consent_number=" ", by=entry.asked_by)
    assert refused.value.field == "consent_number"


def test_what_was_permitted_stays_as_it_was():
    entry = permitted()
    with pytest.raises(DomainError, match="承諾した内容は直せません"):
        change_entry(entry, 2, by=entry.asked_by, subject="別の資料", responsible=entry.asked_by, remark="")
    changed = change_entry(entry, 2, by=entry.asked_by, responsible=entry.asked_by, remark="見本", due_on=TODAY)
    assert (changed.remark, changed.due_on, changed.subject) == ("見本", TODAY, "見本の資料")
    for change in (
        {"subject": "別"},
        {"quantity": 9},
        {"details": {}},
        {"consent_number": "2"},
        {"permitted_on": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterEntry.objects.filter(pk=entry.pk).update(**change)


def test_closing_needs_a_result_and_days_in_order():
    entry = entry_of("receipt")
    with pytest.raises(DomainError, match=r"受け取った人.*を書いてください"):
        take_step(entry, 1, "close", on=TODAY, words=" ", by=entry.asked_by)
    with pytest.raises(DomainError, match="順"):
        take_step(entry, 1, "close", on=date(2026, 11, 19), words="返却", by=entry.asked_by)
    closed = take_step(entry, 1, "close", on=TODAY, words="返却", by=entry.asked_by)
    with pytest.raises(DomainError, match="この操作はできません"):
        take_step(closed, 2, "void", on=TODAY, words="見本", by=entry.asked_by)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(result="")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(state="open", closed_on=None)


def test_nothing_of_a_register_is_deleted_or_rewritten():
    entry = entry_of("copy")
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.revisions.update(subject="別")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.create(
            kind="copy", fiscal_year=2026, number=99, state="permitted", subject="見本", asked_on=TODAY,
            permitted_on=TODAY, consent_number="1", responsible=entry.asked_by, asked_by=entry.asked_by,
            changed_by=entry.asked_by,
        )  # fmt: skip

"""The page of an employer says what is open and what to do next, to those who may do it."""

from datetime import date

import pytest
import time_machine

from centre.registry import open_items
from centre.roles import Role
from consultations.models import FollowUp
from employers import planning
from employers.models import Contact, Scheme
from employers.schemes import notice
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory, RegistrationFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def labels(record, role: str = Role.COUNSELLOR) -> list[str]:
    """What is open, in words."""
    return [item.label for item in open_items(record, UserFactory(role=role), TODAY)]


def test_a_fresh_employer_wants_the_register_filled():
    assert labels(EstablishmentFactory()) == [
        "登録の内容を確かめる",
        "利用者登録をご案内する",
        "移住支援金の要件を確かめる",
    ]


def test_everything_open_is_there_the_urgent_first():
    record = EstablishmentFactory(last_confirmed_on=TODAY)
    record.corporation.facts_checked_on = TODAY
    record.corporation.save()
    RegistrationFactory(establishment=record, registered_on=date(2026, 4, 1))
    user = UserFactory(name="見本 花子")
    planning.plan_visit(record, planned_on=date(2026, 11, 30), visitor=user, by=user)
    FollowUp.objects.create(establishment=record, what="電話する", due_on=date(2026, 11, 1), assigned_to=user)
    JobPostingFactory(
        establishment=record, title="見本の仕事", listed_from=date(2026, 6, 1), listed_until=date(2026, 12, 20)
    )
    scheme = Scheme.objects.get(pk="travel")
    notice(record, scheme, noticed_on=TODAY, method="visit", state="considering", by=user)
    urgent, *others = labels(record)
    assert urgent == "電話する（見本 花子）"
    assert set(others) == {"訪問の予定（見本 花子）", "交通費補助を県へつなぐ", "掲載の期限：見本の仕事"}
    assert labels(record, Role.OFFICIAL) == []


def test_a_look_at_the_contacts_leaves_a_line_and_a_page_without_them_none(client):
    record, user = EstablishmentFactory(), UserFactory(role=Role.COUNSELLOR)
    client.force_login(user)
    looks = AccessLog.objects.filter(subject="employers.Establishment", action=AccessLog.Action.READ)
    client.get(record.get_absolute_url())
    assert not looks.exists()
    Contact.objects.create(establishment=record, name="架空 一郎")
    client.get(record.get_absolute_url())
    assert (looks.get().subject_id, looks.get().detail) == (record.pk, "担当者1人")
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert "架空 一郎" not in client.get(record.get_absolute_url()).content.decode()
    assert looks.count() == 1


def test_on_the_page(client):
    record = EstablishmentFactory()
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    assert "利用者登録をご案内する" in client.get(record.get_absolute_url()).content.decode()

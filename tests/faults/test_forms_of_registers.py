"""Forms of the registers: five presses make one record (T4), numbers have no gap and no double, and the second of two
editors overwrites nothing, sees both texts and can save (T5)."""

import threading
import uuid
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from centre.models import Contract
from centre.roles import Role
from privacy.duties import designating
from privacy.models import Designation, EntryDocument, RegisterEntry, RegisterTerm, Workplace
from privacy.registers.catalogue import KINDS
from tests.factories.centre import UserFactory
from tests.factories.registers import entry_of, typed_of

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def five_at_once(client_of, address: str, fields, keys: list[str]) -> list[tuple[int, str]]:
    """What five browsers are answered that send a form in the same moment."""
    answers, together = [], threading.Barrier(5)

    def submit(client: Client, key: str) -> None:
        together.wait()
        answer = client.post(address, {"submission_key": key, **fields()})
        answers.append((answer.status_code, answer.get("Location", "")))
        connections.close_all()

    threads = [threading.Thread(target=submit, args=[client_of(), key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db(transaction=True)
def test_five_presses_are_one_entry_and_five_people_have_five_numbers():
    with transaction.atomic():
        user = UserFactory(role=Role.PRIVACY_MANAGER)
    address, fields = reverse("privacy:entry_add", args=["copy"]), lambda: typed_of("copy", user)
    answers = five_at_once(lambda: browser(user), address, fields, [str(uuid.uuid4())] * 5)
    assert len(set(answers)) == 1
    assert answers[0][0] == 302
    assert RegisterEntry.objects.count() == 1
    answers = five_at_once(lambda: browser(user), address, fields, [str(uuid.uuid4()) for _ in range(5)])
    assert {status for status, _ in answers} == {302}
    assert sorted(RegisterEntry.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_five_presses_add_one_paper_and_take_one_step():
    with transaction.atomic():
        user = UserFactory(role=Role.PRIVACY_MANAGER)
        entry = entry_of("receipt", by=user)

    def paper() -> dict:
        return {"title": "控え", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")}

    address = reverse("privacy:entry_document_add", args=[entry.pk])
    answers = five_at_once(lambda: browser(user), address, paper, [str(uuid.uuid4())] * 5)
    assert {status for status, _ in answers} == {302}
    assert EntryDocument.objects.count() == 1
    address = reverse("privacy:entry_step", args=[entry.pk, "close"])
    step = {"on": "2026-11-20", "words": "返却", "version": 1}
    answers = five_at_once(lambda: browser(user), address, lambda: step, [str(uuid.uuid4()) for _ in range(5)])
    # Whoever came first took it; the others see what became of it.
    assert sorted(status for status, _ in answers) == [302, 409, 409, 409, 409]
    assert RegisterEntry.objects.get().version == 2


def refused_then_saved(client: Client, address: str, typed: dict, version: int) -> str:
    """The page of the second editor; the next save with the new version goes through."""
    refused = client.post(address, typed | {"version": version, "submission_key": uuid.uuid4()})
    assert refused.status_code == 409
    again = typed | {"version": refused.context["version"], "submission_key": uuid.uuid4()}
    assert client.post(address, again).status_code == 302
    return refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("key", KINDS)
def test_two_editors_of_an_entry(key):
    user = UserFactory(role=Role.PRIVACY_MANAGER)
    client = browser(user)
    # What the strict profile asks of the person is asked at the log-in.
    Contract.objects.filter(fiscal_year=2026).update(privacy_profile=next(iter(KINDS[key].sources)))
    entry = entry_of(key, by=user, due_on=date(2026, 11, 25) if "due_on" in KINDS[key].columns else None)
    RegisterEntry.objects.update(version=2, remark="ほかの人の備考")
    typed = typed_of(key, user) | {"due_on": "2026-11-25", "remark": "わたしの備考"}
    page = refused_then_saved(client, reverse("privacy:entry_edit", args=[entry.pk]), typed, 1)
    assert "ほかの人の備考" in page
    assert "わたしの備考" in page
    assert RegisterEntry.objects.get().remark == "わたしの備考"


@pytest.mark.django_db
def test_two_editors_of_the_days():
    user = UserFactory(role=Role.SUPERVISOR)
    RegisterTerm.objects.create(kind="instruction", days=3, source="ほかの人の根拠", version=2)
    typed = {"days": 5, "counting": "calendar", "source": "わたしの根拠"}
    address = reverse("privacy:register_term", args=["instruction"])
    assert "ほかの人の根拠" in refused_then_saved(browser(user), address, typed, 1)
    assert RegisterTerm.objects.get().days == 5


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["entry", "workplace", "manager"])
def test_the_official_decides_on_what_stands_there_now(what):
    official, by = UserFactory(role=Role.OFFICIAL), UserFactory()
    days = {"reported_on": TODAY, "starts_on": TODAY, "approved_on": None, "ends_on": None}
    if what == "entry":
        record, model = entry_of("copy", by=by), RegisterEntry
        typed = {"permits": "yes", "words": "", "consent_number": ""}
    elif what == "workplace":
        record, model, typed = designating.add_workplace(by=by, place="見本", **days), Workplace, {"agrees": "on"}
    else:
        Contract.objects.filter(fiscal_year=2026).update(privacy_profile="004")
        terms = {"duty": "manager", "belongs_to": "見本", "contact": "見本"} | days
        record, model, typed = designating.designate(by, by=by, **terms), Designation, {"agrees": "on"}
    model.objects.filter(pk=record.pk).update(version=2)
    refused_then_saved(browser(official), reverse(f"privacy:approval_{what}", args=[record.pk]), typed, 1)
    record.refresh_from_db()
    assert (record.permitted_on if what == "entry" else record.approved_on) == TODAY

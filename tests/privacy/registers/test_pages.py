"""The pages of the registers: what they say, to whom, and at what cost."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre import jobs
from centre.roles import Role
from privacy.exporting import ask_export
from privacy.models import AccessLog
from privacy.registers.catalogue import KINDS
from privacy.registers.details import shown
from privacy.registers.export_columns import ENTRIES
from privacy.registers.moving import take_step
from tests.factories.centre import UserFactory
from tests.factories.registers import (
    TODAY,
    contract_asks,
    entry_of,
    permitted,
)
from tests.opened_files import opened

pytestmark = pytest.mark.django_db


def test_the_entry_tells_its_whole_history(client, manager):
    entry = permitted(by=manager)
    take_step(entry, 2, "carry", on=TODAY, by=manager)
    page = client.get(entry.get_absolute_url()).content.decode()
    for words in ("申請中 → 承諾済", "承諾済 → 持出し中", "県の文書の番号", "持出 令和8年度 第1号"):
        assert words in page
    assert AccessLog.objects.filter(subject="privacy.RegisterEntry", subject_id=entry.pk).exists()


def test_the_history_names_the_day_of_a_refusal_a_refusal(client, manager):
    entry = entry_of("copy", by=manager)
    take_step(entry, 1, "refuse", on=TODAY, words="目的が分かりません", by=manager)
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "県が承諾しないと答えた日：（空） →" in page
    assert "廃棄・返却した日" not in page


def test_papers_are_added_and_kept(client, manager):
    entry = entry_of("receipt", by=manager)
    address = reverse("privacy:entry_document_add", args=[entry.pk])
    bad = {"title": "控え", "file": SimpleUploadedFile("a.pdf", b"MZ bad"), "submission_key": uuid.uuid4()}
    assert client.post(address, bad).status_code == 422
    good = {"title": "控え", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"), "submission_key": uuid.uuid4()}
    assert client.post(address, good).status_code == 302
    document = entry.documents.get()
    answer = client.get(reverse("privacy:entry_document", args=[document.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    with pytest.raises(DatabaseError), transaction.atomic():
        document.delete()


def test_the_list_is_searched_filtered_and_costs_the_same_for_many(client, manager):
    entry_of("copy", by=manager)
    address = reverse("privacy:entries")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for number in range(12):
        entry_of("carry", by=manager, subject=f"名簿その{number}", due_on=date(2026, 12, 1))
    late = entry_of("instruction", by=manager, subject="遅れ", asked_on=date(2026, 11, 2), due_on=date(2026, 11, 6))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 20
    assert client.get(address, {"q": "名簿その7"}).context["paginator"].count == 1
    assert list(client.get(address, {"state": "overdue"}).context["object_list"]) == [late]
    assert client.get(address, {"kind": "carry", "state": "unfinished"}).context["paginator"].count == 12
    overview = client.get(reverse("privacy:registers")).content.decode()
    assert "遅れ" in overview


def test_the_list_of_an_earlier_year_is_found_and_printed(client, manager):
    old = entry_of("copy", by=manager, subject="前の年度の資料", asked_on=date(2026, 3, 31))
    entry_of("copy", by=manager)
    address = reverse("privacy:entries")
    assert "令和8年度（2026年度）の台帳（PDF）" in client.get(address, {"kind": "copy"}).content.decode()
    page = client.get(address, {"kind": "copy", "year": "2025"})
    assert list(page.context["object_list"]) == [old]
    assert "令和7年度（2025年度）の台帳（PDF）" in page.content.decode()
    assert f"{reverse('privacy:register_pdf', args=['copy'])}?year=2025" in page.content.decode()
    assert client.get(address, {"kind": "copy", "year": "１９"}).status_code == 200


def test_the_file_of_the_list_names_the_fields_that_a_register_alone_has(manager):
    contract_asks("002")
    carry, _key = entry_of("carry", by=manager, due_on=date(2026, 12, 1)), entry_of("key", by=manager)
    job = ask_export(
        ENTRIES,
        query="",
        columns=[{"key": "kind"}, {"key": "own"}],
        file_format="csv_utf8",
        reason="県に渡す",
        address=None,
        by=manager,
    )
    jobs.carry(job.pk)
    job.refresh_from_db()
    rows = set(opened(job).decode("utf-8-sig").splitlines()[1:])
    words = "／".join(f"{label}：{value}" for label, value in shown(KINDS["carry"], carry.details))
    assert rows == {f"持出しの承諾,{words}", "鍵の管理台帳,鍵の番号：見本"}
    assert "媒体：紙" in words


def test_the_overview_and_the_home_card_say_what_is_late(client, manager, november):
    entry_of("instruction", by=manager, subject="見本の指示", due_on=date(2026, 11, 23))
    far = entry_of("instruction", by=manager, subject="先の指示", due_on=date(2026, 11, 24))
    home = client.get("/").content.decode()
    assert "見本の指示" in home
    assert "先の指示" not in home
    november.move_to("2026-11-25T12:00:00+09:00")
    client.force_login(manager)
    assert "（過ぎています）" in client.get("/").content.decode()
    take_step(far, 1, "answer", on=date(2026, 11, 25), words="回答", by=manager)
    assert "先の指示" not in client.get("/").content.decode()
    newcomer = UserFactory(is_ready=False)
    assert f"周知文を未確認：{newcomer.name}" in client.get("/").content.decode()
    contract_asks("004")
    assert "誓約書を未回収" in client.get("/").content.decode()


def test_the_profiles_page_names_the_clause_of_every_item(client, manager):
    contract_asks("002")
    page = client.get(reverse("privacy:profiles")).content.decode()
    for words in ("本文 8(1)〜(4)", "別紙3 第7条2", "別紙3 第6条2", "別記 第15", "いまの組"):
        assert words in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_each_role_opens_its_part(client, role):
    """What an inspector opens depends on the inspection that runs, and is tried there."""
    entry = entry_of("copy")
    client.force_login(UserFactory(role=role))
    pages = {
        reverse("privacy:registers"): {"supervisor", "privacy_manager"},
        reverse("privacy:profiles"): {"supervisor", "privacy_manager"},
        reverse("privacy:entries"): {"supervisor", "privacy_manager"},
        entry.get_absolute_url(): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_add", args=["copy"]): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_edit", args=[entry.pk]): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_step", args=[entry.pk, "permit"]): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_pdf", args=[entry.pk]): {"supervisor", "privacy_manager"},
        reverse("privacy:register_excel", args=["copy"]): {"supervisor", "privacy_manager"},
        reverse("privacy:approvals"): {"official"},
        reverse("privacy:approval_entry", args=[entry.pk]): {"official"},
    }
    opened = {page: client.get(page).status_code for page in pages}
    assert opened == {page: 200 if role in roles else 403 for page, roles in pages.items()}


def test_addresses_of_no_register_and_no_step_are_not_found(client, manager):
    entry = entry_of("copy")
    for address in (
        reverse("privacy:entry_add", args=["no-such"]),
        reverse("privacy:register_term", args=["no-such"]),
        reverse("privacy:register_pdf", args=["no-such"]),
        reverse("privacy:entry_step", args=[entry.pk, "fly"]),
        reverse("privacy:entry", args=[99999]),
    ):
        assert client.get(address).status_code == 404, address

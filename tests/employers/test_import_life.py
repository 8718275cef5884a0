"""A list on its way: how its columns are read, what is suspected, what has changed meanwhile, and back again."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.files import store
from centre.jobs import carry
from centre.models import Job
from centre.roles import Role
from config.sample.employers import corporate_number
from employers.importing import reading
from employers.importing.deciding import (
    decide_left_out,
    decide_new,
    decide_rest_left_out,
    decide_rest_new,
    decide_same,
)
from employers.importing.forgetting import forget_lines
from employers.importing.rejected_rows import workbook
from employers.importing.taking_in import take_in
from employers.importing.undoing import undo
from employers.models import Contact, Corporation, Establishment, ImportBatch, ImportLine, ImportRun, Registration
from employers.visiting import record_visit
from tests.employers.lists import batch_of, import_employers, listed, plan
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.second_connection import must_wait, somebody_else

pytestmark = pytest.mark.django_db

ONE = corporate_number(5_200_001)
FULL = "事業所名,法人番号,所在地,電話番号,資本金,担当者,登録日"


def rows_of_the_register() -> dict[str, list]:
    """Every row of the tables that an import writes, column by column."""
    found = {}
    with connection.cursor() as cursor:
        for table in ("corporation", "establishment", "contact", "registration"):
            cursor.execute(f"SELECT to_jsonb(t) FROM employers_{table} AS t ORDER BY id")
            found[table] = cursor.fetchall()
    return found


# ---- columns


def test_unknown_headings_are_read_as_somebody_chose_and_the_choice_is_remembered():
    content = listed("屋号,ばしょ", "見本商店,熊本市中央区1番")
    batch = reading.open_batch(store("一覧.csv", "text/csv", content), None)
    assert reading.missing_columns(batch) == ["事業所名"]
    reading.change_mapping(batch, {"屋号": "name", "ばしょ": "address"}, None)
    assert reading.read(batch).counts["new"] == 1
    assert batch.lines.get().values["municipality_id"] == "43101"
    again = reading.open_batch(store("一覧.csv", "text/csv", content), None)
    assert (reading.missing_columns(again), again.mapping) == ([], {"屋号": "name", "ばしょ": "address"})


def test_a_column_that_is_left_out_is_not_read():
    batch = batch_of(listed("事業所名,電話番号", "見本商店,096-000-0001"))
    reading.change_mapping(batch, {"事業所名": "name", "電話番号": ""}, None)
    assert "phone" not in reading.read(batch).lines.get().values


def test_two_headings_for_one_column_and_none_for_the_name_are_refused():
    batch = batch_of(listed("事業所名,屋号", "見本商店,見本"))
    with pytest.raises(DomainError, match="どちらも"):
        reading.change_mapping(batch, {"事業所名": "name", "屋号": "name"}, None)
    with pytest.raises(DomainError, match="必要な列"):
        reading.change_mapping(batch, {"事業所名": "", "屋号": ""}, None)


def test_a_list_that_was_taken_in_keeps_its_columns():
    batch = batch_of(listed("事業所名,電話番号", "見本商店,096-000-0001"))
    take_in(batch, by=None)
    with pytest.raises(DomainError, match="もう取り込まれています"):
        reading.change_mapping(batch, {"事業所名": "name", "電話番号": ""}, None)
    assert ImportBatch.objects.get().mapping["電話番号"] == "phone"


@pytest.mark.parametrize(
    ("kind", "words"), [("read_import", "読み込んでいる途中"), ("take_in_import", "取り込んでいる途中")]
)
def test_a_list_in_work_keeps_its_columns(kind, words):
    batch = batch_of(listed("事業所名,電話番号", "見本商店,096-000-0001"))
    job = jobs.ask(kind, str(batch.pk), {"batch": batch.pk}, UserFactory())
    with pytest.raises(DomainError, match=words):
        reading.change_mapping(batch, {"事業所名": "name", "電話番号": ""}, None)
    Job.objects.filter(pk=job.pk).update(state="failed", finished_at=timezone.now())
    reading.change_mapping(batch, {"事業所名": "name", "電話番号": ""}, None)
    assert ImportBatch.objects.get().mapping["電話番号"] == ""


# ---- suspected and rejected rows


def test_a_suspected_row_that_is_the_same_updates_the_known_one():
    known = EstablishmentFactory(name="見本商店", address="八代市1番", phone="096-000-0001")
    batch = batch_of(listed("事業所名,所在地,電話番号", "㈲ひばり見本,熊本市中央区2番,096-000-0001"))
    line = decide_same(batch.lines.get(), known)
    assert ["所在地", "八代市1番", "熊本市中央区2番"] in line.changes
    take_in(batch, by=None)
    known.refresh_from_db()
    assert (known.name, known.address, known.municipality_id) == ("㈲ひばり見本", "熊本市中央区2番", "43101")
    assert Establishment.objects.count() == 1


def test_nothing_is_taken_in_while_a_suspicion_is_open():
    EstablishmentFactory(phone="096-000-0001")
    batch = batch_of(listed("事業所名,電話番号", "架空商会,096-000-0001", "ひばり商会,096-000-0002"))
    with pytest.raises(DomainError, match="重複の疑いが1行"):
        take_in(batch, by=None)
    decide_left_out(batch.lines.get(row_number=2))
    assert take_in(batch, by=None).summary["left_out"] == 1
    assert not Establishment.objects.filter(name="架空商会").exists()


def test_an_employer_can_be_meant_by_one_row_only():
    known = EstablishmentFactory(name="見本商店", address="八代市1番", phone="096-000-0001")
    content = listed("事業所名,所在地,電話番号", "見本商店,八代市1番,", "架空商会,荒尾市2番,096-000-0001")
    batch = batch_of(content)
    with pytest.raises(DomainError, match="別の行"):
        decide_same(batch.lines.get(row_number=3), known)


def test_a_decision_can_be_changed_until_the_list_is_taken_in():
    EstablishmentFactory(phone="096-000-0001")
    batch = batch_of(listed("事業所名,電話番号", "架空商会,096-000-0001"))
    decide_left_out(batch.lines.get())
    line = decide_new(batch.lines.get())
    assert line.state == ImportLine.State.NEW
    take_in(batch, by=None)
    with pytest.raises(DomainError, match="もう取り込まれた"):
        decide_left_out(line)


@pytest.mark.parametrize("decide", [decide_rest_new, decide_rest_left_out])
def test_the_rest_is_decided_only_while_the_list_waits_for_it(decide):
    EstablishmentFactory(phone="096-000-0001")
    batch = batch_of(listed("事業所名,電話番号", "架空商会,096-000-0001", "ひばり商会,096-000-0002"))
    assert decide(batch) == 1
    take_in(batch, by=None)
    with pytest.raises(DomainError, match="もう取り込まれた"):
        decide(batch)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "decide", [decide_rest_new, decide_rest_left_out, lambda batch: decide_left_out(batch.lines.get())]
)
def test_nothing_is_decided_while_somebody_takes_the_list_in(decide):
    EstablishmentFactory(phone="096-000-0001")
    batch = batch_of(listed("事業所名,電話番号", "架空商会,096-000-0001"))
    with somebody_else() as cursor:
        cursor.execute("SELECT FROM employers_importbatch WHERE id = %s FOR UPDATE", [batch.pk])
        with must_wait():
            decide(batch)
    decide(batch)
    assert batch.lines.get().is_decided


def test_who_changes_their_mind_gets_what_they_chose_last():
    known = EstablishmentFactory(name="見本商店", phone="096-000-0001")
    Registration.objects.create(establishment=known, source="visit", scope="public", registered_on=date(2026, 3, 1))
    content = listed("事業所名,電話番号,登録日", "架空商会,096-000-0001,2026-05-01")
    first = batch_of(content)
    decide_new(decide_same(first.lines.get(), known))
    take_in(first, by=None)
    newcomer = Establishment.objects.get(name="架空商会")
    assert newcomer.corporation_id != known.corporation_id
    assert newcomer.registrations.count() == 1
    second = batch_of(listed("事業所名,電話番号,登録日", "ひばり商会,096-000-0001,2026-05-01"))
    decide_same(decide_new(second.lines.get()), known)
    take_in(second, by=None)
    known.refresh_from_db()
    assert (known.name, known.registrations.count()) == ("ひばり商会", 1)


def test_rejected_rows_are_left_out_only_when_somebody_says_so():
    batch = batch_of(listed("事業所名,従業員数", "見本商店,多数", "架空商会,5"))
    with pytest.raises(DomainError, match="取り込めない行が1行"):
        take_in(batch, by=None)
    take_in(batch, by=None, leave_out_rejected=True)
    assert Establishment.objects.get().name == "架空商会"


def test_the_rejected_rows_come_back_with_their_own_cells_and_the_reason():
    batch = batch_of(listed("事業所名,従業員数,備考", "=cmd|見本,多数,そのまま", "架空商会,5,"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(batch))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("行", "事業所名", "従業員数", "備考", "取り込めない理由")
    assert rows[1][:4] == (2, "=cmd|見本", "多数", "そのまま")
    assert "従業員数" in rows[1][4]
    assert sheet["B2"].data_type == "s"


# ---- what changes between reading and taking in


def test_a_list_read_before_somebody_else_saved_is_read_again():
    known = EstablishmentFactory(name="見本商店", address="八代市1番")
    batch = batch_of(listed("事業所名,所在地,従業員数", "見本商店,八代市1番,7"))
    Establishment.objects.filter(pk=known.pk).update(version=known.version + 1)
    with pytest.raises(DomainError, match=r"読み込んだあとに.*はじめは2行目"):
        take_in(batch, by=None)
    reading.read(batch)
    take_in(batch, by=None)
    assert Establishment.objects.get().employees == 7


def test_an_employer_entered_meanwhile_is_not_entered_twice():
    corporation = CorporationFactory(corporate_number=ONE)
    batch = batch_of(listed("事業所名,法人番号,所在地", f"見本商店,{ONE},八代市1番"))
    EstablishmentFactory(corporation=corporation, name="見本商店", address="八代市1番")
    with pytest.raises(DomainError, match="読み込んだあとに"):
        take_in(batch, by=None)


def test_a_list_is_taken_in_once():
    batch = batch_of(listed("事業所名", "見本商店"))
    take_in(batch, by=None)
    with pytest.raises(DomainError, match="もう取り込まれています"):
        take_in(batch, by=None)
    with pytest.raises(DomainError, match="もう取り込まれています"):
        reading.read(ImportBatch.objects.get())


# ---- undo


def test_an_import_that_nothing_has_touched_is_taken_back_to_the_last_byte():
    known = EstablishmentFactory(
        corporation=CorporationFactory(corporate_number=ONE, capital_yen=None), name="見本商店", address="八代市1番"
    )
    Contact.objects.create(establishment=known, name="架空 一郎", is_main=True)
    before = rows_of_the_register()
    run = import_employers(
        listed(
            FULL,
            f"見本商店,{ONE},八代市1番,096-000-7777,3000万円,見本 花子,2026-04-01",
            "架空商会,,荒尾市2番,0968-00-0001,,仮名 次郎,2026-05-01",
        ),
        by=UserFactory(),
    )
    assert rows_of_the_register() != before
    assert (Contact.objects.count(), Registration.objects.count(), Corporation.objects.count()) == (3, 2, 2)
    told = undo(run, by=UserFactory()).counts
    assert rows_of_the_register() == before
    assert told == {"registration": [0, 2], "contact": [1, 2], "establishment": [1, 1], "corporation": [1, 1]}


def test_contacts_that_changed_places_change_back():
    known = EstablishmentFactory(name="見本商店", address="八代市1番")
    Contact.objects.create(establishment=known, name="架空 一郎")
    Contact.objects.create(establishment=known, name="架空 二郎", is_main=True)
    before = rows_of_the_register()
    undo(import_employers(listed("事業所名,所在地,担当者", "見本商店,八代市1番,架空 一郎")), by=None)
    assert rows_of_the_register() == before


def test_an_import_is_not_taken_back_once_its_employers_were_visited():
    run = import_employers(listed("事業所名", "見本商店"))
    record_visit(Establishment.objects.get(), visited_on=date(2026, 5, 1), by=UserFactory())
    with pytest.raises(DomainError, match=r"変わっています：見本商店.*企業訪問が1件"):
        undo(run, by=None)
    assert Establishment.objects.count() == 1


def test_an_import_is_not_taken_back_once_a_record_was_changed_or_twice():
    run = import_employers(listed("事業所名,従業員数", "見本商店,5"))
    record = Establishment.objects.get()
    Establishment.objects.update(employees=6)
    with pytest.raises(DomainError, match="見本商店"):
        undo(run, by=None)
    Establishment.objects.update(employees=record.employees)
    undo(run, by=None)
    with pytest.raises(DomainError, match="もう取り消されています"):
        undo(run, by=None)


def test_after_its_term_an_import_stays_and_its_rows_go(client, settings):
    settings.IMPORT_LINES_KEPT_DAYS = 90
    with time_machine.travel("2026-08-01T12:00:00+09:00", tick=False):
        run = import_employers(listed("事業所名", "見本商店"))
    waiting = batch_of(listed("事業所名", "架空商会"))
    address = f"/employers/import/result/{run.pk}/"
    with time_machine.travel("2026-10-30T12:00:00+09:00", tick=False):
        assert forget_lines() == 0
        client.force_login(UserFactory(role=Role.COUNSELLOR))
        assert "この取込みを取り消す" in client.get(address).content.decode()
    with time_machine.travel("2026-10-30T12:00:01+09:00", tick=False):
        client.force_login(UserFactory(role=Role.COUNSELLOR))
        page = client.get(address)
        assert "取り消せるのは取込みから90日までです" in page.content.decode()
        assert "この取込みを取り消す" not in page.content.decode()
        refused = client.post(address, {"submission_key": page.context["submission_key"]})
        assert (refused.status_code, "90日まで" in refused.content.decode()) == (422, True)
        with pytest.raises(DomainError, match="90日まで"):
            undo(run, by=None)
        assert forget_lines() == 1
    assert list(ImportLine.objects.values_list("batch", flat=True)) == [waiting.pk]
    assert (Establishment.objects.get().name, run.effects.count()) == ("見本商店", 2)


def test_the_same_list_can_be_taken_in_again_after_it_was_taken_back():
    content = listed(FULL, f"見本商店,{ONE},八代市1番,096-000-7777,3000万円,見本 花子,2026-04-01")
    undo(import_employers(content), by=None)
    assert plan(content).told["new"] == 1
    import_employers(content)
    assert Registration.objects.count() == 1


# ---- in the browser


def send(client, content: bytes, name: str = "一覧.csv"):
    """Choose a file on the page."""
    page = client.get("/employers/import/")
    file = io.BytesIO(content)
    file.name = name
    return client.post("/employers/import/", {"file": file, "submission_key": page.context["submission_key"]})


def test_a_person_decides_row_by_row_and_takes_in_and_back(client):
    known = EstablishmentFactory(name="見本商店", address="八代市1番", phone="096-000-0001")
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    address = send(client, listed("事業所名,電話番号", "㈲ひばり見本,096-000-0001", "架空商会,096-000-0002"))[
        "Location"
    ]
    page = client.get(address)
    assert "重複の疑いが1行" in page.content.decode()
    refused = client.post(address, {"submission_key": page.context["submission_key"]})
    assert refused.status_code == 422
    line = ImportLine.objects.get(state="suspected")
    decided = client.post(
        f"/employers/import/lines/{line.pk}/", {"choice": str(known.pk)}, headers={"HX-Request": "true"}
    )
    assert "判断済み" in decided.content.decode()
    page = client.get(address)
    done = client.post(address, {"submission_key": page.context["submission_key"]})
    known.refresh_from_db()
    assert known.name == "㈲ひばり見本"
    result = client.get(done["Location"])
    client.post(done["Location"], {"submission_key": result.context["submission_key"]})
    known.refresh_from_db()
    assert (known.name, Establishment.objects.count()) == ("見本商店", 1)
    assert "取り消しました" in client.get(done["Location"]).content.decode()


def test_the_rest_is_decided_on_the_page_and_too_late_is_told(client):
    EstablishmentFactory(phone="096-000-0001")
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    batch = batch_of(listed("事業所名,電話番号", "架空商会,096-000-0001"))
    rest = f"/employers/import/{batch.pk}/rest/"
    client.post(rest, {"choice": "new"})
    assert batch.lines.get().state == "new"
    take_in(batch, by=None)
    answer = client.post(rest, {"choice": "out"}, follow=True)
    assert "もう取り込まれた" in answer.content.decode()
    assert batch.lines.get().state == "new"


def test_a_list_without_a_name_leads_to_the_columns_and_a_bad_choice_says_so(client):
    client.force_login(UserFactory(role=Role.FIELD_STAFF))
    address = send(client, listed("屋号,ばしょ", "見本商店,熊本市中央区1番"))["Location"]
    page = client.get(address)
    assert "事業所名として読む見出しを選んでください" in page.content.decode()
    key = page.context["submission_key"]
    refused = client.post(address, {"column_0": "address", "column_1": "name_of_nothing", "submission_key": key})
    assert refused.status_code == 422
    taken = client.post(address, {"column_0": "name", "column_1": "address", "submission_key": key})
    assert client.get(taken["Location"]).context["counts"]["new"] == 1


def test_the_pages_of_lists_leave_the_files_in_the_database(client):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    batch = batch_of(listed("事業所名", "見本商店"))
    for address in ("/employers/import/", f"/employers/import/{batch.pk}/", f"/employers/import/{batch.pk}/columns/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert not [query["sql"] for query in queries if '"content"' in query["sql"]]


def test_a_broken_file_says_why_on_its_page(client):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    assert "PDF" in send(client, b"%PDF-1.7\n...", "一覧.xlsx").content.decode()
    assert not ImportBatch.objects.exists()


def test_a_long_list_is_read_and_taken_in_as_jobs(client):
    user = UserFactory(role=Role.COUNSELLOR)
    client.force_login(user)
    filler = "見" * 80
    rows = [f"見本商店{n},熊本市中央区{n}番,{filler}" for n in range(1_600)]
    address = send(client, listed("事業所名,所在地,備考", *rows))["Location"]
    assert "読み込んだ行" in client.get(address).content.decode()
    carry(Job.objects.get(kind="read_import").pk)
    page = client.get(address)
    assert page.context["counts"]["new"] == 1_600
    asked = client.post(address, {"submission_key": page.context["submission_key"]})
    job = Job.objects.get(kind="take_in_import")
    assert str(job.pk) in asked["Location"]
    carry(job.pk)
    job.refresh_from_db()
    assert (job.state, Establishment.objects.count()) == ("done", 1_600)
    run = ImportRun.objects.get()
    result = client.get(f"/employers/import/result/{run.pk}/")
    client.post(f"/employers/import/result/{run.pk}/", {"submission_key": result.context["submission_key"]})
    carry(Job.objects.get(kind="undo_import").pk)
    assert not Establishment.objects.exists()

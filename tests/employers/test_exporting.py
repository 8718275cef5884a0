"""The list of employers as a file: what is shown comes out, masked by role, for a reason, written down."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.exporting.columns import Column
from centre.files import store
from centre.models import ExportLayout, Job, StoredFile
from centre.roles import Role
from employers.export_columns import EMPLOYERS
from employers.importing.columns import COLUMNS
from employers.models import Contact
from employers.views.register import EstablishmentList
from privacy.exporting import ask_export, is_hidden, job_of
from privacy.forgetting import forget_exports
from privacy.models import AccessLog
from tests.factories.centre import UserFactory, contract_2026
from tests.factories.employers import CorporationFactory, EstablishmentFactory, RegistrationFactory
from tests.opened_files import opened
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db
REASON = "訪問先を決めるため"
NOON = "2026-11-20T12:00:00+09:00"
PAGE = "/employers/export/"


@pytest.fixture
def staff():
    return UserFactory(name="見本 花子")


def ask(by, *keys, query="", file_format="csv_utf8", reason=REASON):
    columns = [{"key": key, "heading": ""} for key in keys or ("name",)]
    return ask_export(
        EMPLOYERS, query=query, columns=columns, file_format=file_format, reason=reason, address="192.0.2.7", by=by
    )


def carried(job):
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return job


def lines(job):
    return opened(job).decode("utf-8-sig").split("\r\n")[:-1]


def form_of(client, address=PAGE, **changes):
    """The form as the page offers it, with some fields typed otherwise."""
    page = client.get(address)
    form = page.context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    data |= {"submission_key": page.context["submission_key"], "reason": REASON} | changes
    return {name: value for name, value in data.items() if value is not None}


def test_what_the_filter_shows_comes_out_in_the_order_shown(staff):
    for name, employees in (("架空工業", 30), ("架空商店", 5), ("別の会社", 50), ("架空運輸", 80)):
        EstablishmentFactory(name=name, employees=employees)
    job = carried(ask(staff, "name", query="q=架空&sort=-employees"))
    page = EMPLOYERS.shown("q=架空&sort=-employees", staff)
    assert lines(job)[1:] == [item.name for item in page.rows] == ["架空運輸", "架空工業", "架空商店"]


def test_more_rows_than_a_page_holds_all_come_out(staff, django_assert_max_num_queries):
    corporation = CorporationFactory()
    for number in range(EstablishmentList.paginate_by + 7):
        EstablishmentFactory(corporation=corporation, name=f"見本{number}")
    job = ask(staff, *EMPLOYERS.offered)
    with django_assert_max_num_queries(30):
        carried(job)
    assert len(lines(job)) == EstablishmentList.paginate_by + 8
    assert (job.result["rows"], job.done) == (57, 57)


def test_columns_come_in_the_order_and_under_the_headings_that_were_chosen(staff):
    EstablishmentFactory(name="見本商店", phone="096-000-1234", employees=7)
    columns = [
        {"key": "phone", "heading": "TEL"},
        {"key": "employees", "heading": ""},
        {"key": "name", "heading": "名"},
    ]
    job = ask_export(
        EMPLOYERS, query="", columns=columns, file_format="csv_utf8", reason=REASON, address=None, by=staff
    )
    assert lines(carried(job)) == ["TEL,従業員数,名", "096-000-1234,7,見本商店"]


def test_each_column_shows_what_the_register_knows(staff):
    record = EstablishmentFactory(
        name="見本商店", municipality_id="43101", industry_id="E", last_confirmed_on=date(2026, 4, 2), note="備考\n2行"
    )
    Contact.objects.create(establishment=record, name="見本 次郎", department="総務")
    Contact.objects.create(establishment=record, name="見本 太郎", department="人事", is_main=True)
    RegistrationFactory(
        establishment=record,
        registered_on=date(2025, 4, 1),
        ended_on=date(2026, 4, 1),
        source="phone",
        scope="internal",
    )
    RegistrationFactory(
        establishment=record, registered_on=date(2026, 5, 1), source="visit", scope="public", items=["name", "phone"]
    )
    with time_machine.travel(NOON, tick=False):
        job = carried(ask(staff, *EMPLOYERS.offered, file_format="xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(job.file.content)).worksheets[0]
    shown = dict(zip(*([cell.value for cell in row] for row in sheet.iter_rows()), strict=True))
    assert sheet.max_row == 2
    assert (shown["市町村"], shown["登録"], shown["担当者"], shown["担当部署"]) == (
        "熊本市中央区",
        "登録あり",
        "見本 太郎",
        "人事",
    )
    assert (shown["受付の経路"], shown["登録の範囲"], shown["出してよい項目"]) == (
        "訪問",
        "公開してよい",
        "事業所名、電話番号",
    )
    assert (shown["最終確認日"].date(), shown["利用者登録日"].date()) == (date(2026, 4, 2), date(2026, 5, 1))
    assert (shown["資本金（円）"], shown["種別"], shown["備考"]) == (30_000_000, "会社", "備考\n2行")
    assert job.file.name == "企業の一覧_20261120_1200.xlsx"


def test_the_second_sheet_says_what_the_table_is(staff):
    EstablishmentFactory(name="見本商店", industry_id="E")
    with time_machine.travel(NOON, tick=False):
        job = carried(ask(staff, query="industry=E&q=見本", file_format="xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(job.file.content))["この表について"]
    about = dict([cell.value for cell in row] for row in sheet.iter_rows())
    assert about["条件"].startswith("さがす：見本、業種：")
    assert (about["件数"], about["作成日時"], about["目的"]) == ("1件", "2026年11月20日 12:00", REASON)
    assert (about["作成者"], about["伏せた列"]) == ("見本 花子（相談員）", "なし")


def test_a_formula_that_somebody_typed_stays_text(staff):
    EstablishmentFactory(name="=1+1", note="+81")
    job = carried(ask(staff, "name", "note", file_format="xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(job.file.content))
    assert [cell.value for cell in book.worksheets[0][2]] == ["'=1+1", "'+81"]
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}


def test_the_usual_headings_are_understood_by_the_import():
    known = {heading for column in COLUMNS for heading in column.headings} | {column.label for column in COLUMNS}
    columns = EMPLOYERS.offered
    for key in ("name", "kana", "corporation_name", "corporate_number", "phone", "address", "email", "note"):
        assert columns[key].column_name in known


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.COUNSELLOR, "見本 太郎,a@example.test"),
        (Role.ADMIN, "見＊＊,a＊＊"),
        (Role.REVIEWER, "見本 太郎,a@example.test"),
    ],
)
def test_names_of_people_are_masked_for_roles_that_do_not_call_them(role, shown):
    contact = {"name": "見本 太郎", "email": "a@example.test", "is_main": True}
    Contact.objects.create(establishment=EstablishmentFactory(), **contact)
    job = carried(ask(UserFactory(role=role), "contact_name", "contact_email"))
    assert lines(job)[1] == shown


def test_the_file_says_which_columns_were_masked():
    EstablishmentFactory()
    job = carried(ask(UserFactory(role=Role.ADMIN), "contact_name", "name", file_format="xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(job.file.content))["この表について"]
    assert ("伏せた列", "担当者") in {tuple(cell.value for cell in row) for row in sheet.iter_rows()}


def test_every_column_that_leads_to_personal_data_is_found_by_itself():
    admin = UserFactory(role=Role.ADMIN)
    rows = EMPLOYERS.prepare(EMPLOYERS.shown("", admin).rows, date(2026, 11, 20))
    hidden = {key for key, column in EMPLOYERS.offered.items() if is_hidden(rows, column, admin)}
    assert hidden == {"contact_name", "contact_phone", "contact_email"}


def test_a_computed_column_of_personal_data_is_found_too():
    admin = UserFactory(role=Role.ADMIN)
    rows = EMPLOYERS.shown("", admin).rows.annotate(whom=Lower("contacts__name"), where=Lower("address"))
    assert is_hidden(rows, Column("だれ", "whom"), admin)
    assert not is_hidden(rows, Column("どこ", "where"), admin)
    assert not is_hidden(rows, Column("だれ", "whom"), UserFactory())


def test_the_mask_follows_the_role_at_the_time_of_writing(staff):
    Contact.objects.create(establishment=EstablishmentFactory(), name="見本 太郎", is_main=True)
    job = ask(staff, "contact_name")
    staff.role = Role.ADMIN
    staff.save()
    assert lines(carried(job))[1] == "見＊＊"


def test_somebody_who_lost_the_right_gets_no_file(staff):
    EstablishmentFactory()
    job = ask(staff)
    staff.role = Role.OFFICIAL
    staff.save()
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file, AccessLog.objects.filter(action="export").count()) == ("failed", None, 0)


@pytest.mark.parametrize("role", [Role.FIELD_STAFF, Role.PRIVACY_MANAGER, Role.OFFICIAL])
def test_other_roles_may_not_ask(client, role):
    user = UserFactory(role=role)
    EstablishmentFactory()
    with pytest.raises(DomainError, match="役割"):
        ask(user)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_written(staff, reason):
    EstablishmentFactory()
    with pytest.raises(DomainError, match="理由"):
        ask(staff, reason=reason)
    assert Job.objects.count() == 0


def test_a_list_of_nothing_is_not_written(staff):
    with pytest.raises(DomainError, match="条件に合う行がありません"):
        ask(staff, query="q=ない")


def test_too_many_rows_are_refused(staff, monkeypatch):
    monkeypatch.setattr("privacy.exporting.MOST_ROWS", 1)
    EstablishmentFactory.create_batch(2)
    with pytest.raises(DomainError, match="2件は多すぎます"):
        ask(staff)


def test_the_access_log_says_who_took_what_for_which_reason(staff):
    EstablishmentFactory(name="見本商店")
    carried(ask(staff, query="q=見本", file_format="csv_cp932"))
    line = AccessLog.objects.get(action="export")
    assert (line.user, line.role, line.subject) == (staff, "counsellor", "employers.Establishment")
    assert (line.reason, line.address) == (REASON, "192.0.2.7")
    assert line.detail == "企業の一覧 1件 CSV（Shift_JIS） 条件：さがす：見本"


def test_a_file_that_cannot_be_written_down_is_not_kept(staff, monkeypatch):
    EstablishmentFactory()

    def broken(*args, **known):
        raise OSError

    monkeypatch.setattr("privacy.exporting.write_line", broken)
    job = ask(staff)
    jobs.carry(job.pk)
    assert StoredFile.objects.count() == 0


def test_the_same_question_asked_twice_is_one_job(staff):
    EstablishmentFactory()
    assert ask(staff) == ask(staff)
    assert ask(staff) != ask(UserFactory())
    assert ask(staff) != ask(staff, reason="ほかの用事のため")


def test_letters_outside_shift_jis_are_counted_in_the_message(staff):
    EstablishmentFactory(name="𠮷野見本")
    job = carried(ask(staff, file_format="csv_cp932"))
    assert bytes(job.file.content).decode("cp932").splitlines() == ["事業所名", "〓野見本"]
    assert "1字を「〓」" in job.message


def test_only_the_person_who_asked_may_save_the_file(client, staff):
    EstablishmentFactory()
    job = carried(ask(staff))
    address = f"/centre/jobs/{job.pk}/"
    client.force_login(UserFactory())
    assert client.get(f"{address}file/").status_code == 403
    assert "ファイルを保存" not in client.get(address).content.decode()
    client.force_login(staff)
    assert "ファイルを保存" in client.get(address).content.decode()
    answer = client.get(f"{address}file/")
    assert answer.getvalue() == bytes(job.file.content)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_goes_after_its_term_and_the_job_says_so(client, staff):
    contract = contract_2026()
    contract.export_link_hours = 24 * 30
    contract.save()
    EstablishmentFactory()
    with time_machine.travel("2026-10-21T12:00:00+09:00", tick=False):
        old = carried(ask(staff))
    with time_machine.travel("2026-10-21T13:00:00+09:00", tick=False):
        younger = carried(ask(staff, file_format="xlsx"))
    with time_machine.travel("2026-11-20T12:30:00+09:00", tick=False):
        assert forget_exports() == 1
        assert forget_exports() == 0
        client.force_login(staff)
        page = client.get(f"/centre/jobs/{old.pk}/").content.decode()
        assert "保存できる期限が過ぎました" in page
        assert "ファイルを保存" not in page
        assert client.get(f"/centre/jobs/{old.pk}/file/").status_code == 404
        assert client.get(f"/centre/jobs/{younger.pk}/file/").status_code == 200
    assert StoredFile.objects.get().pk == younger.file_id
    assert AccessLog.objects.filter(action="export").count() == 2


def test_files_of_other_jobs_are_not_forgotten(staff):
    kept = store("控え.pdf", "application/pdf", b"%PDF")
    Job.objects.create(
        kind="monthly_report", key="2026-10", state="done", file=kept, finished_at=timezone.now() - timedelta(days=999)
    )
    assert forget_exports() == 0
    assert StoredFile.objects.get() == kept


def test_roles_that_may_not_export_do_not_see_the_job(client, staff):
    EstablishmentFactory()
    job = carried(ask(staff))
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get(f"/centre/jobs/{job.pk}/").status_code == 403


def test_the_page_leads_to_the_job(client, staff):
    EstablishmentFactory(name="架空商店", phone="096-000-1234")
    EstablishmentFactory(name="別の会社")
    client.force_login(staff)
    address = f"{PAGE}?{QueryDict('q=架空&sort=name&page=2').urlencode()}"
    page = client.get(address)
    assert (page.context["rows"], page.context["conditions"]) == (1, "さがす：架空")
    typed = form_of(client, address, use_phone=None, place_name="9", heading_name="会社の名前", format="csv_utf8")
    answer = client.post(address, typed)
    job = Job.objects.get()
    assert answer["Location"] == f"/centre/jobs/{job.pk}/"
    assert [column["key"] for column in job.params["columns"]][-1] == "name"
    assert QueryDict(job.params["query"]).dict() == {"q": "架空", "sort": "name"}
    heading = lines(carried(job))[0]
    assert "電話番号" not in heading
    assert heading.endswith("会社の名前")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": ""}, "このフィールドは必須です"),
        ({"reason": "要る"}, "理由は5文字以上"),
        ({"heading_name": "同じ", "heading_phone": "同じ"}, "見出し「同じ」が2つの列"),
        ({"place_name": "0"}, "1 以上"),
        ({"heading_name": "長" * 61}, "60 文字以下"),
        ({"format": "pdf"}, "pdf"),
    ],
)
def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(client, staff, changes, message):
    EstablishmentFactory()
    client.force_login(staff)
    typed = form_of(client, heading_industry="見本の業種") | changes
    answer = client.post(PAGE, typed)
    shown = re.sub(r"<[^>]+>", "", answer.content.decode())
    assert (answer.status_code, Job.objects.count()) == (422, 0)
    assert message in shown
    assert "見本の業種" in answer.content.decode()


def test_no_column_at_all_is_refused(client, staff):
    EstablishmentFactory()
    client.force_login(staff)
    typed = {name: value for name, value in form_of(client).items() if not name.startswith("use_")}
    answer = client.post(PAGE, typed)
    assert answer.status_code == 422
    assert "1つ以上選んでください" in answer.content.decode()


def test_a_page_for_nothing_says_what_to_do(client, staff):
    client.force_login(staff)
    assert "条件に合う行がありません" in client.get(f"{PAGE}?q=ない").content.decode()


def test_the_page_names_the_columns_that_are_masked(client):
    EstablishmentFactory()
    client.force_login(UserFactory(role=Role.ADMIN))
    form = client.get(PAGE).context["form"]
    assert {row.label for row in form.rows if row.hidden} == {"担当者", "担当者の電話", "担当者のメール"}


def test_a_layout_is_kept_chosen_again_and_shared(client, staff):
    EstablishmentFactory()
    client.force_login(staff)
    typed = form_of(
        client, layout_name="県への提出", layout_shared="on", format="csv_cp932", heading_name="企業名", use_phone=None
    )
    client.post(PAGE, typed)
    layout = ExportLayout.objects.get()
    assert (layout.owner, layout.page, layout.is_shared) == (staff, "employers", True)
    client.force_login(UserFactory())
    form = client.get(f"{PAGE}?layout={layout.pk}").context["form"]
    used = [row.label for row in form.rows if row.use.value()]
    assert (used[0], "電話番号" in used, form["heading_name"].value(), form["format"].value()) == (
        "事業所名",
        False,
        "企業名",
        "csv_cp932",
    )


def test_a_layout_under_the_same_name_is_replaced(client, staff):
    EstablishmentFactory()
    client.force_login(staff)
    client.post(PAGE, form_of(client, layout_name="提出", format="csv_utf8"))
    client.post(PAGE, form_of(client, layout_name="提出", format="xlsx"))
    assert ExportLayout.objects.get().format == "xlsx"


def test_somebody_elses_own_layout_is_neither_seen_nor_forgotten(client, staff):
    EstablishmentFactory()
    layout = ExportLayout.objects.create(
        owner=UserFactory(), page="employers", name="自分の形", columns=[{"key": "note", "heading": "備考"}]
    )
    client.force_login(staff)
    page = client.get(f"{PAGE}?layout={layout.pk}")
    assert "自分の形" not in page.content.decode()
    assert page.context["form"].rows[0].label == "事業所名"
    client.post(PAGE, {"forget_layout": layout.pk})
    assert ExportLayout.objects.count() == 1


def test_an_own_layout_can_be_forgotten(client, staff):
    EstablishmentFactory()
    layout = ExportLayout.objects.create(owner=staff, page="employers", name="古い形", columns=[{"key": "gone"}])
    client.force_login(staff)
    answer = client.post(f"{PAGE}?q=見本&layout={layout.pk}", {"forget_layout": layout.pk})
    assert (answer.status_code, ExportLayout.objects.count()) == (302, 0)


@pytest.mark.parametrize("layout", ["x", "9" * 30, "²", "all"])
def test_an_odd_layout_in_the_address_is_no_error(client, staff, layout):
    EstablishmentFactory()
    client.force_login(staff)
    assert client.get(PAGE, {"layout": layout}).status_code == 200


def test_contacts_are_named_only_to_roles_that_call_them(client):
    record = EstablishmentFactory()
    Contact.objects.create(establishment=record, name="見本 太郎", phone="096-000-0009")
    client.force_login(UserFactory(role=Role.OFFICIAL))
    page = client.get(record.get_absolute_url()).content.decode()
    assert ("見本 太郎" in page, "096-000-0009" in page, "1人います" in page) == (False, False, True)
    client.force_login(UserFactory(role=Role.FIELD_STAFF))
    assert "見本 太郎" in client.get(record.get_absolute_url()).content.decode()


def test_the_room_declares_its_kind_of_job():
    kind = job_of(EMPLOYERS)
    assert (kind.key, kind.label, kind.ability) == ("export_employers", "企業の一覧の書出し", "employers.export")


@pytest.mark.django_db(transaction=True)
def test_a_worker_writes_the_file_while_the_page_waits(worker, client):
    staff = UserFactory()
    EstablishmentFactory.create_batch(3)
    client.force_login(staff)
    client.post(PAGE, form_of(client, format="xlsx", encrypts=None))
    job = Job.objects.get()

    def ended():
        job.refresh_from_db()
        return not job.is_open

    wait_until(ended, what="the export")
    assert (job.state, job.message) == ("done", "3件を書き出しました。")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/centre/jobs/{job.pk}/file/").getvalue()))
    assert book.worksheets[0].max_row == 4

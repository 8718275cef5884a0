"""Files of people: marked with who and when, shut with a password that is shown once, gone after their time.

Kitakyushu 2025: a stick with 805 records of consultations was lost. What is taken out here opens with a password only.
"""

import io
from datetime import timedelta

import openpyxl
import pytest
import pyzipper
import time_machine
from django.db import IntegrityError, connection, transaction

from centre import jobs
from centre.errors import DomainError
from centre.models import Job
from centre.roles import Role
from employers.export_columns import EMPLOYERS
from employers.models import Contact
from privacy.exporting import ask_export
from privacy.forgetting import forget_exports
from privacy.models import AccessLog, ConsentText, ExportedFile, Provision
from privacy.sharing import passwords
from privacy.sharing.handing_out import show_password
from privacy.sharing.providing import Terms
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.opened_files import opened, opened_with
from tests.people_pages import logged_in, send

pytestmark = pytest.mark.django_db
REASON = "訪問先を決めるため"
NOON = "2026-11-20T12:00:00+09:00"
TO_PREFECTURE = Terms("prefecture", "instruction", REASON, basis="令和8年10月1日付け指示第3号")
COLUMNS = ("name", "contact_name")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def staff():
    Contact.objects.create(establishment=EstablishmentFactory(name="見本商店"), name="見本 次郎", is_main=True)
    return UserFactory(name="見本 花子")


def ask(by, *keys, file_format="xlsx", **known):
    columns = [{"key": key} for key in keys or COLUMNS]
    fields = {"query": "", "columns": columns, "file_format": file_format, "reason": REASON, "address": None}
    return ask_export(EMPLOYERS, by=by, **fields | known)


def carried(job):
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return job


def test_every_sheet_of_a_workbook_says_on_every_page_who_took_it_and_when(staff):
    job = carried(ask(staff))
    book = openpyxl.load_workbook(io.BytesIO(opened(job)))
    for sheet in book.worksheets:
        assert f"見本 花子　2026年11月20日 12:00　処理番号{job.pk}" in sheet.oddHeader.right.text
    about = {row[0].value: row[1].value for row in book["この表について"].iter_rows()}
    assert "見本 花子　2026年11月20日 12:00" in about["透かし"]


def test_a_csv_carries_the_mark_in_its_name_so_that_it_can_be_imported_again(staff):
    job = carried(ask(staff, file_format="csv_utf8"))
    assert job.file.name == f"企業の一覧_20261120_1200_見本 花子_処理{job.pk}.csv"
    assert opened(job).decode("utf-8-sig").splitlines()[0] == "事業所名,担当者"


def test_an_archive_opens_with_its_password_alone_and_says_what_it_is(staff):
    job = carried(ask(staff, encrypts=True))
    content = bytes(job.file.content)
    assert (job.file.content_type, job.file.name) == ("application/zip", "企業の一覧_20261120_1200.zip")
    assert "見本 次郎".encode() not in content
    with pytest.raises(RuntimeError):
        opened_with(content, "k7mx-2fqe-w9hd-c4tn-r8pu")
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        assert {info.wz_aes_strength for info in archive.infolist()} == {3}
        password = show_password(job, by=staff)
        words = archive.read("この一覧について.txt", pwd=password.encode()).decode("utf-8-sig")
    assert "件数：1件" in words
    assert "見本 花子　2026年11月20日 12:00" in words
    assert openpyxl.load_workbook(io.BytesIO(opened_with(content, password)))["データ"]["B2"].value == "見本 次郎"


@pytest.mark.parametrize("shown_first", [True, False])
def test_the_password_is_nowhere_in_the_database_once_it_was_shown(staff, shown_first):
    job = ask(staff, encrypts=True)
    password = show_password(job, by=staff) if shown_first else ""
    carried(job)
    password = password or show_password(job, by=staff)
    assert opened_with(bytes(job.file.content), password)
    job.refresh_from_db()
    assert job.exported.sealed_password == ""
    with connection.cursor() as cursor:
        for table in ("centre_job", "privacy_exportedfile", "privacy_accesslog", "django_session"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text LIKE %s", [f"%{password}%"])
            assert cursor.fetchone() == (0,)


def test_before_it_was_shown_the_database_has_it_only_under_a_seal(staff, settings):
    sealed = ask(staff, encrypts=True).exported.sealed_password
    assert passwords.unseal(sealed) not in sealed
    settings.SECRET_KEY = "another key than the one of the seal, as after a restore"
    assert passwords.unseal(sealed) == ""


def test_the_password_is_shown_once_to_who_asked(staff):
    job = carried(ask(staff, encrypts=True))
    with pytest.raises(DomainError, match="頼んだ本人だけ"):
        show_password(job, by=UserFactory())
    show_password(job, by=staff)
    with pytest.raises(DomainError, match="すでに1回表示しました"):
        show_password(job, by=staff)
    line = AccessLog.objects.get(action="password")
    assert (line.user, line.subject_id) == (staff, job.pk)


def test_the_page_of_the_job_leads_to_the_password_and_shows_it_once(client, staff):
    job = carried(ask(staff, encrypts=True))
    client.force_login(staff)
    address = f"/privacy/exports/{job.pk}/password/"
    assert address in client.get(f"/centre/jobs/{job.pk}/").content.decode()
    assert client.get(address).status_code == 200
    assert not AccessLog.objects.filter(action="password").exists()
    answer = send(client, address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert opened_with(bytes(job.file.content), answer.context["password"])
    again = send(client, address)
    assert again.status_code == 422
    assert answer.context["password"] not in again.content.decode()
    assert address not in client.get(f"/centre/jobs/{job.pk}/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_nobody_else_reaches_the_password(staff, role):
    job = carried(ask(staff, encrypts=True))
    client, _ = logged_in(role)
    address = f"/privacy/exports/{job.pk}/password/"
    assert client.get(address).status_code == 404
    assert send(client, address).status_code == 404
    assert client.get("/privacy/exports/999999/password/").status_code == 404


def test_a_file_is_saved_while_its_time_lasts_and_each_saving_is_counted_and_written_down(client, staff, noon):
    job = carried(ask(staff))
    client.force_login(staff)
    address = f"/centre/jobs/{job.pk}/file/"
    for _ in range(2):
        assert client.get(address).status_code == 200
    job.exported.refresh_from_db()
    assert job.exported.downloads == 2
    assert [line.detail[-3:] for line in AccessLog.objects.filter(action="saved").order_by("pk")] == ["1回目", "2回目"]
    noon.shift(timedelta(hours=71, minutes=59))
    client.force_login(staff)
    assert client.get(address).status_code == 200
    noon.shift(timedelta(minutes=1))
    client.force_login(staff)
    answer = client.get(address, follow=True)
    assert answer.redirect_chain == [(f"/centre/jobs/{job.pk}/", 302)]
    assert "期限が過ぎました" in answer.content.decode()
    job.exported.refresh_from_db()
    assert job.exported.downloads == 3


def test_with_the_file_goes_a_password_that_nobody_looked_at(staff, noon):
    job = carried(ask(staff, encrypts=True))
    noon.shift(timedelta(hours=72))
    assert forget_exports() == 1
    job.exported.refresh_from_db()
    assert job.exported.sealed_password == ""
    with pytest.raises(DomainError, match="残っていません"):
        show_password(job, by=staff)


# ---- what leaves


def test_what_leaves_is_recorded_with_recipient_items_number_and_ground(staff):
    job = carried(ask(staff, encrypts=True, leaving=TO_PREFECTURE))
    provision = Provision.objects.get()
    assert job.exported.provision == provision
    assert (provision.recipient, provision.items, provision.people, provision.employers) == (
        "熊本県",
        "事業所名、担当者",
        1,
        1,
    )
    assert (provision.ground, provision.basis, provision.purpose) == ("instruction", TO_PREFECTURE.basis, REASON)
    assert (provision.means, provision.provided_by, str(provision.provided_on)) == ("export", staff, "2026-11-20")


def test_what_stays_leaves_no_record(staff):
    carried(ask(staff))
    assert not Provision.objects.exists()


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (Terms("prefecture", "", REASON), "根拠のない提供はできません"),
        (Terms("prefecture", "made up", REASON), "根拠のない提供はできません"),
        (Terms("prefecture", "instruction", REASON), "県の指示の日付"),
        (Terms("prefecture", "law", REASON, basis="法"), "条文"),
        (Terms("prefecture", "consent", REASON), "どの文面の同意"),
        (Terms("prefecture", "nobody", REASON), "1人分"),
        (Terms("agency", "law", REASON, basis="見本の法律第1条"), "関係機関を選んで"),
        (Terms("agency", "law", REASON, agency=0, basis="見本の法律第1条"), "関係機関を選んで"),
        (Terms("", "law", REASON, basis="見本の法律第1条"), "渡す相手を選んで"),
        (Terms("other", "law", REASON, basis="見本の法律第1条"), "相手の名前"),
        (Terms("other", "law", " ", recipient="見本の会", basis="見本の法律第1条"), "何のために"),
    ],
)
def test_without_recipient_or_ground_nothing_is_even_asked_for(staff, terms, message):
    with pytest.raises(DomainError, match=message):
        ask(staff, encrypts=True, leaving=terms)
    assert not Job.objects.exists()


def test_people_leave_in_a_locked_archive_only(staff):
    with pytest.raises(DomainError, match="パスワードを付けて"):
        ask(staff, leaving=TO_PREFECTURE)
    carried(ask(staff, "name", leaving=TO_PREFECTURE))
    assert Provision.objects.get().people == 0


def test_consent_as_a_ground_holds_only_when_everybody_in_the_list_gave_it(staff):
    text = ConsentText.objects.filter(purpose="registration").first()
    with pytest.raises(DomainError, match="同意がないか撤回された方、利用を止めた方が1件"):
        ask(
            staff, encrypts=True, leaving=Terms("other", "consent", REASON, recipient="見本の会", consent_text=text.pk)
        )


def test_the_ground_is_looked_at_again_when_the_file_is_written(staff):
    job = ask(staff, encrypts=True, leaving=TO_PREFECTURE)
    Job.objects.filter(pk=job.pk).update(params=job.params | {"leaving": job.params["leaving"] | {"basis": ""}})
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file, Provision.objects.count()) == ("failed", None, 0)


def test_the_database_refuses_a_leaving_file_without_its_record(staff):
    job = ask(staff, encrypts=True, leaving=TO_PREFECTURE)
    later = job.requested_at + timedelta(hours=1)
    with pytest.raises(IntegrityError, match="exported_file_leaves_with_a_provision"), transaction.atomic():
        ExportedFile.objects.filter(job=job).update(written_at=job.requested_at, expires_at=later)


def test_the_page_marks_the_columns_with_people_that_the_role_reads(client, staff):
    client.force_login(staff)
    form = client.get("/employers/export/").context["form"]
    assert (form["encrypts"].value(), form["whereto"].value()) == ("with_people", "stays")
    marked = {row.label for row in form.rows if row.personal}
    assert "担当者" in marked
    assert "事業所名" not in marked
    client.force_login(UserFactory(role=Role.ADMIN))
    assert not any(row.personal for row in client.get("/employers/export/").context["form"].rows)


@pytest.mark.parametrize(
    ("typed", "gets_password"),
    [
        ({"use_name": "on"}, False),
        ({"use_name": "on", "encrypts": "with_people"}, False),
        ({"use_name": "on", "encrypts": "always"}, True),
        ({"use_name": "on", "use_contact_name": "on"}, True),
        ({"use_name": "on", "use_contact_name": "on", "encrypts": "with_people"}, True),
        ({"use_name": "on", "use_contact_name": "on", "encrypts": "never"}, False),
    ],
)
def test_the_chosen_columns_decide_on_the_password_unless_somebody_says_otherwise(client, staff, typed, gets_password):
    client.force_login(staff)
    assert send(client, "/employers/export/", format="xlsx", reason=REASON, **typed).status_code == 302
    assert ExportedFile.objects.get().is_encrypted is gets_password


def test_where_the_columns_are_masked_for_the_role_no_password_is_needed(client, staff):
    client.force_login(UserFactory(role=Role.ADMIN))
    send(client, "/employers/export/", format="xlsx", reason=REASON, use_name="on", use_contact_name="on")
    assert ExportedFile.objects.get().is_encrypted is False


def test_a_word_that_is_no_choice_is_refused(client, staff):
    client.force_login(staff)
    answer = send(client, "/employers/export/", format="xlsx", reason=REASON, use_name="on", encrypts="maybe")
    assert answer.status_code == 422
    assert "encrypts" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({}, 302),
        ({"whereto": "leaves"}, 422),
        ({"whereto": "leaves", "recipient_kind": "prefecture", "ground": "instruction"}, 422),
        ({"whereto": "leaves", "recipient_kind": "nobody", "ground": "law", "basis": "見本の法律第1条"}, 422),
        ({"whereto": "leaves", "recipient_kind": "prefecture", "ground": "law", "basis": "見本の法律第1条"}, 302),
    ],
)
def test_the_page_asks_for_recipient_and_ground_of_what_leaves(client, staff, typed, status):
    client.force_login(staff)
    fields = {"format": "xlsx", "reason": REASON, "use_name": "on", "use_contact_name": "on", "encrypts": "always"}
    answer = send(client, "/employers/export/", **fields | typed)
    assert answer.status_code == status
    assert Job.objects.count() == (status == 302)

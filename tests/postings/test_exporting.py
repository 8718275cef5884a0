"""The list of postings as the site's file: in the order of the form, never run as a formula, read back as it was."""

import csv
import io
from datetime import date

import openpyxl
import pytest
import time_machine

from centre import jobs
from centre.errors import DomainError
from centre.models import ExportLayout, Job
from centre.roles import Role
from employers.models import Corporation
from postings.lists.export_columns import POSTINGS
from postings.lists.importing import plan
from postings.models import JobPosting
from postings.sheets import intake
from postings.sheets.terms import FIELDS
from postings.site import publication
from privacy.exporting import ask_export
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in
from tests.postings.listings import listed

pytestmark = pytest.mark.django_db
REASON = "県のサイトに載せるため"
PAGE = "/postings/export/"
FORMULAS = (
    "=1+1",
    "+81",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠見本",
    "'=1",
    '=HYPERLINK("http://x.example","見る")',
)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def staff():
    return UserFactory(role=Role.COUNSELLOR)


def exported(by, columns=None, query="", file_format="csv_utf8") -> Job:
    columns = POSTINGS.standard.columns if columns is None else [{"key": key} for key in columns]
    job = ask_export(
        POSTINGS, query=query, columns=columns, file_format=file_format, reason=REASON, address=None, by=by
    )
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return job


def rows(job, encoding="utf-8-sig") -> list[dict]:
    return list(csv.DictReader(io.StringIO(bytes(job.file.content).decode(encoding), newline="")))


def test_the_file_for_the_site_follows_the_form_with_the_listing_at_its_end(staff):
    listed(date(2026, 8, 1), date(2026, 12, 31), number="KM-1", wage_kind="monthly", wage_from_yen=210_000)
    (row,) = rows(exported(staff))
    assert list(row)[:6] == ["求人番号", "ハローワーク求人番号", "事業所名", "法人番号", "所在地", "電話番号"]
    assert list(row)[-4:] == ["掲載開始日", "掲載期限", "移住支援金対象", "掲載ページ"]
    order = [entry["key"] for entry in POSTINGS.standard.columns if entry["key"] in FIELDS][2:]
    assert order == [name for name in FIELDS if name in order]
    assert (row["契約期間"], row["賃金形態"], row["賃金下限"]) == ("無期", "月給", "210000")
    assert (row["掲載開始日"], row["移住支援金対象"]) == ("2026-08-01", "対象")
    assert row["掲載ページ"].startswith("https://site.example/")


def test_every_term_of_the_form_is_offered():
    assert set(FIELDS) <= set(POSTINGS.offered)


def test_only_what_the_filter_shows_comes_out(staff):
    listed(date(2026, 8, 1), None, number="KM-1", title="掲載中の求人")
    JobPostingFactory(title="まだ載せていない求人")
    assert [row["職種"] for row in rows(exported(staff, query="listing=live"))] == ["掲載中の求人"]


def test_many_rows_cost_no_more_questions(staff, django_assert_max_num_queries):
    place = EstablishmentFactory()
    for number in range(30):
        JobPostingFactory(establishment=place, title=f"求人{number}")
    with django_assert_max_num_queries(40):
        assert len(rows(exported(staff))) == 30


@pytest.mark.parametrize("file_format", ["csv_utf8", "csv_cp932", "xlsx"])
@pytest.mark.parametrize("title", FORMULAS)
def test_a_formula_stays_text_and_the_import_reads_the_original(staff, title, file_format):
    """T13, and the way back: what comes out can be taken in again and changes nothing."""
    posting = listed(date(2026, 8, 1), date(2026, 12, 31), number="KM-1", title=title, duties=title)
    job = exported(staff, file_format=file_format)
    content = bytes(job.file.content)
    if file_format == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        assert f"'{title}" in {cell.value for cell in cells}
    else:
        assert rows(job, "cp932" if file_format == "csv_cp932" else "utf-8-sig")[0]["職種"] == f"'{title}"
    read = plan(content, job.file.name)
    assert read.errors == []
    assert [(row.state, row.record_id, row.values["title"]) for row in read.rows] == [("unchanged", posting.pk, title)]


@pytest.mark.parametrize("start", ["\t", "\r", "\n", "　="])
def test_blanks_before_a_formula_hide_nothing(staff, start):
    JobPostingFactory(title=f"{start}=1+1")
    (row,) = rows(exported(staff, ["title"]))
    assert row["職種"].startswith("'")


def test_letters_that_shift_jis_lacks_are_replaced_and_counted(staff):
    listed(date(2026, 8, 1), None, number="KM-1", title="𠮷野の製造")
    job = exported(staff, file_format="csv_cp932")
    assert rows(job, "cp932")[0]["職種"] == "〓野の製造"
    assert "1字を「〓」" in job.message


def test_only_what_changed_since_comes_out(staff):
    with time_machine.travel("2026-10-01T12:00:00+09:00", tick=False):
        old, revised, extended, moved = (
            listed(date(2026, 8, 1), date(2026, 12, 31), title=title)
            for title in ("古い", "直した", "延長", "社名が変わった")
        )
    intake.revise(revised, revised.version, by=staff, duties="組立")
    publication.publish(extended, "extended", effective_on=date(2026, 11, 2), listed_until=date(2027, 3, 31), by=staff)
    corporation = Corporation.objects.get(establishments__postings=moved)
    corporation.name = "株式会社見本の新しい名前"
    corporation.save()
    found = rows(exported(staff, query="changed_since=2026-10-31"))
    assert {row["職種"] for row in found} == {"直した", "延長", "社名が変わった"}
    assert old.title not in {row["職種"] for row in found}


def test_the_page_offers_what_changed_since_the_last_export(client, staff):
    with time_machine.travel("2026-11-02T11:00:00+09:00", tick=False):
        listed(date(2026, 8, 1), None, title="はじめの求人")
    client.force_login(staff)
    assert "前回の書出し" not in client.get(PAGE).content.decode()
    exported(staff)
    with time_machine.travel("2026-11-02T12:30:00+09:00", tick=False):
        JobPostingFactory(title="あとの求人")
        page = client.get(PAGE)
        assert "changed_since=2026-11-02T12%3A00%3A00%2B09%3A00" in page.content.decode()
        found = client.get(f"{PAGE}?{page.context['since']}")
    assert found.context["rows"] == 1


def test_the_page_begins_with_the_layout_for_the_site(client, staff):
    JobPostingFactory()
    client.force_login(staff)
    used = [row.label for row in client.get(PAGE).context["form"].rows if row.use.value()]
    assert used == [entry["heading"] for entry in POSTINGS.standard.columns]
    assert "県サイト用" in client.get(PAGE).content.decode()
    usual = [row.label for row in client.get(f"{PAGE}?layout=usual").context["form"].rows if row.use.value()]
    assert set(usual) == {column.column_name for column in POSTINGS.offered.values() if column.usual}


def test_an_administrator_changes_the_layout_for_everybody_and_nobody_else_does(client, staff):
    JobPostingFactory()
    columns = [{"key": "title", "heading": "求人タイトル"}, {"key": "site_number", "heading": "掲載番号"}]
    shared = {"page": "postings", "name": "県サイト用", "columns": columns, "is_shared": True, "format": "csv_cp932"}
    client.force_login(staff)
    mine = ExportLayout.objects.create(owner=staff, **shared)
    assert len([row for row in client.get(PAGE).context["form"].rows if row.use.value()]) > 10
    mine.delete()
    ExportLayout.objects.create(owner=UserFactory(role=Role.ADMIN), **shared)
    form = client.get(PAGE).context["form"]
    assert [row.heading.value() for row in form.rows if row.use.value()] == ["求人タイトル", "掲載番号"]
    assert form["format"].value() == "csv_cp932"


@pytest.mark.parametrize("role", [Role.FIELD_STAFF, Role.PRIVACY_MANAGER, Role.OFFICIAL])
def test_other_roles_take_no_list_away(role):
    JobPostingFactory()
    client, user = logged_in(role)
    assert client.get(PAGE).status_code == 403
    with pytest.raises(DomainError, match="役割"):
        ask_export(
            POSTINGS, query="", columns=[{"key": "title"}], file_format="xlsx", reason=REASON, address=None, by=user
        )
    assert "書き出す" not in client.get("/postings/").content.decode()


def test_the_access_log_says_what_was_taken(staff):
    JobPostingFactory()
    exported(staff, query="listing=never")
    line = AccessLog.objects.get(action="export")
    assert (line.subject, line.reason, line.user) == ("postings.JobPosting", REASON, staff)
    assert "未掲載" in line.detail


def test_what_was_exported_is_taken_into_an_empty_register_as_it_was(staff):
    """The site's file can be handed to another counter: every column the import knows comes through."""
    posting = listed(
        date(2026, 8, 1), date(2026, 12, 31), number="KM-1", occupation_id="12", weekly_hours=38.5, headcount=3,
        duties="組立と検査", wage_kind="monthly", wage_from_yen=210_000, wage_to_yen=260_000,
        starts_on=date(2027, 4, 1), work_address="熊本市中央区見本町1番",
    )  # fmt: skip
    read = plan(bytes(exported(staff).file.content), "求人.csv")
    assert (read.errors, [row.state for row in read.rows]) == ([], ["unchanged"])
    values = read.rows[0].values
    same = (
        "title", "occupation_id", "contract", "headcount", "duties", "wage_kind", "wage_from_yen", "wage_to_yen",
        "starts_on", "work_address", "listed_from", "listed_until", "site_number",
    )  # fmt: skip
    stored = JobPosting.objects.values(*same).get(pk=posting.pk)
    assert {name: values[name] for name in same} == stored
    assert (float(values["weekly_hours"]), values["eligible"]) == (38.5, True)

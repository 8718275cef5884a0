"""The package for the CD-ROM: from frozen reports only, no person in it, the same bytes when made again."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from centre import jobs
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear, Month
from centre.models import Job, StoredFile, User
from centre.roles import Role
from employers.models import Contact
from jobseekers.models import Jobseeker
from reports.documents.content import ReportDocument
from reports.lifecycle import confirm, draft_annual_report, draft_monthly, draft_target_report
from reports.models import DeliveryPackage, Report
from reports.year.delivering import add_equipment
from reports.year.package import ask_for_package, frozen_reports, make_package, missing, refuse_people
from reports.year.texts import text_of, write_text
from tests.factories.centre import UserFactory, contract_2026
from tests.factories.meetings import acknowledged, submitted
from tests.factories.year import DeliverableFactory

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def office(june):
    """A small centre-year and its people by role."""
    call_command("seed_demo", scale=0.05, seed=41, until=date(2026, 6, 20), verbosity=0)
    return {user.role: user for user in User.objects.all()}


@pytest.fixture
def frozen(office):
    """April, May, the target and the annual report, confirmed; June as a draft."""
    supervisor = office[Role.SUPERVISOR]
    for month in (Month(2026, 4), Month(2026, 5)):
        confirm(draft_monthly(month, by=supervisor), by=supervisor)
    draft_monthly(Month(2026, 6), by=supervisor)
    confirm(draft_target_report(YEAR, by=supervisor), by=supervisor)
    write_text(text_of(YEAR, "11"), 1, body="次の年度は訪問を増やす。", by=supervisor)
    confirm(draft_annual_report(YEAR, by=supervisor), by=supervisor)
    return supervisor


@pytest.fixture
def package(frozen):
    return make_package(YEAR, by=frozen)


def content_of(package: DeliveryPackage) -> bytes:
    return bytes(StoredFile.objects.get(pk=package.file_id).content)


def opened(package: DeliveryPackage) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content_of(package)))


def texts(archive: zipfile.ZipFile) -> dict[str, str]:
    """What can be read in each file, whatever its form."""
    found = {}
    for name in archive.namelist():
        content = archive.read(name)
        if name.endswith(".pdf"):
            found[name] = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        elif name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                found[name] = "".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))
        else:
            found[name] = content.decode("utf-8-sig")
    return found


def test_minutes_that_the_prefecture_agreed_to_go_with_it(frozen):
    meeting = acknowledged(held_on=date(2026, 5, 12), today=date(2026, 6, 20))
    submitted(held_on=date(2026, 5, 13), title="答えを待つ会議", today=date(2026, 6, 20))
    with opened(make_package(YEAR, by=frozen)) as archive:
        name = f"minutes/2026-05-12-{meeting.pk}.pdf"
        assert archive.read(name) == bytes(meeting.minutes.content)
        assert name in archive.read("minutes/list.csv").decode("utf-8-sig")
        assert name in archive.read("index.html").decode()
        assert not [one for one in archive.namelist() if "2026-05-13" in one]


def test_minutes_that_name_a_person_are_refused(frozen):
    person = Jobseeker.objects.exclude(name="").first()
    acknowledged(held_on=date(2026, 5, 12), today=date(2026, 6, 20), discussion=f"{person.name}さんの件")
    with pytest.raises(DomainError, match="議事録の本文に、登録された方の氏名"):
        make_package(YEAR, by=frozen)


def test_it_holds_every_frozen_report_in_every_form_and_no_draft(package):
    names = set(opened(package).namelist())
    for stem in ("annual/2026-r1", "target/2026-r1", "monthly/2026-04-r1", "monthly/2026-05-r1"):
        assert {f"{stem}.pdf", f"{stem}.xlsx", f"{stem}.csv", f"{stem}.html"} <= names
    assert not any("2026-06" in name for name in names)
    assert {"index.html", "style.css", "SHA256SUMS.txt"} <= names


def test_it_is_the_same_bytes_when_made_again(package, frozen):
    with time_machine.travel("2027-04-02T09:00:00+09:00", tick=False):
        again = make_package(YEAR, by=None)
    assert content_of(again) == content_of(package)
    assert again.file.sha256 == package.file.sha256


def test_the_hashes_are_those_of_the_files(package):
    archive = opened(package)
    lines = archive.read("SHA256SUMS.txt").decode().splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    assert set(listed) == set(archive.namelist()) - {"SHA256SUMS.txt"}
    for name, digest in listed.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_the_files_are_those_that_were_frozen(package):
    report = Report.objects.get(kind="annual")
    assert opened(package).read("annual/2026-r1.pdf") == bytes(report.pdf.content)
    assert opened(package).read("annual/2026-r1.xlsx") == bytes(report.excel.content)


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.scripts = [], 0

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        self.found += [value for name, value in attrs if name in ("href", "src")]


def test_the_reader_page_needs_no_server_and_every_link_leads_to_a_file(package):
    archive = opened(package)
    pages = [name for name in archive.namelist() if name.endswith(".html")]
    assert len(pages) == 5
    for name in pages:
        links = Links()
        links.feed(archive.read(name).decode())
        assert links.scripts == 0
        folder = name.rpartition("/")[0]
        for link in links.found:
            assert not re.match(r"[a-z]+:|/", link), link
            target = link[3:] if link.startswith("../") else f"{folder}/{link}".lstrip("/")
            assert target in archive.namelist(), (name, link)


def test_no_name_mail_or_phone_of_a_person_is_in_it(package):
    found = texts(opened(package))
    everything = re.sub(r"\s", "", "".join(found.values()))
    people = [*Jobseeker.objects.all(), *Contact.objects.all()]
    assert len(people) > 20
    for person in people:
        assert re.sub(r"\s", "", person.name) not in everything
        assert not person.email or person.email not in everything
        assert not person.phone or person.phone not in everything


def test_the_csv_has_every_figure_of_the_report_with_its_unit(package):
    report = Report.objects.get(kind="monthly", month=5)
    lines = list(csv.DictReader(io.StringIO(opened(package).read("monthly/2026-05-r1.csv").decode("utf-8-sig"))))
    figures = {line["数字の番号"]: line for line in lines if line["数字の番号"]}
    for figure in report.figures.all():
        assert figures[figure.key]["値"] in (f"{figure.value.normalize():f}", "1〜4")
        assert figures[figure.key]["単位"] == figure.unit


def test_the_dictionary_defines_every_metric_and_marks_personal_fields(package):
    archive = opened(package)
    defined = archive.read("dictionary/figures.csv").decode()
    for report in frozen_reports(YEAR):
        for item in ReportDocument.from_json(Report.objects.get(pk=report.pk).document).definitions:
            assert f"{item.key},{item.label}" in defined
    records = archive.read("dictionary/records.csv").decode()
    assert re.search(r"consultations\.Consultation,.*個人情報", records)


def test_a_person_in_what_was_written_stops_the_package(frozen):
    person = Jobseeker.objects.exclude(name__regex=r"^.{0,2}$").first()
    document = ReportDocument.from_json(Report.objects.get(kind="annual").document)
    for words, message in (
        (f"{person.name}さんの就職が決まった。", "氏名"),
        ("見本は mihon@example.jp まで", "メールアドレス"),
        ("096-123-4567 に電話した。", "電話番号"),
    ):
        written = ReportDocument(**{**document.__dict__, "remarks": (words,)})
        with pytest.raises(DomainError, match=message):
            refuse_people(written, "見本")
    refuse_people(ReportDocument(**{**document.__dict__, "remarks": (contract_2026().phone,)}), "見本")


def test_what_is_missing_is_said(frozen):
    assert missing(YEAR) == ["月次報告（6月、7月、8月、9月、10月、11月、12月、1月、2月、3月）"]


def test_it_is_made_as_a_job_that_gives_the_file(frozen):
    job = ask_for_package(YEAR, by=frozen)
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    assert job.file == DeliveryPackage.objects.get().file


def test_without_a_confirmed_annual_report_there_is_no_package(office, client):
    with pytest.raises(DomainError, match="実績報告書が確定していません"):
        ask_for_package(YEAR, by=office[Role.SUPERVISOR])
    client.force_login(office[Role.SUPERVISOR])
    answer = client.post(reverse("reports:ask_package"), {"year": "2026"}, follow=True)
    assert "実績報告書が確定していません" in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_only_the_supervisor_makes_it_and_readers_of_reports_get_it(client, role):
    client.force_login(UserFactory(role=role))
    assert client.post(reverse("reports:ask_package"), {"year": "x"}).status_code == (
        302 if role == Role.SUPERVISOR else 403
    )
    reads = role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.OFFICIAL)
    assert client.get(reverse("reports:deliverables")).status_code == (200 if reads else 403)
    assert client.get(reverse("reports:package_file", args=[1])).status_code == (404 if reads else 403)
    assert client.get(reverse("reports:deliverable_add")).status_code == (
        200 if role in (Role.COUNSELLOR, Role.SUPERVISOR) else 403
    )


def test_a_deliverable_and_a_thing_are_entered_and_shown(client):
    user = UserFactory(role=Role.SUPERVISOR)
    client.force_login(user)
    for name, fields in (
        ("deliverable", {"title": "見本の冊子", "medium": "both", "copies": "3", "made_on": "R9.3.1"}),
        ("equipment", {"title": "見本の机", "quantity": "1", "price": "20000", "designated": "on"}),
    ):
        address = reverse(f"reports:{name}_add") + "?year=2026"
        key = client.get(address).context["submission_key"]
        assert client.post(address, {**fields, "submission_key": key}).status_code == 302
    page = client.get(reverse("reports:deliverables") + "?year=2026").content.decode()
    assert "見本の冊子" in page
    assert "見本の机" in page
    assert "県（契約の終了時）" in page


def test_the_register_refuses_what_cannot_be(client):
    user = UserFactory(role=Role.SUPERVISOR)
    client.force_login(user)
    DeliverableFactory(title="見本の冊子")
    address = reverse("reports:deliverable_add") + "?year=2026"
    fields = {"title": "見本の冊子", "medium": "both", "copies": "3"}
    answer = client.post(address, {**fields, "submission_key": client.get(address).context["submission_key"]})
    assert "同じ名前の成果物があります" in str(answer.context["form"].errors["title"])
    with pytest.raises(DomainError, match="県が指定した備品だけ"):
        add_equipment(YEAR, title="机", quantity=1, designated=False, handed_over_on=date(2027, 3, 31), by=user)


def test_the_command_writes_the_same_package_and_says_what_is_missing(package, tmp_path, capsys):
    call_command("make_package", "2026", output=tmp_path)
    assert (tmp_path / "納品一式_2026年度.zip").read_bytes() == content_of(package)
    told = capsys.readouterr()
    assert package.file.sha256 in told.out
    assert "月次報告（6月" in told.err


def test_the_command_makes_no_package_before_the_annual_report_is_frozen(office, tmp_path):
    with pytest.raises(CommandError, match="実績報告書"):
        call_command("make_package", "2026", output=tmp_path)
    assert not DeliveryPackage.objects.exists()

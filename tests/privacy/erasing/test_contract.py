"""The end of a contract: given back, applied for, approved by the official, erased, searched through, certified."""

import csv
import hashlib
import io
import uuid
import zipfile
from datetime import date, datetime, timedelta, timezone

import openpyxl
import pytest
import pyzipper
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import Draft, Job, StoredFile, User
from centre.roles import Role
from employers.models import Contact
from jobseekers.models import Jobseeker
from postings.models import PublicationEvent
from privacy.erasing import asking, certificate_paper, certifying, finishing, handing_over, keeping, packing
from privacy.erasing.executing import erase_person, execute, figures_now
from privacy.erasing.rewriting import Rewritten
from privacy.erasing.surviving import scan_tables
from privacy.models import AccessLog, Erasure, ErasureCertificate, Provision, ReturnPackage
from tests.factories.consultations import FollowUpFactory

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)
TODAY = date(2027, 4, 1)
TODAY_AT_NOON = datetime(2027, 4, 1, 12, tzinfo=timezone(timedelta(hours=9)))
GROUND = "契約の終了（特記事項 第13）"


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel("2027-04-01T10:00:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def office(april):
    """A small centre-year and its people by role."""
    call_command("seed_demo", scale=0.02, seed=7, until=date(2026, 11, 20), verbosity=0)
    asking.withdraw(Erasure.objects.get(), by=User.objects.get(role=Role.PRIVACY_MANAGER))
    return {user.role: user for user in User.objects.filter(is_active=True)}


@pytest.fixture
def manager(office):
    return office[Role.PRIVACY_MANAGER]


@pytest.fixture
def package(manager):
    return packing.make_package(YEAR, by=manager)


@pytest.fixture
def saved(package, manager):
    keeping.hand_out(package, by=manager, address=None)
    package.refresh_from_db()
    return package


@pytest.fixture
def applied(saved, manager):
    return asking.ask_for_contract(saved, ground=GROUND, planned_on=TODAY, by=manager)


@pytest.fixture
def approved(applied, office):
    return asking.approve(applied, decision="令和9年4月1日 電話での指示。立会いなし", by=office[Role.OFFICIAL])


@pytest.fixture
def no_rewriting(monkeypatch):
    """Tables are rewritten outside a transaction: `make drill-erasure` does that for real."""
    monkeypatch.setattr(finishing, "rewrite_everything", lambda: Rewritten(100, statistics=True, log=True))


def test_the_package_holds_every_record_described_and_hashed(package):
    with keeping.opened(package) as archive:
        check_the_package(package, archive)


def check_the_package(package, archive):
    lines = archive.read("SHA256SUMS.txt").decode().splitlines()
    assert {line.split("  ")[1] for line in lines} == set(archive.namelist()) - {"SHA256SUMS.txt"}
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    people = list(csv.DictReader(io.StringIO(archive.read("tables/jobseekers_jobseeker.csv").decode("utf-8-sig"))))
    assert {row["name"] for row in people} == set(Jobseeker.objects.values_list("name", flat=True))
    assert package.rows["jobseekers_jobseeker"] == len(people) == Jobseeker.objects.count()
    described = archive.read("dictionary.csv").decode("utf-8-sig")
    assert "jobseekers_jobseeker,UIJターン就職希望者,name,氏名" in described
    secrets = "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv"))
    assert User.objects.first().password not in secrets
    page = archive.read("index.html").decode()
    assert "tables/jobseekers_jobseeker.csv" in page
    assert "http" not in page


def test_the_handover_set_lists_what_is_open(manager):
    FollowUpFactory(what="給与の幅を聞く")
    made = handing_over.make_handover(YEAR, by=manager)
    with keeping.opened(made) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read("handover.xlsx")))
        assert archive.read("handover.pdf").startswith(b"%PDF")
    assert {"約束", "期限の近い求人", "進行中の応募", "回答のないつなぎ"} <= set(book.sheetnames)
    assert book["約束"].max_row == made.rows["約束"] + 1 > 1
    assert made.people == sum(
        made.rows[name] for name in made.rows if name not in ("期限の近い求人", "対象法人の手続")
    )


def test_what_is_saved_opens_with_its_password_alone_and_tells_nothing_before(package, manager, office):
    file = StoredFile.objects.get(pk=package.file_id)
    with pyzipper.AESZipFile(io.BytesIO(bytes(file.content))) as archive:
        assert archive.namelist() == ["返還一式.zip", "この一覧について.txt"]
        assert all(info.flag_bits & 1 for info in archive.infolist())
        with pytest.raises(RuntimeError, match="requires a password"):
            archive.read("返還一式.zip")
        with pytest.raises(DomainError, match="作った本人"):
            keeping.show_password(package, by=office[Role.OFFICIAL], address=None)
        archive.setpassword(keeping.show_password(package, by=manager, address=None).encode())
        assert zipfile.ZipFile(io.BytesIO(archive.read("返還一式.zip"))).testzip() is None
    with pytest.raises(DomainError, match="すでに1回"):
        keeping.show_password(package, by=manager, address=None)
    assert AccessLog.objects.filter(action="password", subject="privacy.ReturnPackage").count() == 1


def test_nothing_is_handed_over_without_the_record_of_a_provision(package, manager, office):
    for by in (office[Role.OFFICIAL], manager):
        keeping.hand_out(package, by=by, address=None)
    package.refresh_from_db()
    assert package.provision == Provision.objects.get(subject="privacy.ReturnPackage", subject_id=package.pk)
    assert (package.provision.recipient_kind, package.provision.ground) == ("prefecture", "instruction")
    assert package.provision.people >= Jobseeker.objects.count() > 0
    assert package.downloaded_by == office[Role.OFFICIAL]
    handover = handing_over.make_handover(YEAR, by=manager)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReturnPackage.objects.filter(pk=handover.pk).update(downloaded_at=TODAY_AT_NOON, downloaded_by=manager)
    keeping.hand_out(handover, by=manager, address=None)
    assert "約束" in Provision.objects.get(subject_id=handover.pk, subject="privacy.ReturnPackage").items


def test_a_package_whose_password_cannot_be_read_any_more_stops_the_end_before_anything_goes(
    approved, manager, settings
):
    settings.SECRET_KEY = "another key than before, long enough to be one"
    job = Job.objects.create(kind="erasure", key="1", params={"erasure": approved.pk}, requested_by=manager)
    with pytest.raises(DomainError, match="作り直して"):
        finishing.carry_erasure(job, lambda *_: None)
    assert Jobseeker.objects.exclude(name="（消去済み）").exists()


def test_packages_that_were_made_again_are_no_survivors_and_go_too(manager, office, no_rewriting):
    packing.make_package(FiscalYear(2026), by=manager)
    handing_over.make_handover(YEAR, by=manager)
    package = packing.make_package(YEAR, by=manager)
    keeping.hand_out(package, by=manager, address=None)
    package.refresh_from_db()
    erasure = asking.ask_for_contract(package, ground=GROUND, planned_on=TODAY, by=manager)
    erasure = execute(asking.approve(erasure, decision="指示", by=office[Role.OFFICIAL]), by=manager)
    done = finishing.finish(erasure, finishing.words_of(erasure), by=manager)
    assert done.scan["survivors"] == 0
    assert "第13" in Provision.objects.get(returned=package).basis
    assert not ReturnPackage.objects.filter(file__isnull=False).exists()
    assert not ReturnPackage.objects.exclude(sealed_password="").exists()
    assert not StoredFile.objects.filter(name__contains="一式_2026").exists()


def test_nothing_is_asked_for_before_the_package_is_saved(package, manager):
    with pytest.raises(DomainError, match="返還一式"):
        asking.ask_for_contract(package, ground=GROUND, planned_on=TODAY, by=manager)
    with pytest.raises(IntegrityError, match="given back"), transaction.atomic():
        Erasure.objects.create(
            scope="contract", fiscal_year=2026, package=package, ground="x", planned_on=TODAY, requested_by=manager
        )
    with pytest.raises(IntegrityError, match="after_its_return"), transaction.atomic():
        Erasure.objects.create(scope="contract", fiscal_year=2026, ground="x", planned_on=TODAY, requested_by=manager)


def test_only_the_official_agrees_to_the_end_of_a_contract_and_says_what_was_instructed(applied, office):
    for role in (Role.PRIVACY_MANAGER, Role.SUPERVISOR, Role.COUNSELLOR):
        with pytest.raises(DomainError):
            asking.approve(applied, decision="x", by=office[role])
    with pytest.raises(DomainError, match="県の指示"):
        asking.approve(applied, decision=" ", by=office[Role.OFFICIAL])
    asking.approve(applied, decision="指示", by=office[Role.OFFICIAL])
    with pytest.raises(DomainError, match="すでに"):
        asking.refuse(applied, decision="x", by=office[Role.OFFICIAL])


def test_bad_applications_are_refused(saved, applied, manager):
    for terms in ({"ground": " "}, {"planned_on": date(2027, 3, 31)}, {}):
        with pytest.raises(DomainError):
            asking.ask_for_contract(saved, **{"ground": GROUND, "planned_on": TODAY} | terms, by=manager)
    assert list(Erasure.objects.filter(scope="contract")) == [applied]


def test_it_is_not_done_before_its_day_nor_before_it_is_approved(applied, office, manager, april):
    with pytest.raises(DomainError, match="承認された"):
        finishing.ask_to_execute(applied, by=manager)
    with pytest.raises(DomainError, match="承認されていない"):
        execute(applied, by=manager)
    later = asking.approve(applied, decision="指示", by=office[Role.OFFICIAL])
    april.move_to("2027-03-31T10:00:00+09:00")
    with pytest.raises(DomainError, match="予定日"):
        finishing.ask_to_execute(later, by=manager)


def test_records_that_came_after_the_package_stop_it(approved, office, manager):
    call = Contact.objects.first()
    Contact.objects.create(establishment=call.establishment, name="あとから 見本", phone="096-000-1111")
    with pytest.raises(DomainError, match="申請を取り下げ、返還一式を作り直して"):
        finishing.ask_to_execute(approved, by=manager)
    # What it asks for can be done: an approved application is no dead end.
    asking.withdraw(approved, by=manager)
    again = packing.make_package(YEAR, by=manager)
    keeping.hand_out(again, by=manager, address=None)
    again.refresh_from_db()
    erasure = asking.ask_for_contract(again, ground=GROUND, planned_on=TODAY, by=manager)
    asking.approve(erasure, decision="指示", by=office[Role.OFFICIAL])
    assert finishing.ask_to_execute(Erasure.objects.get(pk=erasure.pk), by=manager)


def test_everything_goes_and_the_figures_stay(approved, office, manager, no_rewriting):
    Draft.objects.create(user=manager, form="/x/", data={"note": Jobseeker.objects.first().name})
    names = [*Jobseeker.objects.values_list("name", flat=True), *Contact.objects.values_list("name", flat=True)]
    mails = list(Jobseeker.objects.exclude(email="").values_list("email", flat=True))
    before, ledger = figures_now(), list(PublicationEvent.objects.order_by("pk").values())
    job = Job.objects.create(kind="erasure", key="1", params={"erasure": approved.pk}, requested_by=manager)
    done = execute(approved, by=manager)
    words = finishing.words_of(done)
    assert set(names) <= set(words)
    assert set(mails) <= set(words)
    done = finishing.finish(done, words, by=manager)
    assert job.pk
    assert figures_now() == before
    assert list(PublicationEvent.objects.order_by("pk").values()) == ledger
    found = scan_tables([*names, *mails])
    assert (found.total, dict(found.places)) == (0, {})
    assert done.scan["survivors"] == 0
    assert not StoredFile.objects.filter(name__startswith="返還一式").exists()
    assert {one["title"] for one in done.exceptions} <= {"会計帳簿と証拠書類", "人件費の帳簿と証拠書類"}
    certificate = done.certificate
    assert certifying.is_genuine(certificate)
    assert not any(name in str(certificate.content) for name in names)


def test_who_was_erased_before_does_not_stop_the_end(manager, office, no_rewriting):
    erase_person(Jobseeker.objects.first(), ground="本人の求め", by=manager, approved_by=office[Role.SUPERVISOR])
    package = packing.make_package(YEAR, by=manager)
    keeping.hand_out(package, by=manager, address=None)
    package.refresh_from_db()
    erasure = asking.ask_for_contract(package, ground=GROUND, planned_on=TODAY, by=manager)
    erasure = execute(asking.approve(erasure, decision="指示", by=office[Role.OFFICIAL]), by=manager)
    assert finishing.finish(erasure, finishing.words_of(erasure), by=manager).scan["survivors"] == 0


def test_a_survivor_is_named_by_its_place_and_stops_the_end_unless_explained(approved, manager, no_rewriting):
    name = Jobseeker.objects.first().name
    supervisor = User.objects.filter(role=Role.SUPERVISOR).first()
    User.objects.filter(pk=supervisor.pk).update(name=name)
    erasure = execute(approved, by=manager)
    words = finishing.words_of(erasure)
    with pytest.raises(DomainError, match="の「氏名」"):
        finishing.finish(erasure, words, by=manager)
    done = finishing.finish(erasure, words, by=manager, explanation="同じ名の職員")
    assert done.scan["explanation"] == "同じ名の職員"


def test_what_fails_after_the_search_is_done_again_without_the_words(approved, manager, monkeypatch):
    def fails():
        raise RuntimeError("no room on the disk")

    erasure = execute(approved, by=manager)
    monkeypatch.setattr(finishing, "rewrite_everything", fails)
    with pytest.raises(RuntimeError):
        finishing.finish(erasure, finishing.words_of(erasure), by=manager)
    erasure = Erasure.objects.get(pk=erasure.pk)
    assert finishing.words_of(erasure) == []
    monkeypatch.setattr(finishing, "rewrite_everything", lambda: Rewritten(100, statistics=True, log=True))
    done = finishing.finish(erasure, [], by=manager)
    assert done.scan["words"] > 20
    assert certifying.is_genuine(done.certificate)


@pytest.mark.parametrize(
    ("keys", "destroyed", "words"),
    [(0, True, "ない"), (2, True, "鍵2個を消去した（判読不能）"), (2, False, "鍵2個の消去を指示した")],
)
def test_no_backup_is_called_unreadable_before_it_is(approved, manager, no_rewriting, keys, destroyed, words):
    erasure = execute(approved, by=manager)
    certificate = finishing.finish(erasure, finishing.words_of(erasure), by=manager).certificate
    certificate.content["scan"] |= {"keys": keys, "keys_destroyed": destroyed}
    assert words in dict(certificate_paper.course_of(certificate))["バックアップ"]
    book = openpyxl.load_workbook(io.BytesIO(certificate_paper.write_excel(certificate))).active
    assert "令和14年3月31日" in {cell.value for row in book for cell in row}


def test_a_certificate_that_was_changed_is_not_genuine(approved, manager, no_rewriting):
    erasure = execute(approved, by=manager)
    certificate = finishing.finish(erasure, finishing.words_of(erasure), by=manager).certificate
    for statement in (ErasureCertificate.objects.all().delete, lambda: ErasureCertificate.objects.update(number=5)):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()
    certificate.content["ground"] = "別の根拠"
    assert not certifying.is_genuine(certificate)


# Pages


def in_the_name_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, name: str, *args, **typed):
    return client.post(reverse(f"privacy:{name}", args=args), {"submission_key": str(uuid.uuid4()), **typed})


def test_the_course_on_screen(office, manager, no_rewriting, django_capture_on_commit_callbacks):
    mine, official = in_the_name_of(manager), in_the_name_of(office[Role.OFFICIAL])
    assert post(mine, "return_package", year="2026").status_code == 302
    packing.carry_package(Job.objects.get(kind="return_package"), lambda *_: None)
    package = ReturnPackage.objects.get()
    assert post(mine, "erasure_apply", package.pk, ground=GROUND, planned_on=TODAY.isoformat()).status_code == 422
    shown = post(mine, "package_password", package.pk)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "返還と消去" in shown.content.decode()
    assert post(mine, "package_password", package.pk).status_code == 422
    assert post(official, "package_password", package.pk).status_code == 403
    saved = official.post(reverse("privacy:package_file", args=[package.pk]))
    assert hashlib.sha256(b"".join(saved.streaming_content)).hexdigest() == package.sha256
    assert AccessLog.objects.filter(action="export", subject="privacy.ReturnPackage").count() == 1
    key = str(uuid.uuid4())
    for _ in range(2):
        typed = {"ground": GROUND, "planned_on": TODAY.isoformat(), "submission_key": key}
        assert post(mine, "erasure_apply", package.pk, **typed).status_code == 302
    erasure = Erasure.objects.latest("pk")
    assert any(line["medium"] == "サーバー" for line in erasure.inventory)
    assert reverse("privacy:erasure", args=[erasure.pk]) in official.get("/").content.decode()
    assert post(official, "erasure_decide", erasure.pk, verdict="approve", decision="").status_code == 422
    assert post(official, "erasure_decide", erasure.pk, verdict="approve", decision="4月1日の指示").status_code == 302
    assert post(mine, "erasure_execute", erasure.pk).status_code == 422
    assert post(mine, "erasure_execute", erasure.pk, sure="on").status_code == 302
    erasure = execute(erasure, by=manager)
    finishing.finish(erasure, finishing.words_of(erasure), by=manager)
    mine.force_login(manager)
    page = mine.get(reverse("privacy:erasure", args=[erasure.pk])).content.decode()
    assert "照合一致" in page
    paper = mine.get(reverse("privacy:erasure_certificate_pdf", args=[erasure.pk])).content
    assert paper == mine.get(reverse("privacy:erasure_certificate_pdf", args=[erasure.pk])).content
    sheet = openpyxl.load_workbook(
        io.BytesIO(mine.get(reverse("privacy:erasure_certificate_excel", args=[erasure.pk])).content)
    ).active
    texts = "|".join(str(cell.value) for row in sheet for cell in row if cell.value)
    assert "参考様式 第13関係" in texts
    assert "適正に消去及び廃棄したことを報告します" in texts


def test_a_person_is_erased_in_the_same_way_in_small(office, manager):
    person = Jobseeker.objects.first()
    mine, other = in_the_name_of(manager), in_the_name_of(office[Role.SUPERVISOR])
    typed = {"ground": "4月1日 本人の求め", "planned_on": TODAY.isoformat()}
    assert post(mine, "erasure_person", "jobseekers.Jobseeker", 999_999, **typed).status_code == 404
    assert post(mine, "erasure_person", "centre.User", person.pk, **typed).status_code == 404
    assert post(mine, "erasure_person", "jobseekers.Jobseeker", person.pk, **typed).status_code == 302
    assert post(mine, "erasure_person", "jobseekers.Jobseeker", person.pk, **typed).status_code == 422
    erasure = Erasure.objects.latest("pk")
    assert post(mine, "erasure_decide", erasure.pk, verdict="approve").status_code == 403
    assert post(other, "erasure_decide", erasure.pk, verdict="approve").status_code == 302
    assert post(mine, "erasure_execute", erasure.pk, sure="on").status_code == 302
    finishing.carry_erasure(Job.objects.get(kind="erasure"), lambda *_: None)
    erasure.refresh_from_db()
    assert erasure.state == Erasure.State.FINISHED
    assert certifying.is_genuine(erasure.certificate)
    person.refresh_from_db()
    assert person.name == "（消去済み）"


def test_an_application_can_be_taken_back_or_refused(applied, office, manager):
    mine, official = in_the_name_of(manager), in_the_name_of(office[Role.OFFICIAL])
    assert post(official, "erasure_decide", applied.pk, verdict="refuse", decision="").status_code == 422
    assert post(mine, "erasure_withdraw", applied.pk).status_code == 302
    assert post(mine, "erasure_withdraw", applied.pk).status_code == 422
    assert post(official, "erasure_decide", applied.pk, verdict="approve", decision="x").status_code == 422
    applied.refresh_from_db()
    assert applied.state == Erasure.State.WITHDRAWN


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.FIELD_STAFF, Role.REVIEWER, Role.ADMIN])
def test_nobody_else_sees_any_of_it(office, saved, role):
    client = in_the_name_of(office[role])
    for name in ("erasures", "inventory", "return_package", "handover"):
        assert client.get(reverse(f"privacy:{name}")).status_code == 403
    assert client.post(reverse("privacy:package_file", args=[saved.pk])).status_code == 403


def test_the_list_and_the_inventory_are_readable(office, saved, applied):
    client = in_the_name_of(office[Role.OFFICIAL])
    assert saved.name in client.get(reverse("privacy:erasures")).content.decode()
    page = client.get(reverse("privacy:inventory")).content.decode()
    assert "VACUUM FULL" in page
    assert "UIJターン就職希望者" in page

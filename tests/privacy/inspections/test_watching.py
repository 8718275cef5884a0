"""An inspector changes nothing: refused by the page, and by the database when the page would let it through."""

import io
from datetime import date, timedelta

import openpyxl
import pypdf
import pytest
import time_machine
from django.core.management import call_command
from django.db import InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.models import User
from centre.roles import Role
from jobseekers.models import Jobseeker
from privacy import sealing
from privacy.inspections import middleware
from privacy.models import AccessLog, Inspection
from tests.factories.centre import UserFactory, watched
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import logged_in
from tests.security.walking import addresses, digest, logged_in_as

pytestmark = pytest.mark.django_db
WRITING = ("post", "put", "patch", "delete")
DOOR = ("account_", "mfa_")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def sample():
    call_command("seed_demo", scale=0.02, seed=3, until=date(2026, 11, 20), verbosity=0)


def ours() -> list:
    """One address of each page, with a record of the sample where it names one."""
    known = [one for one in addresses() if not one.name.startswith(DOOR) and not one.unknown]
    return list({one.name: one for one in reversed(known)}.values())


def inspecting() -> tuple[Client, User]:
    """A browser of an inspector with an inspection of everything."""
    client, user = logged_in(Role.INSPECTOR)
    watched(user)
    return client, user


def pages(inspection: Inspection) -> list[str]:
    lines = AccessLog.objects.filter(subject="privacy.Inspection", subject_id=inspection.pk).order_by("pk")
    return [line.detail for line in lines]


def test_every_unsafe_address_is_refused_and_nothing_is_changed(sample):
    client, _ = logged_in_as(Role.INSPECTOR)
    before = digest()
    passed = [
        (one.name, method)
        for one in ours()
        for method in WRITING
        if getattr(client, method)(one.path).status_code != 403
    ]
    assert passed == []
    assert digest() == before


def test_the_database_refuses_too_when_the_page_would_let_it_through(sample, monkeypatch):
    monkeypatch.setattr(middleware, "READING", middleware.READING | {"POST"})
    client, _ = logged_in_as(Role.INSPECTOR)
    before = digest()
    for one in ours():
        client.post(one.path, {"submission_key": "4b9f2c1e-0000-4000-8000-000000000001"})
    assert digest() == before


def test_a_page_that_writes_says_that_nothing_was_changed(monkeypatch):
    monkeypatch.setattr(middleware, "READING", middleware.READING | {"POST"})
    client, user = inspecting()
    answer = client.post(reverse("centre:draft"), {"form": "/x/", "data": "{}"})
    assert answer.status_code in (400, 403)
    answer = client.post(reverse("centre:single_keys"), {"on": "on"})
    assert answer.status_code == 403
    assert "検査では閲覧だけ" in answer.content.decode()
    user.refresh_from_db()
    assert pages(Inspection.objects.get())[-1] == f"POST {reverse('centre:single_keys')} 403"


def test_read_only_cannot_be_taken_back_within_a_page():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute("SELECT 1")
        with pytest.raises(InternalError):
            cursor.execute("SET TRANSACTION READ WRITE")
        transaction.set_rollback(True)
    UserFactory()


def test_every_page_is_on_record_with_and_without_personal_data():
    client, user = inspecting()
    inspection = Inspection.objects.get()
    person = JobseekerFactory()
    client.get("/")
    client.get("/postings/")
    client.get(person.get_absolute_url())
    client.get("/nowhere/")
    client.post("/postings/")
    assert pages(inspection) == [
        "GET / 200",
        "GET /postings/ 200",
        f"GET {person.get_absolute_url()} 200",
        "GET /nowhere/ 404",
        "POST /postings/ 403",
    ]
    assert AccessLog.objects.filter(user=user, subject=Jobseeker._meta.label, subject_id=person.pk).count() == 1
    sealing.seal()
    assert sealing.verify().sound
    manager, _ = logged_in(Role.PRIVACY_MANAGER)
    shown = manager.get(reverse("privacy:inspection", args=[inspection.pk])).content.decode()
    assert "画面 GET /postings/ 200" in shown
    assert f"閲覧 UIJターン就職希望者 {person.pk}" in shown
    paper = manager.get(reverse("privacy:inspection_pdf", args=[inspection.pk])).content
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
    assert "GET /postings/ 200" in text


def test_the_search_is_on_record_too():
    client, user = inspecting()
    JobseekerFactory(name="架空 花子")
    client.get("/search/", {"q": "架空"})
    assert AccessLog.objects.filter(user=user, action="search", subject="jobseekers.Jobseeker").exists()


def test_the_scope_is_kept_page_by_page():
    user = UserFactory(role=Role.INSPECTOR)
    watched(user, scope=["postings"], with_personal=False)
    client = Client()
    client.force_login(user)
    assert client.get("/postings/").status_code == 200
    for closed in ("/employers/", "/jobseekers/", "/privacy/access-log/", "/reports/"):
        assert client.get(closed).status_code == 403, closed
    menu = client.get("/").content.decode()
    assert 'href="/jobseekers/"' not in menu
    assert 'href="/postings/"' in menu
    person = JobseekerFactory(name="架空 花子")
    assert person.name not in client.get("/search/", {"q": "架空"}).content.decode()


def test_banner_and_mark_on_every_page_and_no_button():
    client, _ = inspecting()
    for address in ("/", "/postings/", "/privacy/duties/"):
        page = client.get(address).content.decode()
        assert "検査中（閲覧だけ）" in page
        assert 'class="print-mark"' in page
        assert "事故に気付いた" not in page
    assert "いま照合する</button>" not in client.get("/privacy/access-log/checks/").content.decode()
    other, _ = logged_in(Role.COUNSELLOR)
    assert "検査中" not in other.get("/").content.decode()


def test_a_pdf_carries_the_mark():
    client, _ = inspecting()
    paper = client.get(reverse("privacy:duties_pdf"))
    assert paper.status_code == 200
    assert "検査のための閲覧" in pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()


def test_a_workbook_carries_the_mark_above_every_page_and_on_a_sheet():
    client, user = logged_in(Role.INSPECTOR)
    watched(user, officials="見本課 <A&B> 髙﨑𠮷郎")
    manager, _ = logged_in(Role.PRIVACY_MANAGER)
    address = reverse("privacy:checklist_excel", args=["clauses"])
    plain = openpyxl.load_workbook(io.BytesIO(manager.get(address).content))
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
    mark = f"検査のための閲覧　検査{Inspection.objects.get().pk}　2026年11月20日 10:00　見本課 <A&B> 髙﨑𠮷郎"
    assert book.sheetnames == [*plain.sheetnames, "検査の印"]
    assert book["検査の印"]["A1"].value == mark
    for one in plain.sheetnames:
        assert book[one].oddHeader.center.text == mark.replace("&", "&&")
        assert list(book[one].values) == list(plain[one].values)
        assert not plain[one].oddHeader.center.text


def test_it_ends_by_itself_within_the_session(november):
    client, user = inspecting()
    assert client.get("/").status_code == 200
    november.move_to(Inspection.objects.get().ends_at - timedelta(seconds=1))
    client.force_login(user)
    assert client.get("/").status_code == 200
    november.shift(timedelta(seconds=1))
    for address in ("/", "/postings/", "/search/?q=x"):
        ended = client.get(address)
        assert ended.status_code == 403
        assert "検査の期間ではありません" in ended.content.decode()
    assert client.get(reverse("account_logout")).status_code == 200


def test_without_an_inspection_nothing_opens():
    client, _ = logged_in(Role.INSPECTOR)
    assert client.get("/").status_code == 403


def test_other_people_ask_the_database_nothing_about_inspections():
    client, _ = logged_in(Role.COUNSELLOR)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("centre:keep_alive"))
    assert not [query for query in asked.captured_queries if "privacy_inspection" in query["sql"]]

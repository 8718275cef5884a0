"""Copies of the listed page: known by their content, kept with their hash, saved and never shown in place."""

import hashlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from centre.roles import Role
from postings.models import ListingEvidence, PublicationEvent
from tests.factories.centre import UserFactory
from tests.people_pages import errors, expect, logged_in, send
from tests.postings.listings import listed, signed

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"screen"
HTML = "<!-- saved -->\n<!DOCTYPE html><html><body>求人</body></html>".encode()


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def posting():
    return listed(date(2026, 8, 1), date(2026, 12, 31))


def upload(posting, name="画面.png", content=PNG, sent_as="image/png", key=None, **typed):
    client, user = logged_in(Role.COUNSELLOR)
    file = SimpleUploadedFile(name, content, sent_as)
    answer = send(
        client, f"/postings/{posting.pk}/evidence/", key, file=file, **{"taken_at": "2026-11-02 09:30"} | typed
    )
    return client, user, answer


def test_a_copy_is_kept_with_its_hash_and_its_moment(posting):
    client, user, answer = upload(posting, url="https://site.example/1", note="一覧の画面")
    expect(answer, 302)
    found = ListingEvidence.objects.get()
    assert found.sha256 == found.file.sha256 == hashlib.sha256(PNG).hexdigest()
    assert found.taken_at == datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert (found.recorded_by, found.url) == (user, "https://site.example/1")
    shown = client.get(f"/postings/{posting.pk}/").content.decode()
    assert found.sha256[:16] in shown


def test_a_posting_has_as_many_copies_as_are_needed(posting):
    upload(posting)
    upload(posting, content=PNG + b"2")
    assert posting.evidence.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.html", b"\xff\xd8\xff\xe0jpeg", "image/jpeg"),
        ("a.exe", b"%PDF-1.7 page", "application/pdf"),
        ("page.htm", HTML, "text/html"),
        ("page.html", b"\xef\xbb\xbf  <html lang=ja>", "text/html"),
    ],
)
def test_the_kind_is_what_the_content_says_not_the_name(posting, name, content, kind):
    expect(upload(posting, name, content, "application/x-anything")[2], 302)
    assert ListingEvidence.objects.get().file.content_type == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", b"MZ\x90program", "画像（PNG・JPEG）、PDF、HTML"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "画像（PNG・JPEG）、PDF、HTML"),
        ("a.png", PNG + b"0" * (10 * 1024 * 1024), "10MB"),
    ],
)
def test_anything_else_is_refused_beside_the_field(posting, name, content, words):
    answer = upload(posting, name, content)[2]
    assert answer.status_code == 422
    assert words in str(errors(answer)["file"])
    assert not ListingEvidence.objects.exists()


def test_a_moment_to_come_and_the_same_file_again_are_refused(posting):
    answer = upload(posting, taken_at="2026-11-02 12:01")[2]
    assert "先の日時" in str(errors(answer)["taken_at"])
    upload(posting)
    assert "もうあります" in str(errors(upload(posting)[2])["file"])
    assert ListingEvidence.objects.count() == 1


def test_a_copy_is_saved_never_shown_in_place(posting):
    client, _, _ = upload(posting, "page.html", HTML, "text/html")
    found = ListingEvidence.objects.get()
    answer = client.get(f"/postings/listings/evidence/{found.pk}/")
    assert answer.content == HTML
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_field_staff_see_no_copies(posting):
    upload(posting)
    client, _ = logged_in(Role.FIELD_STAFF)
    assert client.get(f"/postings/listings/evidence/{ListingEvidence.objects.get().pk}/").status_code == 403
    assert "掲載の証拠" not in client.get(f"/postings/{posting.pk}/").content.decode()


def test_a_line_of_the_ledger_keeps_site_number_address_and_copy():
    posting = signed()
    client, _ = logged_in(Role.COUNSELLOR)
    typed = {
        "kind": "new",
        "effective_on": "2026-11-02",
        "listed_until": "2027-01-31",
        "site": "見本の別サイト",
        "site_number": "B-1",
        "url": "https://other.example/1",
        "snapshot": SimpleUploadedFile("page.html", HTML, "text/plain"),
    }
    expect(send(client, f"/postings/{posting.pk}/publish/", **typed), 302)
    line = PublicationEvent.objects.get()
    assert (line.site, line.site_number, line.url) == ("見本の別サイト", "B-1", "https://other.example/1")
    assert (line.snapshot.sha256, line.snapshot.content_type) == (hashlib.sha256(HTML).hexdigest(), "text/html")
    assert client.get(f"/postings/ledger/{line.pk}/file/").content == HTML


def test_a_copy_belongs_to_whoever_kept_it_whatever_the_form_says(posting):
    _, user, _ = upload(posting, recorded_by=UserFactory().pk, sha256="0" * 64, recorded_at="2020-01-01")
    found = ListingEvidence.objects.get()
    assert (found.recorded_by, found.sha256) == (user, hashlib.sha256(PNG).hexdigest())
    assert found.recorded_at.year == 2026

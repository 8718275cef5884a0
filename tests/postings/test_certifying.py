"""A certificate says what the ledger says, is the same paper each time, and its public page says whether it holds."""

import io
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from centre.errors import DomainError
from centre.roles import Role
from employers.models import Corporation
from postings.models import CertificateRevocation, ListingCertificate, ListingEvidence
from postings.site import certifying, listing_evidence, publication
from postings.site.certificate_pdf import write_certificate
from tests.factories.centre import UserFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import expect, logged_in, send
from tests.postings.listings import listed

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
PNG = b"\x89PNG\r\n\x1a\n" + b"screen"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def posting():
    return listed(date(2026, 8, 1), date(2026, 12, 31), number="KM-7")


def copy(posting, content=PNG, **given):
    arguments = {"taken_at": datetime(2026, 10, 1, 9, tzinfo=TOKYO), "name": "画面.png", "content_type": "image/png"}
    return listing_evidence.add_evidence(posting, content=content, by=UserFactory(), **arguments | given)


def page_of(client, certificate, query=""):
    return client.get(f"/verify/{certificate.token}/{query}")


def test_it_says_on_which_days_the_posting_was_listed_as_eligible(posting):
    found = certifying.certify(posting, by=UserFactory())
    assert found.content["listed"] == found.content["eligible"] == [["2026-08-01", "2026-11-02"]]
    assert found.content["listed_until"] == "2026-12-31"
    assert (found.content["title"], found.content["site_number"]) == (posting.title, "KM-7")
    assert found.content["lines"] == [posting.events.get().pk]
    assert found.content_hash == certifying.hash_of(found.content)


def test_the_copies_of_the_page_stand_in_it_by_their_hashes(posting):
    kept = [copy(posting), copy(posting, PNG + b"2")]
    found = certifying.certify(posting, by=UserFactory())
    assert found.content["evidence"] == sorted(one.sha256 for one in kept)


def test_numbers_go_on_within_a_fiscal_year_and_begin_anew(posting):
    assert [certifying.certify(posting, by=UserFactory()).number for _ in range(2)] == [
        "掲証2026-00001",
        "掲証2026-00002",
    ]
    with time_machine.travel("2027-04-01T00:00:01+09:00", tick=False):
        assert certifying.certify(posting, by=UserFactory()).number == "掲証2027-00001"


def test_tokens_cannot_be_guessed(posting):
    tokens = {certifying.certify(posting, by=UserFactory()).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) == 43 for token in tokens)


def test_a_posting_that_was_never_listed_gets_none():
    with pytest.raises(DomainError, match="掲載された日がありません"):
        certifying.certify(JobPostingFactory(), by=UserFactory())


def test_the_paper_is_one_page_and_the_same_bytes_each_time(posting, settings):
    copy(posting)
    found = certifying.certify(posting, by=UserFactory())
    settings.SITE_URL = "https://moved.example"
    paper = write_certificate(ListingCertificate.objects.get())
    with time_machine.travel("2028-01-01T12:00:00+09:00", tick=False):
        assert write_certificate(ListingCertificate.objects.get()) == paper
    pages = PdfReader(io.BytesIO(paper)).pages
    text = re.sub(r"\s", "", pages[0].extract_text())
    assert len(pages) == 1
    assert found.number in text
    assert "2026年8月1日（令和8年）から2026年11月2日（令和8年）まで" in text
    assert found.content_hash in text
    assert re.sub(r"\s", "", found.address) in text


def test_anybody_with_the_address_sees_that_it_holds(client, posting):
    found = certifying.certify(posting, by=UserFactory(name="見本 職員"))
    answer = page_of(client, found)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "有効です" in shown
    assert found.content_hash in shown
    assert posting.establishment.name in shown
    assert "見本 職員" not in shown
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in answer.cookies


def test_an_unknown_address_is_not_there(client):
    assert client.get("/verify/unknown/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("sole_proprietor", None, "個人事業主"),
        ("", None, "表示していません"),
        ("", "7000020430005", "名前の見える事業所"),
        ("company", None, "名前の見える事業所"),
    ],
)
def test_only_the_name_of_a_legal_entity_is_public(client, posting, kind, number, shown):
    posting.establishment.name = "名前の見える事業所"
    posting.establishment.save()
    found = certifying.certify(posting, by=UserFactory())
    Corporation.objects.update(kind=kind, corporate_number=number)
    text = page_of(client, found).content.decode()
    assert shown in text
    assert ("名前の見える事業所" in text) == (shown == "名前の見える事業所")


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2026-07-31", "いませんでした"),
        ("2026-08-01", "いました"),
        ("令和8年11月2日", "いました"),
        ("2026-11-03", "まだ分かりません"),
    ],
)
def test_the_day_of_application_is_answered(client, posting, day, answer):
    found = certifying.certify(posting, by=UserFactory())
    assert answer in page_of(client, found, f"?day={day}").content.decode()


def test_a_day_that_is_none_is_explained_beside_the_field(client, posting):
    found = certifying.certify(posting, by=UserFactory())
    answer = page_of(client, found, "?day=きのう")
    assert answer.status_code == 200
    assert answer.context["form"].errors["day"]


def test_a_later_line_that_changes_what_was_certified_is_said(client, posting):
    found = certifying.certify(posting, by=UserFactory())
    with time_machine.travel("2026-11-10T12:00:00+09:00", tick=False):
        publication.publish(posting, "corrected", effective_on=date(2026, 10, 1), eligible=False, by=UserFactory())
        shown = page_of(client, found).content.decode()
    assert "発行後に記録が変わりました" in shown
    assert certifying.standing(found).state == "changed"


def test_a_later_extension_changes_nothing_that_was_certified(posting):
    found = certifying.certify(posting, by=UserFactory())
    with time_machine.travel("2026-11-10T12:00:00+09:00", tick=False):
        publication.publish(
            posting, "extended", effective_on=date(2026, 11, 10), listed_until=date(2027, 3, 31), by=UserFactory()
        )
    assert certifying.standing(found).state == "valid"
    assert "新しい掲載の記録" in certifying.standing(found).explanation


def test_a_certificate_taken_back_says_so_without_the_reason(client, posting):
    found = certifying.certify(posting, by=UserFactory())
    certifying.revoke(found, reason="相手を取り違えた", by=UserFactory(role=Role.SUPERVISOR))
    shown = page_of(client, found).content.decode()
    assert "取り消されました" in shown
    assert "取り違えた" not in shown
    with pytest.raises(DomainError, match="すでに取り消されています"):
        certifying.revoke(found, reason="もう一度", by=UserFactory())
    assert CertificateRevocation.objects.count() == 1


def test_the_public_page_answers_politely_when_asked_too_often(client, posting, monkeypatch):
    monkeypatch.setattr("postings.site.verification.MOST_LOOKS", 2)
    found = certifying.certify(posting, by=UserFactory())
    assert [page_of(client, found).status_code for _ in range(3)] == [200, 200, 429]
    answer = page_of(client, found)
    assert answer["Retry-After"] == "60"
    assert "1分ほど待って" in answer.content.decode()


def test_the_public_page_asks_little(client, posting, django_assert_max_num_queries):
    found = certifying.certify(posting, by=UserFactory())
    with django_assert_max_num_queries(6):
        page_of(client, found, "?day=2026-08-01")


def test_only_a_supervisor_takes_a_certificate_back(posting):
    found = certifying.certify(posting, by=UserFactory())
    counsellor, _ = logged_in(Role.COUNSELLOR)
    assert counsellor.get(f"/postings/certificates/{found.pk}/revoke/").status_code == 403
    supervisor, _ = logged_in(Role.SUPERVISOR)
    expect(send(supervisor, f"/postings/certificates/{found.pk}/revoke/", reason="相手を取り違えた"), 302)
    assert "相手を取り違えた" in supervisor.get(found.get_absolute_url()).content.decode()


def test_the_page_issues_one_certificate_however_often_it_is_sent(posting):
    client, user = logged_in(Role.COUNSELLOR)
    address = f"/postings/{posting.pk}/certify/"
    key = str(client.get(address).context["submission_key"])
    answers = {send(client, address, key)["Location"] for _ in range(5)}
    found = ListingCertificate.objects.get()
    assert answers == {found.get_absolute_url()}
    assert found.issued_by == user
    paper = client.get(f"/postings/certificates/{found.pk}/pdf/")
    assert paper.content == write_certificate(found)
    assert found.number in client.get(f"/postings/{posting.pk}/").content.decode()


def test_a_form_cannot_set_what_only_the_act_decides(posting):
    client, user = logged_in(Role.COUNSELLOR)
    other = UserFactory()
    typed = {
        "serial": "999",
        "year": "1999",
        "token": "x",
        "content_hash": "0" * 64,
        "issued_by": other.pk,
        "content": "{}",
    }
    send(client, f"/postings/{posting.pk}/certify/", **typed)
    found = ListingCertificate.objects.get()
    assert (found.serial, found.year, found.issued_by) == (1, 2026, user)
    assert found.token != "x"
    assert found.content["title"] == posting.title


@pytest.mark.parametrize("table", ["listingcertificate", "listingevidence", "certificaterevocation"])
@pytest.mark.parametrize(
    "statement", ["UPDATE postings_{} SET id = id + 1", "DELETE FROM postings_{}", "TRUNCATE postings_{} CASCADE"]
)
def test_what_proves_a_listing_only_grows(posting, table, statement):
    copy(posting)
    certifying.revoke(certifying.certify(posting, by=UserFactory()), reason="見本のため", by=UserFactory())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert ListingEvidence.objects.count() == CertificateRevocation.objects.count() == 1

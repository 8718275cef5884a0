"""What proves a requirement is kept with who looked at it and how long it holds, and is not typed twice."""

import uuid
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from centre.errors import DomainError
from centre.files import store
from centre.roles import Role
from employers.models import Corporation
from postings.eligibility import vetting
from postings.eligibility.evidence import Evidence, reusable
from postings.models import Finding, Vetting
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)
C2, C5, J1 = ("relocation_corporation", "C2"), ("relocation_corporation", "C5"), ("relocation_posting", "J1")


@pytest.fixture
def preparer():
    return UserFactory(role=Role.COUNSELLOR)


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def corporation():
    return CorporationFactory()


def posting_of(corporation):
    return JobPostingFactory(establishment=EstablishmentFactory(corporation=corporation))


def signed(posting, preparer, reviewer, evidence, on=DAY) -> Vetting:
    return vetting.approve(vetting.prepare(posting, on=on, by=preparer, evidence=evidence), by=reviewer)


def document():
    return store("登記事項証明書.pdf", "application/pdf", b"%PDF-1.4 sample")


def test_evidence_names_who_looked_at_it_and_holds_for_a_year(preparer):
    given = {C2: Evidence("登記事項証明書", document(), "2頁"), J1: Evidence("求人票")}
    prepared = vetting.prepare(JobPostingFactory(), on=DAY, by=preparer, evidence=given)
    capital, hours = prepared.findings.get(key="C2"), prepared.findings.get(key="J1")
    assert (capital.evidence_page, capital.checked_by, capital.checked_on) == ("2頁", preparer, DAY)
    assert capital.valid_until == date(2027, 11, 1)
    assert (hours.checked_by, hours.valid_until) == (preparer, None)
    assert prepared.findings.get(key="C5").checked_by is None


def test_a_validity_of_its_own_goes_before_the_year(preparer):
    given = {C2: Evidence("登記事項証明書", valid_until=date(2027, 1, 31))}
    prepared = vetting.prepare(JobPostingFactory(), on=DAY, by=preparer, evidence=given)
    assert prepared.findings.get(key="C2").valid_until == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Evidence("登記事項証明書", valid_until=date(2026, 11, 1)), "過ぎています"),
        (Evidence(page="2頁"), "確かめた資料の名前か書類"),
        (Evidence(valid_until=date(2027, 1, 1)), "確かめた資料の名前か書類"),
    ],
)
def test_evidence_that_proves_nothing_is_refused(preparer, given, words):
    with pytest.raises(DomainError, match=words):
        vetting.prepare(JobPostingFactory(), on=DAY, by=preparer, evidence={C2: given})
    assert Vetting.objects.count() == 0


def test_the_next_posting_of_the_corporation_is_offered_what_was_checked(corporation, preparer, reviewer):
    file = document()
    signed(posting_of(corporation), preparer, reviewer, {C2: Evidence("登記事項証明書", file), J1: Evidence("求人票")})
    facts = vetting.facts_of(posting_of(corporation))
    again = reusable(corporation.pk, facts, DAY)
    assert list(again) == [C2]
    assert (again[C2].file, again[C2].checked_by, again[C2].valid_until) == (file, preparer, date(2027, 11, 1))
    assert reusable(corporation.pk, facts, date(2027, 11, 1))
    assert reusable(corporation.pk, facts, date(2027, 11, 2)) == {}


def test_nothing_is_offered_of_an_unsigned_vetting_another_corporation_or_other_facts(corporation, preparer, reviewer):
    posting = posting_of(corporation)
    evidence = {C2: Evidence("登記事項証明書"), C5: Evidence("適用事業所設置届")}
    prepared = vetting.prepare(posting, on=DAY, by=preparer, evidence=evidence)
    assert reusable(corporation.pk, vetting.facts_of(posting), DAY) == {}
    vetting.approve(prepared, by=reviewer)
    assert reusable(CorporationFactory().pk, vetting.facts_of(posting), DAY) == {}
    Corporation.objects.filter(pk=corporation.pk).update(capital_yen=40_000_000)
    assert list(reusable(corporation.pk, vetting.facts_of(posting), DAY)) == [C5]


def test_evidence_used_again_keeps_who_checked_it_when(corporation, preparer, reviewer):
    signed(posting_of(corporation), preparer, reviewer, {C2: Evidence("登記事項証明書")})
    other = posting_of(corporation)
    again = reusable(corporation.pk, vetting.facts_of(other), DAY)
    prepared = vetting.prepare(other, on=date(2026, 11, 20), by=reviewer, evidence=again)
    finding = prepared.findings.get(key="C2")
    assert (finding.checked_by, finding.checked_on, finding.valid_until) == (preparer, DAY, date(2027, 11, 1))


def test_the_database_keeps_evidence_with_a_checker_and_a_day(preparer):
    prepared = vetting.prepare(JobPostingFactory(), on=DAY, by=preparer)
    more = {"vetting": prepared, "book": "x", "title": "x", "outcome": "met", "reason": "x", "position": 99}
    for number, wrong in enumerate(
        (
            {"evidence_page": "2頁"},
            {"evidence_file": document()},
            {"checked_by": preparer},
            {"valid_until": DAY},
            {"checked_by": preparer, "checked_on": DAY, "valid_until": date(2026, 11, 1)},
        )
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.create(key=f"X{number}", **more, **wrong)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings_finding SET valid_until = '2030-01-01'",
        "UPDATE postings_finding SET evidence_page = '9'",
        """INSERT INTO postings_finding
        (vetting_id, book, key, title, outcome, reason, source, evidence, evidence_page, position)
        SELECT vetting_id, book, 'X1', '', 'met', '', '', '', '', 99 FROM postings_finding LIMIT 1""",
    ],
)
def test_nothing_is_changed_or_added_in_a_signed_vetting(preparer, reviewer, statement):
    signed(JobPostingFactory(), preparer, reviewer, {C2: "登記事項証明書"})
    with pytest.raises(DatabaseError, match=r"Cannot|is decided"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def send(client, posting, **fields):
    return client.post(
        reverse("postings:prepare", args=[posting.pk]), {"submission_key": str(uuid.uuid4()), "note": "", **fields}
    )


@time_machine.travel("2026-11-02T10:00:00+09:00", tick=False)
def test_the_page_takes_file_page_and_validity(corporation):
    client, user = logged_in(Role.COUNSELLOR)
    file = SimpleUploadedFile("登記.pdf", b"%PDF-1.4 sample", "application/pdf")
    name = "relocation_corporation-C2"
    posting = posting_of(corporation)
    answer = send(client, posting, **{f"file-{name}": file, f"page-{name}": "1頁", f"until-{name}": "令和9年3月31日"})
    assert answer.status_code == 302
    finding = Finding.objects.get(key="C2")
    assert (finding.evidence_file.name, finding.checked_by) == ("登記.pdf", user)
    assert (finding.evidence_page, finding.valid_until) == ("1頁", date(2027, 3, 31))
    answer = client.get(reverse("postings:evidence", args=[finding.pk]))
    assert answer.content == b"%PDF-1.4 sample"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "登記.pdf" in client.get(finding.vetting.get_absolute_url()).content.decode()


@time_machine.travel("2026-11-02T10:00:00+09:00", tick=False)
def test_the_page_refuses_what_is_no_picture_and_keeps_its_details_open(corporation):
    client, _ = logged_in(Role.COUNSELLOR)
    file = SimpleUploadedFile("x.exe", b"MZ", "application/pdf")
    answer = send(client, posting_of(corporation), **{"file-relocation_corporation-C2": file})
    assert answer.status_code == 422
    assert "<details open>" in answer.content.decode()
    assert Vetting.objects.count() == 0


@time_machine.travel("2026-11-02T10:00:00+09:00", tick=False)
def test_the_page_offers_the_earlier_check_and_uses_it_unless_something_else_is_given(corporation, preparer, reviewer):
    client, user = logged_in(Role.COUNSELLOR)
    signed(posting_of(corporation), preparer, reviewer, {C2: "登記事項証明書", C5: "設置届"})
    posting = posting_of(corporation)
    page = client.get(reverse("postings:prepare", args=[posting.pk])).content.decode()
    assert page.count("前の確認を使う") == 2
    c2, c5 = "relocation_corporation-C2", "relocation_corporation-C5"
    send(client, posting, **{f"reuse-{c2}": "on", f"reuse-{c5}": "on", f"evidence-{c5}": "新しい設置届"})
    assert posting.vettings.get().findings.get(key="C2").checked_by == preparer
    assert posting.vettings.get().findings.get(key="C5").checked_by == user
    assert posting.vettings.get().findings.get(key="C5").evidence == "新しい設置届"


def test_somebody_without_sight_of_vettings_gets_no_document(corporation, preparer):
    prepared = vetting.prepare(
        posting_of(corporation), on=DAY, by=preparer, evidence={C2: Evidence("登記", document())}
    )
    client, _ = logged_in(Role.ADMIN)
    assert client.get(reverse("postings:evidence", args=[prepared.findings.get(key="C2").pk])).status_code == 403
    assert client.get(reverse("postings:judgement_pdf", args=[prepared.pk])).status_code == 403


def test_the_pages_ask_a_fixed_number_of_questions(corporation, preparer, reviewer, django_assert_max_num_queries):
    client, _ = logged_in(Role.REVIEWER)
    everything = {
        ("relocation_corporation", f"C{number}"): Evidence(f"資料{number}", document()) for number in range(1, 8)
    }
    record = signed(posting_of(corporation), preparer, reviewer, everything)
    with django_assert_max_num_queries(10):
        client.get(record.get_absolute_url())
    with django_assert_max_num_queries(16):
        client.get(reverse("postings:prepare", args=[posting_of(corporation).pk]))

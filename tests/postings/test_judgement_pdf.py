"""The judgement on paper: one page, everything on it, the same bytes each time."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from centre.files import store
from centre.roles import Role
from postings.eligibility import vetting
from postings.eligibility.evidence import Evidence
from postings.eligibility.judgement_pdf import write_judgement
from postings.models import Vetting
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


@pytest.fixture
def record() -> Vetting:
    preparer, reviewer = UserFactory(role=Role.COUNSELLOR), UserFactory(role=Role.REVIEWER)
    corporation = CorporationFactory(name="株式会社𠮷野見本")
    posting = JobPostingFactory(establishment=EstablishmentFactory(corporation=corporation), title="組立の仕事")
    file = store("登記事項証明書.pdf", "application/pdf", b"%PDF-1.4 sample")
    given = {("relocation_corporation", "C2"): Evidence("登記", file, "2頁")}
    prepared = vetting.prepare(posting, on=DAY, by=preparer, evidence=given, note="所見のことば")
    return vetting.approve(prepared, by=reviewer)


def words(content: bytes) -> tuple[int, str]:
    reader = PdfReader(io.BytesIO(content))
    return len(reader.pages), "".join(page.extract_text() for page in reader.pages).replace("\n", "")


def test_one_page_holds_employer_posting_requirements_evidence_and_both_names(record):
    pages, text = words(write_judgement(record))
    assert pages == 1
    for part in (
        "要件の確認結果（参考）",
        "株式会社𠮷野見本",
        "組立の仕事",
        "対象（承認済）",
        "2019年4月1日からの版",
        "登記事項証明書.pdf",
        "2頁",
        "2027年11月1日まで有効",
        record.prepared_by.name,
        record.decided_by.name,
        "判定に入れていない要件：C8",
        "受給の可否は市町村が決めます",
        "C1",
        "J3",
    ):
        assert part in text, part


def test_it_is_the_same_file_whenever_it_is_made(record, time_machine):
    time_machine.move_to("2026-11-02 09:00+09:00")
    first = write_judgement(record)
    time_machine.move_to("2031-03-31 23:59+09:00")
    assert write_judgement(Vetting.objects.get(pk=record.pk)) == first


@pytest.mark.parametrize("repeated", [10, 16, 40])
def test_longer_texts_take_smaller_letters_and_still_stand_on_one_page(repeated):
    preparer = UserFactory(role=Role.COUNSELLOR)
    given = {("relocation_corporation", f"C{number}"): "資料の名前" * repeated for number in range(1, 8)}
    posting = JobPostingFactory(title="見本の職種" * 20)
    prepared = vetting.prepare(posting, on=DAY, by=preparer, evidence=given, note="所見" * 100)
    pages, text = words(write_judgement(prepared))
    assert (pages, text.count("資料の名前" * 3) > 0) == (1, True)


def test_the_file_is_saved_under_its_name(record):
    client, _ = logged_in(Role.OFFICIAL)
    answer = client.get(reverse("postings:judgement_pdf", args=[record.pk]))
    assert answer.content[:5] == b"%PDF-"
    assert "attachment" in answer["Content-Disposition"]
    assert answer.content == write_judgement(record)

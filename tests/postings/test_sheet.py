"""The sheet of a posting: one page as PDF, one page as Excel, texts never formulas, the same bytes each time."""

import io
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from postings.models import JobPosting
from postings.sheets import change_letter, intake, sheet
from postings.sheets.revisions import versions
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def posting() -> JobPosting:
    place = EstablishmentFactory(
        corporation=CorporationFactory(name="見本髙﨑製作所"), name="見本髙﨑製作所　本社", phone="096-000-0001"
    )
    return JobPostingFactory(
        establishment=place,
        title="=1+1 検品",
        duties="部品の検品\n梱包",
        wage_kind="monthly",
        wage_from_yen=210_000,
        has_fixed_overtime=False,
        site_number="K-0001",
    )


def pages(content: bytes) -> list[str]:
    return [page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(content)).pages]


def test_the_pdf_tells_what_is_known_on_one_page(posting):
    (text,) = pages(sheet.write_pdf(posting))
    for words in ("求人票", "見本髙﨑製作所", "部品の検品", "210,000円", "掲載番号 K-0001", "固定残業代がある"):
        assert words in text
    assert "移住支援金" not in text


def test_a_posting_with_every_field_full_is_one_page_too(posting):
    for field in JobPosting._meta.fields:
        if field.get_internal_type() in ("CharField", "TextField") and field.name not in ("site_number", "title"):
            if field.choices:
                setattr(posting, field.name, field.choices[0][0])
            else:
                setattr(posting, field.name, "長い説明です。" * ((field.max_length or 700) // 7))
    assert len(pages(sheet.write_pdf(posting))) == 1


def test_the_same_posting_gives_the_same_bytes(posting):
    assert sheet.write_pdf(posting) == sheet.write_pdf(posting)
    assert sheet.write_excel(posting) == sheet.write_excel(posting)


def test_the_workbook_prints_on_one_page_and_holds_no_formula(posting):
    book = openpyxl.load_workbook(io.BytesIO(sheet.write_excel(posting)))
    page = book["求人票"]
    cells = {row[0].value: row[1] for row in page.iter_rows(min_row=2)}
    assert cells["職種名・見出し"].value == "=1+1 検品"
    assert cells["職種名・見出し"].data_type == "s"
    assert cells["仕事の内容（雇入れ直後）"].value == "部品の検品\n梱包"
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.paperSize) == (True, 9)


def test_the_letter_tells_before_and_after(posting):
    last = intake.revise(posting, posting.version, by=None, wage_from_yen=205_000, starts_on=date(2027, 1, 4))
    (text,) = pages(change_letter.write_pdf(last, versions(last)[-1]))
    for words in ("労働条件の変更のお知らせ", "210,000円", "205,000円", "2027年1月4日", "（示していません）"):
        assert words in text

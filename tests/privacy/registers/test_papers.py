"""Every entry has its form and every register its list, on A4 and as a workbook; nothing in them is a formula."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.roles import Role
from privacy.models import AccessLog, RegisterEntry
from privacy.registers import paper, sheet
from privacy.registers.catalogue import ABOUT_STAFF, KINDS
from privacy.registers.moving import take_step
from tests.factories.centre import UserFactory
from tests.factories.registers import contract_asks_for, entry_of

pytestmark = pytest.mark.django_db
A4 = (595, 842)
YEAR = FiscalYear(2026)


@pytest.fixture(autouse=True)
def contractor(november):
    Contract.objects.filter(fiscal_year=2026).update(
        contractor="株式会社 見本（架空）", contractor_representative="代表取締役 見本 太郎"
    )


def words_of(content: bytes) -> str:
    """All words of a PDF without spaces; every page is A4."""
    pages = PdfReader(io.BytesIO(content)).pages
    assert all(tuple(round(float(side)) for side in page.mediabox[2:]) == A4 for page in pages)
    return "".join("".join(page.extract_text().split()) for page in pages)


def cells_of(content: bytes) -> list[str]:
    """Every cell of a workbook; none is a formula."""
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    cells = [cell for page in sheets for row in page.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    return [cell.value for cell in cells]


@pytest.mark.parametrize("key", KINDS)
def test_every_kind_of_entry_has_its_form(key):
    kind = KINDS[key]
    profile = contract_asks_for(key)
    form = paper.paper_of(entry_of(key))
    text, cells = words_of(paper.write_pdf(form)), "".join(cells_of(paper.write_excel(form)))
    for words in (kind.paper.title, kind.sources[profile], kind.prefix, "代表取締役見本太郎"):
        assert words.replace(" ", "").replace("　", "") in text, words
    assert kind.sources[profile] in cells
    assert ("熊本県知事" in text) == kind.paper.to_prefecture
    assert ("署名" in text) == (key in ABOUT_STAFF)


def test_an_answer_is_dated_with_the_day_it_was_given():
    asked = entry_of("instruction", asked_on=date(2026, 11, 2))
    assert paper.paper_of(asked).day == date(2026, 11, 2)
    answered = take_step(asked, 1, "answer", on=date(2026, 11, 20), words="回答", by=asked.asked_by)
    assert paper.paper_of(answered).day == date(2026, 11, 20)
    assert "令和8年11月20日" in words_of(paper.write_pdf(paper.paper_of(answered)))


@pytest.mark.parametrize("key", ABOUT_STAFF)
def test_what_a_member_of_staff_signs_goes_to_the_contractor(key):
    contract_asks_for(key)
    form = paper.paper_of(entry_of(key))
    assert (form.recipient.split("\n")[0], form.sender) == ("株式会社 見本（架空）", "")
    assert form.recipient.endswith("様")
    addressed = openpyxl.load_workbook(io.BytesIO(paper.write_excel(form))).active["A2"]
    assert (addressed.value, addressed.alignment.wrap_text) == (form.recipient, True)


def test_no_day_of_a_list_is_broken_within_its_month():
    """The widest list: an application that was permitted, used and ended."""
    entry = entry_of("carry", due_on=date(2026, 12, 28))
    for number, step in enumerate(("permit", "carry", "close"), start=1):
        take_step(entry, number, step, on=date(2026, 11, 20), words="見本", consent_number="1", by=entry.asked_by)
    content = sheet.write_pdf(KINDS["carry"], YEAR, sheet.entries_of(KINDS["carry"], YEAR))
    lines = PdfReader(io.BytesIO(content)).pages[0].extract_text().splitlines()
    assert (lines.count("2026年"), lines.count("11月20日"), lines.count("12月28日")) == (5, 4, 1)


def test_a_form_is_the_same_bytes_each_time_and_keeps_what_was_typed():
    form = paper.paper_of(entry_of("copy", subject="=1+1", remark="＋見本 & <b>"))
    assert paper.write_pdf(form) == paper.write_pdf(form)
    assert "=1+1" in cells_of(paper.write_excel(form))
    assert "=1+1" in words_of(paper.write_pdf(form))


@pytest.mark.parametrize("key", KINDS)
def test_every_register_has_its_list(key):
    contract_asks_for(key)
    entry_of(key)
    entries = sheet.entries_of(KINDS[key], YEAR)
    assert "第1号" in words_of(sheet.write_pdf(KINDS[key], YEAR, entries))
    cells = cells_of(sheet.write_excel(KINDS[key], YEAR, entries))
    assert {one.label for one in KINDS[key].fields} <= set(cells)
    assert KINDS[key].state_word(entries[0].state) in cells
    closing = next(one for one in KINDS[key].course.steps if one.to == "closed")
    assert closing.day_label in cells


def test_a_long_register_goes_on_over_pages_and_an_empty_one_has_one():
    by = UserFactory(role=Role.PRIVACY_MANAGER)
    for _ in range(sheet.ROWS_A_PAGE + 1):
        entry_of("copy", by=by)
    content = sheet.write_pdf(KINDS["copy"], YEAR, sheet.entries_of(KINDS["copy"], YEAR))
    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    assert f"第{sheet.ROWS_A_PAGE + 1}号" in words_of(content)
    assert len(PdfReader(io.BytesIO(sheet.write_pdf(KINDS["carry"], YEAR, []))).pages) == 1
    assert sheet.entries_of(KINDS["copy"], FiscalYear(2025)) == []


def test_downloads_leave_a_line_and_carry_their_name(client):
    manager = UserFactory(role=Role.PRIVACY_MANAGER)
    client.force_login(manager)
    entry = entry_of("receipt", by=manager)
    take_step(entry, 1, "close", on=date(2026, 11, 20), words="返却", by=manager)
    for address in (
        reverse("privacy:entry_pdf", args=[entry.pk]),
        reverse("privacy:entry_excel", args=[entry.pk]),
        reverse("privacy:register_pdf", args=["receipt"]) + "?year=2026",
        reverse("privacy:register_excel", args=["receipt"]) + "?year=99999",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "filename*=UTF-8''" in answer["Content-Disposition"]
    printed = AccessLog.objects.filter(action=AccessLog.Action.PRINT, subject=RegisterEntry._meta.label)
    assert printed.count() == 4
    assert printed.filter(subject_id=entry.pk).count() == 2

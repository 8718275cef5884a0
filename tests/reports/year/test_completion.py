"""The notice of completion: our form as PDF and Excel, or the prefecture's own Excel form (contract 10(1)①)."""

import io
import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from pypdf import PdfReader

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.roles import Role
from reports.models import CompletionNotice
from reports.year.completion import (
    FIELDS,
    check_form,
    fill_form,
    notice_excel,
    notice_of,
    notice_pdf,
    notice_to_write,
    values_of,
    write_notice,
)
from tests.factories.centre import UserFactory, contract_2026

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)


@pytest.fixture(autouse=True)
def march():
    with time_machine.travel("2027-03-30T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def supervisor(client):
    user = UserFactory(role=Role.SUPERVISOR)
    client.force_login(user)
    return user


@pytest.fixture
def notice(supervisor):
    contract = contract_2026()
    contract.contractor, contract.contractor_address = "株式会社 見本（架空）", "熊本市中央区見本町1-1"
    contract.contractor_representative, contract.contracted_on = "代表取締役 見本 太郎", date(2026, 4, 1)
    contract.save()
    return write_notice(
        notice_to_write(YEAR),
        1,
        submitted_on=date(2027, 3, 31),
        completed_on=date(2027, 3, 31),
        fee=12345678,
        attachments="実績報告書\n成果物一覧",
        by=supervisor,
    )


def a_form(*names: str) -> bytes:
    """An office's own form: cells with names, a formula that must stay."""
    book = Workbook()
    sheet = book.active
    sheet.title = "様式"
    sheet["D9"] = "=1+1"
    for row, name in enumerate(names, start=1):
        sheet[f"A{row}"] = name
        book.defined_names[name] = DefinedName(name, attr_text=f"'様式'!$B${row}")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_it_says_what_the_form_asks_for(notice):
    assert values_of(notice) == {
        "提出日": "令和9年3月31日",
        "宛先": "熊本県知事　様",
        "受託者住所": "熊本市中央区見本町1-1",
        "受託者名称": "株式会社 見本（架空）",
        "代表者職氏名": "代表取締役 見本 太郎",
        "委託業務名": contract_2026().title,
        "契約年月日": "令和8年4月1日",
        "委託料": "12,345,678円（税込）",
        "履行期間": "令和8年4月1日から令和9年3月31日まで",
        "完了年月日": "令和9年3月31日",
        "添付書類": "実績報告書\n成果物一覧",
    }


def test_pdf_and_excel_say_the_same_and_are_the_same_bytes_when_made_again(notice):
    pdf, excel = notice_pdf(notice), notice_excel(notice)
    assert (pdf, excel) == (notice_pdf(notice), notice_excel(notice))
    reader = PdfReader(io.BytesIO(pdf))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    book = load_workbook(io.BytesIO(excel))
    for name, value in values_of(notice).items():
        sheet, place = next(book.defined_names[name].destinations)
        assert book[sheet][place.replace("$", "")].value == value
        assert re.sub(r"\s", "", value) in re.sub(r"\s", "", text), name


def test_an_unwritten_notice_can_be_printed_and_filled_by_hand(supervisor, client):
    assert notice_pdf(notice_of(YEAR)).startswith(b"%PDF")
    page = client.get(reverse("reports:completion") + "?year=2026").content.decode()
    assert "まだ入っていない欄があります" in page
    assert not CompletionNotice.objects.exists()


def test_our_own_form_can_be_changed_and_put_back(notice, supervisor):
    assert check_form(notice_excel(notice)) == list(FIELDS)


def test_the_prefectures_form_is_filled_and_its_formulas_stay(notice, supervisor, client):
    form = SimpleUploadedFile("別紙様式1.xlsx", a_form("委託業務名", "委託料"))
    page = client.get(reverse("reports:completion_edit", args=[2026]))
    data = {
        "submission_key": page.context["submission_key"],
        "version": page.context["version"],
        "submitted_on": "令和9年3月31日",
        "completed_on": "2027-03-31",
        "fee": "9000000",
        "attachments": "実績報告書",
        "form": form,
    }
    assert client.post(reverse("reports:completion_edit", args=[2026]), data).status_code == 302
    filled = client.get(reverse("reports:completion_file", args=[2026, "xlsx"])).content
    sheet = load_workbook(io.BytesIO(filled))["様式"]
    assert sheet["B2"].value == "9,000,000円（税込）"
    assert sheet["D9"].value == "=1+1"
    assert client.get(reverse("reports:completion_file", args=[2026, "form"])).status_code == 200


def test_a_filled_form_is_the_same_bytes_and_a_value_never_becomes_a_formula():
    form = a_form("委託業務名")
    filled = fill_form(form, {"委託業務名": "=HYPERLINK(1)"})
    assert filled == fill_form(form, {"委託業務名": "=HYPERLINK(1)"})
    assert load_workbook(io.BytesIO(filled))["様式"]["B1"].data_type == "s"


@pytest.mark.parametrize(
    ("content", "message"), [(a_form(), "名前の付いたセル"), (b"PK nonsense", "."), (b"%PDF-1.7", ".")]
)
def test_a_form_that_cannot_be_filled_is_refused(content, message):
    with pytest.raises(DomainError, match=message):
        check_form(content)


def test_it_is_not_submitted_before_the_work_was_completed(notice, supervisor):
    with pytest.raises(DomainError, match="完了年月日より前"):
        write_notice(
            notice,
            2,
            submitted_on=date(2027, 3, 1),
            completed_on=date(2027, 3, 31),
            fee=1,
            attachments="",
            by=supervisor,
        )


@pytest.mark.parametrize("role", Role)
def test_readers_of_reports_read_it_and_the_supervisor_writes_it(client, role):
    client.force_login(UserFactory(role=role))
    reads = role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.OFFICIAL)
    assert client.get(reverse("reports:completion")).status_code == (200 if reads else 403)
    assert client.get(reverse("reports:completion_file", args=[2026, "pdf"])).status_code == (200 if reads else 403)
    assert client.get(reverse("reports:completion_edit", args=[2026])).status_code == (
        200 if role == Role.SUPERVISOR else 403
    )

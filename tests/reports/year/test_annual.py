"""The annual report is put together from the months as they were reported (contract 10(1)②)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from centre import jobs
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear, Month
from centre.models import Job, User
from centre.roles import Role
from consultations.models import Consultation
from reports.documents.content import ReportDocument
from reports.documents.excel import write_excel
from reports.documents.pdf import write_pdf
from reports.lifecycle import ask_for_annual, confirm, draft_annual_report, draft_monthly
from reports.models import AnnualText, Report, Work
from reports.year.annual import LINES
from reports.year.chapters import CHAPTERS, OF_A_MONTH, QUANTITIES
from reports.year.texts import text_of, write_text
from tests.factories.year import CostFactory, DeliverableFactory, LabourFactory

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def office(november):
    """A small centre-year and its people by role."""
    call_command("seed_demo", scale=0.05, seed=31, until=date(2026, 11, 20), verbosity=0)
    return {user.role: user for user in User.objects.all()}


@pytest.fixture
def reported(office):
    """September confirmed, October only a draft."""
    supervisor = office[Role.SUPERVISOR]
    confirm(draft_monthly(SEPTEMBER, by=supervisor), by=supervisor)
    draft_monthly(OCTOBER, by=supervisor)
    return supervisor


def before_the_year() -> datetime:
    """A moment of the fiscal year before."""
    return datetime(2026, 3, 3, 10, tzinfo=UTC)


def chapter(report: Report, number: int):
    document = ReportDocument.from_json(report.document)
    return next(table for table in document.tables if table.number == number)


def row(report: Report, number: int, label: str):
    return next(row for block in chapter(report, number).blocks for row in block.rows if row.label == label)


def test_it_has_the_twelve_chapters_and_the_tables_by_work_and_by_month(reported):
    report = draft_annual_report(YEAR, by=reported)
    titles = [table.title for table in ReportDocument.from_json(report.document).tables]
    assert titles[:12] == [chapter.title for chapter in CHAPTERS]
    assert titles[12:] == ["業務別の実績", "月別の実績"]


def test_what_is_told_of_works_and_months_is_in_the_monthly_report():
    told = {key for keys in QUANTITIES.values() for key in keys} | set(OF_A_MONTH)
    assert told <= set(LINES)


def test_a_month_is_told_as_it_was_reported_not_as_it_is_known_today(reported):
    september = Report.objects.get(year=2026, month=9)
    before = september.figures.get(key="t3.b1.employer_consultations.month")
    assert before.value > 0
    Consultation.objects.filter(pk__in=before.record_ids).update(held_at=before_the_year())
    told = row(draft_annual_report(YEAR, by=reported), 4, "企業の相談")
    assert told.cells[5].value == before.value


def test_the_sum_of_the_year_is_the_sum_of_its_months_and_opens_their_records(reported):
    report = draft_annual_report(YEAR, by=reported)
    told = row(report, 4, "企業の相談")
    months, total = told.cells[:12], told.cells[12]
    assert total.value == sum(cell.value for cell in months if cell.value is not None) > 0
    figure = report.figures.get(key=total.figure)
    assert len(figure.record_ids) == figure.value == total.value


def test_people_are_counted_once_a_year_and_stocks_are_those_of_the_last_month(reported):
    report = draft_annual_report(YEAR, by=reported)
    october = Report.objects.get(year=2026, month=10)
    assert row(report, 6, "相談した人（実）").cells[12].value == int(
        october.figures.get(key="t4.b1.people_advised.year").value
    )
    assert row(report, 3, "月末の登録").cells[12].value == int(
        october.figures.get(key="t2.b1.registered_at_end.month").value
    )


def test_drafts_and_missing_months_are_said(reported):
    remarks = draft_annual_report(YEAR, by=reported).document["remarks"]
    assert "10月は、月次報告が確定していないため、下書きの数字です。" in remarks
    assert "4月、5月、6月、7月、8月、11月は、月次報告がないため、数字がありません。" in remarks


def test_a_confirmed_month_stands_before_the_draft_of_its_next_revision(reported):
    draft_monthly(SEPTEMBER, by=reported)
    remarks = draft_annual_report(YEAR, by=reported).document["remarks"]
    assert not any(remark.startswith("9月") for remark in remarks)


def test_personnel_cost_stands_in_it_by_person_month_and_work_without_names(reported):
    worker = User.objects.filter(role=Role.COUNSELLOR).first()
    november = date(2026, 11, 1)
    LabourFactory(user=worker, month=november, hours=Decimal("100.5"), rate=1501, work=Work.METHODS)
    LabourFactory(user=worker, month=november, hours=Decimal("10"), rate=1501, work=Work.PARTNERS)
    CostFactory(amount=3000, work=Work.METHODS)
    CostFactory(amount=5000, work=Work.METHODS, voided="二重に記録した")
    report = draft_annual_report(YEAR, by=reported)
    told = row(report, 13, Work.METHODS.label)
    assert [cell.value for cell in told.cells[2:]] == [150850, 3000]
    assert row(report, 14, "2026年11月").cells[1].value == 150850 + 15010
    assert any("相談員" in line.label for line in chapter(report, 2).blocks[1].rows)
    assert worker.name not in str(chapter(report, 2))


def test_the_words_of_chapters_and_months_are_frozen_with_it(reported):
    write_text(text_of(YEAR, "11"), 1, body="一行目\n二行目", by=reported)
    write_text(text_of(YEAR, "2026-09"), 1, body="合同の説明会に出た。", by=reported)
    DeliverableFactory(title="見本のチラシ")
    report = draft_annual_report(YEAR, by=reported)
    assert chapter(report, 11).paragraphs == ("一行目", "二行目")
    assert row(report, 14, "2026年9月").cells[2].value == "合同の説明会に出た。"
    assert "見本のチラシ" in {row.label for row in chapter(report, 12).blocks[0].rows}


def test_pdf_and_excel_are_the_same_bytes_when_made_again(reported):
    write_text(text_of(YEAR, "1"), 1, body="あ" * 900, by=reported)
    document = ReportDocument.from_json(draft_annual_report(YEAR, by=reported).document)
    assert write_pdf(document) == write_pdf(document)
    assert write_excel(document) == write_excel(document)


def test_it_cannot_be_confirmed_before_the_months_that_are_over(reported):
    report = draft_annual_report(YEAR, by=reported)
    with pytest.raises(DomainError, match="4月、5月、6月、7月、8月、10月の月次報告が確定していません"):
        confirm(report, by=reported)


def test_it_is_confirmed_when_all_months_are_over_and_then_never_changes(reported):
    for month in YEAR.months[:7]:
        if month != SEPTEMBER:
            confirm(draft_monthly(month, by=reported), by=reported)
    report = confirm(draft_annual_report(YEAR, by=reported), by=reported)
    assert report.state == Report.State.CONFIRMED
    assert report.pdf.name == "実績報告書_2026年度_第1版.pdf"
    assert draft_annual_report(YEAR, by=reported).revision == 2


def test_it_is_made_as_a_job(office):
    job = ask_for_annual(YEAR, by=office[Role.SUPERVISOR])
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    assert Report.objects.get(kind="annual").get_absolute_url() == job.result_url


def test_a_year_that_has_not_begun_is_refused(office):
    with pytest.raises(DomainError, match="まだ始まっていません"):
        ask_for_annual(FiscalYear(2027), by=office[Role.SUPERVISOR])


def test_words_are_suggested_from_the_figures_and_each_wording_is_kept(reported, client):
    client.force_login(reported)
    address = reverse("reports:annual_text", args=[2026, "4"])
    page = client.get(address)
    assert "延べと実数：企業の相談" in page.context["suggestion"]
    assert page.context["form"].initial["body"] == page.context["suggestion"]
    for version, body in ((1, "はじめの文"), (2, "直した文")):
        answer = client.post(
            address,
            {"body": body, "version": version, "submission_key": client.get(address).context["submission_key"]},
        )
        assert answer.status_code == 302
    text = AnnualText.objects.get(part="4")
    assert text.body == "直した文"
    assert list(text.revisions.exclude(body="").order_by("pgh_id").values_list("body", flat=True)) == [
        "はじめの文",
        "直した文",
    ]


def test_the_second_saver_sees_both_wordings(reported, client):
    client.force_login(reported)
    address = reverse("reports:annual_text", args=[2026, "1"])
    key = client.get(address).context["submission_key"]
    write_text(text_of(YEAR, "1"), 1, body="先に保存した文", by=reported)
    answer = client.post(address, {"body": "あとの文", "version": 1, "submission_key": key})
    assert answer.status_code == 409
    assert "先に保存した文" in answer.content.decode()
    assert "あとの文" in answer.content.decode()


@pytest.mark.parametrize("part", ["13", "0", "2027-04", "x"])
def test_an_unknown_part_is_no_page(office, client, part):
    client.force_login(office[Role.SUPERVISOR])
    assert client.get(f"/reports/annual/2026/{part}/").status_code == 404


def test_the_page_shows_what_is_still_to_be_done_in_few_questions(reported, client, django_assert_max_num_queries):
    client.force_login(reported)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("reports:annual_texts")).content.decode()
    assert "確定 1／12" in page
    assert "章の本文　0／12" in page


def test_an_official_sees_only_what_was_confirmed(reported, office, client):
    report = draft_annual_report(YEAR, by=reported)
    client.force_login(office[Role.OFFICIAL])
    page = client.get(reverse("reports:annual_texts")).content.decode()
    assert f"/reports/{report.pk}/" not in page
    assert reverse("reports:ask_annual") not in page
    assert client.post(reverse("reports:ask_annual"), {"year": "2026"}).status_code == 403

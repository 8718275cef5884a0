"""The books of the commission: each payment with its evidence, corrected but never lost, kept for five years."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.roles import Role
from reports.models import Cost, Labour, Work
from reports.year import bookkeeping
from reports.year.money import kept_until, money_of
from tests.factories.centre import UserFactory
from tests.factories.year import CostFactory, LabourFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def supervisor(client):
    user = UserFactory(role=Role.SUPERVISOR)
    client.force_login(user)
    return user


def typed(client, name: str, *args, **fields) -> dict:
    page = client.get(reverse(name, args=args))
    return {"submission_key": page.context["submission_key"], "version": page.context.get("version", ""), **fields}


COST = {
    "paid_on": "R8.10.5",
    "voucher": "A-1",
    "work": "8(3)",
    "payee": "見本商店",
    "subject": "切手",
    "amount": "1100",
}


def test_the_books_of_2026_are_kept_until_the_end_of_march_2032(supervisor, client):
    assert kept_until(FiscalYear(2026)) == date(2032, 3, 31)
    assert "2032年3月31日まで保存" in client.get(reverse("reports:costs")).content.decode()


def test_a_payment_is_recorded_once_with_its_evidence(supervisor, client):
    data = typed(client, "reports:cost_add", **COST)
    for _ in range(3):
        scan = SimpleUploadedFile("領収書.png", PNG, "image/png")
        assert client.post(reverse("reports:cost_add"), {**data, "evidence": scan}).status_code == 302
    cost = Cost.objects.get()
    assert (cost.fiscal_year, cost.amount, cost.paid_on) == (2026, 1100, date(2026, 10, 5))
    assert b"".join(client.get(reverse("reports:cost_evidence", args=[cost.pk])).streaming_content) == PNG


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("paid_on", "きのう", "日"),
        ("amount", "0", "1 以上"),
        ("amount", "-5", "1 以上"),
        ("voucher", "", "必須"),
        ("work", "8(9)", "選択"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_what_was_typed_stays(supervisor, client, field, value, message):
    answer = client.post(reverse("reports:cost_add"), typed(client, "reports:cost_add", **{**COST, field: value}))
    assert answer.status_code == 422
    assert message in "".join(answer.context["form"].errors[field])
    assert "見本商店" in answer.content.decode()
    assert not Cost.objects.exists()


def test_a_paper_that_is_no_scan_is_refused(supervisor, client):
    data = typed(client, "reports:cost_add", **COST)
    data["evidence"] = SimpleUploadedFile("領収書.pdf", b"MZ program", "application/pdf")
    assert "evidence" in client.post(reverse("reports:cost_add"), data).context["form"].errors


def test_a_voucher_counts_once_a_year(supervisor, client):
    CostFactory(voucher="A-1")
    answer = client.post(reverse("reports:cost_add"), typed(client, "reports:cost_add", **COST))
    assert "すでに記録されています" in str(answer.context["form"].errors["voucher"])
    with pytest.raises(IntegrityError), transaction.atomic():
        CostFactory(voucher="A-1")
    CostFactory(voucher="A-1", fiscal_year=2025)


def test_a_correction_keeps_the_earlier_content_and_the_scan(supervisor, client):
    cost = bookkeeping.record_cost(
        paid_on=date(2026, 10, 5),
        voucher="A-1",
        work=Work.VISITS,
        payee="",
        subject="切手",
        amount=1100,
        evidence=SimpleUploadedFile("a.png", PNG, "image/png"),
        by=supervisor,
    )
    data = typed(client, "reports:cost_edit", cost.pk, **{**COST, "amount": "1200"})
    assert client.post(reverse("reports:cost_edit", args=[cost.pk]), data).status_code == 302
    cost.refresh_from_db()
    assert cost.amount == 1200
    assert cost.evidence is not None
    page = client.get(reverse("reports:cost_history", args=[cost.pk])).content.decode()
    assert "1,100" in page
    assert "1,200" in page


def test_the_second_of_two_who_correct_sees_what_the_first_saved(supervisor, client):
    cost = CostFactory()
    data = typed(client, "reports:cost_edit", cost.pk, **{**COST, "voucher": cost.voucher})
    Cost.objects.filter(pk=cost.pk).update(version=2, subject="先に直した")
    answer = client.post(reverse("reports:cost_edit", args=[cost.pk]), data)
    assert answer.status_code == 409
    assert "先に直した" in answer.content.decode()


def test_a_voided_payment_leaves_the_sums_but_not_the_books(supervisor, client):
    cost = CostFactory(amount=5000)
    CostFactory(amount=300)
    data = typed(client, "reports:cost_void", cost.pk, reason="二重に記録した")
    assert client.post(reverse("reports:cost_void", args=[cost.pk]), data).status_code == 302
    assert money_of(FiscalYear(2026)).costs == 300
    assert "二重に記録した" in client.get(reverse("reports:costs")).content.decode()
    with pytest.raises(DomainError, match="すでに取り消されています"):
        bookkeeping.void_cost(cost, 2, reason="もう一度", by=supervisor)


@pytest.mark.parametrize("make", [CostFactory, LabourFactory])
def test_the_database_refuses_to_delete_before_the_five_years_are_over(make):
    record = make()
    with pytest.raises(DatabaseError, match="kept for five years"), transaction.atomic():
        record.delete()


def test_what_is_older_than_the_five_years_may_be_deleted():
    old = CostFactory(fiscal_year=2019, paid_on=date(2019, 10, 5))
    old.delete()
    assert not Cost.objects.exists()


def test_the_amount_of_work_is_hours_by_rate_without_fractions_of_a_yen(supervisor, client):
    worker = UserFactory()
    data = typed(
        client,
        "reports:labour_add",
        month="2026-10",
        user=worker.pk,
        work="8(1)",
        hours="120.25",
        rate="1503",
    )
    assert client.post(reverse("reports:labour_add"), data).status_code == 302
    line = Labour.objects.get()
    assert (line.amount, line.fiscal_year, line.month) == (180735, 2026, date(2026, 10, 1))
    data |= typed(client, "reports:labour_add")
    again = client.post(reverse("reports:labour_add"), {**data, "month": "2026-10"})
    assert again.status_code in (302, 422)
    assert Labour.objects.count() == 1


def test_a_person_has_one_line_for_a_month_and_work(supervisor):
    line = LabourFactory()
    with pytest.raises(DomainError, match="すでに記録されています"):
        bookkeeping.record_labour(
            month=line.month, user=line.user, work=line.work, hours=Decimal(1), rate=1, by=supervisor
        )


@pytest.mark.parametrize(("field", "value"), [("month", "10月"), ("hours", "745"), ("hours", "-1"), ("user", "0")])
def test_bad_hours_are_told_beside_their_field(supervisor, client, field, value):
    worker = UserFactory()
    fields = {"month": "2026-10", "user": worker.pk, "work": "8(1)", "hours": "10", "rate": "1500", field: value}
    answer = client.post(reverse("reports:labour_add"), typed(client, "reports:labour_add", **fields))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_hours_are_corrected(supervisor, client):
    line = LabourFactory()
    data = typed(client, "reports:labour_edit", line.pk, hours="100", rate="1500")
    assert client.post(reverse("reports:labour_edit", args=[line.pk]), data).status_code == 302
    line.refresh_from_db()
    assert line.amount == 150000


def test_the_books_go_out_as_excel_with_real_numbers(supervisor, client):
    CostFactory(voucher="A-7", amount=3000, payee="=1+1")
    LabourFactory(hours=Decimal("100.5"), rate=1501)
    book = load_workbook(io.BytesIO(client.get(reverse("reports:books")).content))
    sums = {row[0].value: row[1].value for row in book["1 業務別・月別の合計"].iter_rows() if row[0].value}
    assert sums["8(1) 窓口の運営"] == 150850
    (line,) = [row for row in book["3 経費"].iter_rows() if row[0].value == "A-7"]
    assert line[5].value == 3000
    assert line[3].data_type == "s"


@pytest.mark.parametrize("role", Role)
def test_the_supervisor_writes_the_official_reads_and_nobody_else_sees_the_money(client, role):
    client.force_login(UserFactory(role=role))
    cost, line = CostFactory(), LabourFactory()
    reads = role in (Role.SUPERVISOR, Role.OFFICIAL)
    for name in ("costs", "labour", "books"):
        assert client.get(reverse(f"reports:{name}")).status_code == (200 if reads else 403), name
    for name, pk in (("cost_edit", cost.pk), ("cost_void", cost.pk), ("labour_edit", line.pk)):
        assert client.get(reverse(f"reports:{name}", args=[pk])).status_code == (
            200 if role == Role.SUPERVISOR else 403
        ), name


def test_the_pages_ask_few_questions_however_long_the_books(supervisor, client, django_assert_max_num_queries):
    for number in range(12):
        CostFactory(recorded_by=supervisor, amount=100 + number)
        LabourFactory(recorded_by=supervisor)
    with django_assert_max_num_queries(14):
        client.get(reverse("reports:costs"))
    with django_assert_max_num_queries(11):
        client.get(reverse("reports:labour"))

"""The yearly plan and its progress, in the form of the Kumamoto City plan: planned volumes against outcome."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.roles import Role
from reports.models import PlanItem
from reports.plans.outcomes import outcomes
from reports.plans.planning import carry_over, take_out
from tests.factories.centre import UserFactory
from tests.factories.employers import VisitFactory
from tests.factories.year import PlanItemFactory

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def counsellor(client):
    user = UserFactory(role=Role.COUNSELLOR)
    client.force_login(user)
    return user


ITEM = {
    "heading": "1 企業の支援",
    "subheading": "(1) 訪問",
    "organisation": "熊本窓口",
    "section": "求人開拓",
    "position": "10",
    "plan": "県内企業を訪問する。",
    "progress": "",
    "figure_label": "",
    "metric": "visits",
    "planned": "4",
    "entered": "",
    "unit": "",
    "as_of": "",
}


def posted(client, **fields):
    address = reverse("reports:plan_add") + "?year=2026"
    key = client.get(address).context["submission_key"]
    return client.post(address, {**ITEM, **fields, "submission_key": key})


def test_an_outcome_is_counted_by_the_metric_of_the_reports_as_of_its_day(counsellor, client):
    for day in (date(2026, 4, 1), date(2026, 10, 31), date(2026, 11, 2)):
        VisitFactory(visited_on=day)
    VisitFactory(visited_on=date(2026, 3, 31))
    assert posted(client).status_code == 302
    item = PlanItem.objects.get()
    assert (item.unit, item.figure_label) == ("件", "訪問（延べ）")
    (outcome,) = outcomes([item], TODAY)
    assert (outcome.value, outcome.as_of, outcome.share) == (3, TODAY, Decimal("0.75"))
    item.as_of = date(2026, 10, 31)
    (outcome,) = outcomes([item], TODAY)
    assert outcome.label == "・訪問（延べ） 2件（令和8年10月末時点）"
    page = client.get(reverse("reports:plan")).content.decode()
    assert "75%" in page


def test_an_outcome_may_be_entered_with_its_day(counsellor, client):
    assert posted(client, metric="", entered="12.5", unit="人", as_of="R8.10.31", planned="50").status_code == 302
    (outcome,) = outcomes(PlanItem.objects.all(), TODAY)
    assert outcome.share == Decimal("0.25")
    assert outcome.label == "・実績 12.5人（令和8年10月末時点）"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"entered": "3"}, "entered"),
        ({"metric": "", "entered": "3", "unit": "件"}, "as_of"),
        ({"metric": "", "entered": "3", "as_of": "2026-10-31"}, "unit"),
        ({"as_of": "2027-04-01"}, "as_of"),
        ({"metric": "nothing"}, "metric"),
        ({"plan": ""}, "plan"),
        ({"planned": "x"}, "planned"),
    ],
)
def test_bad_input_is_told_beside_its_field(counsellor, client, fields, field):
    answer = posted(client, **fields)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not PlanItem.objects.exists()


def test_the_database_holds_to_one_way_of_knowing_an_outcome():
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItemFactory(metric="visits", entered=3, as_of=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItemFactory(entered=3)


def test_the_second_of_two_who_change_a_line_sees_both_texts(counsellor, client):
    item = PlanItemFactory()
    address = reverse("reports:plan_edit", args=[item.pk])
    key = client.get(address).context["submission_key"]
    PlanItem.objects.update(version=2, progress="先に書いた進捗")
    answer = client.post(address, {**ITEM, "progress": "あとの進捗", "version": 1, "submission_key": key})
    assert answer.status_code == 409
    assert "先に書いた進捗" in answer.content.decode()


def test_the_files_have_progress_plan_and_volumes_in_the_form_of_the_city(counsellor, client):
    PlanItemFactory(
        progress="県内企業を訪問した。", planned=Decimal(40), entered=Decimal(30), unit="社", as_of=date(2026, 10, 31)
    )
    PlanItemFactory(section="相談", plan="説明会を開く。")
    PlanItemFactory(fiscal_year=2027, plan="来年度は訪問を増やす。")
    excel = client.get(reverse("reports:plan_file", args=[2026, "xlsx"])).content
    book = load_workbook(io.BytesIO(excel))
    progress = [[cell.value for cell in row] for row in book["1 令和8年度事業進捗状況"].iter_rows()]
    assert ["熊本窓口", "①", "求人開拓", "県内企業を訪問した。\n・実績 30社（令和8年10月末時点）", None] in [
        [*row[:4], row[4] or None] for row in progress
    ]
    assert ["熊本窓口", "②", "相談", "説明会を開く。"] in [row[:4] for row in progress]
    plan = [[cell.value for cell in row][:4] for row in book["2 令和9年度事業計画"].iter_rows()]
    assert ["熊本窓口", "①", "求人開拓", "来年度は訪問を増やす。"] in plan
    volumes = [[cell.value for cell in row] for row in book["3 計画の数と実績"].iter_rows()]
    assert any(row[2:6] == [40, 30, "75%", "社"] for row in volumes)
    pdf = client.get(reverse("reports:plan_file", args=[2026, "pdf"])).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "令和8年度事業進捗状況" in text
    assert "令和9年度事業計画" in text
    assert client.get(reverse("reports:plan_file", args=[2026, "exe"])).status_code == 404


def test_a_plan_begins_with_the_lines_of_the_year_before(counsellor, client):
    PlanItemFactory(fiscal_year=2025, planned=Decimal(40), progress="した", unit="社")
    assert client.post(reverse("reports:plan_carry_over"), {"year": "2026"}).status_code == 302
    item = PlanItem.objects.get(fiscal_year=2026)
    assert (item.plan, item.planned, item.progress) == ("県内企業を訪問する。", None, "")
    with pytest.raises(DomainError, match="もう計画の項目があります"):
        carry_over(YEAR, by=counsellor)
    with pytest.raises(DomainError, match="前の年度に計画の項目がありません"):
        carry_over(FiscalYear(2030), by=counsellor)


def test_a_line_without_outcome_is_taken_out_and_one_with_outcome_stays(counsellor, client):
    empty, written = PlanItemFactory(), PlanItemFactory(progress="した")
    client.post(reverse("reports:plan_take_out", args=[empty.pk]))
    assert list(PlanItem.objects.all()) == [written]
    with pytest.raises(DomainError, match="外せません"):
        take_out(written, by=counsellor)


def test_a_metric_is_counted_once_however_many_lines_ask_for_it(counsellor, client, django_assert_max_num_queries):
    for number in range(10):
        PlanItemFactory(metric="visits", unit="件", position=number, edited_by=counsellor)
    with django_assert_max_num_queries(10):
        client.get(reverse("reports:plan"))


@pytest.mark.parametrize("role", Role)
def test_readers_of_reports_read_the_plan_and_makers_write_it(client, role):
    client.force_login(UserFactory(role=role))
    item = PlanItemFactory()
    reads = role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.OFFICIAL)
    writes = role in (Role.COUNSELLOR, Role.SUPERVISOR)
    page = client.get(reverse("reports:plan"))
    assert page.status_code == (200 if reads else 403)
    assert (reverse("reports:plan_edit", args=[item.pk]) in page.content.decode()) == writes
    assert client.get(reverse("reports:plan_edit", args=[item.pk])).status_code == (200 if writes else 403)
    assert client.get(reverse("reports:plan_file", args=[2026, "pdf"])).status_code == (200 if reads else 403)

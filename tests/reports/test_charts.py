"""The charts say what the metrics count; page, PDF and Excel show the same."""

import io
from datetime import date

import pypdf
import pytest
import time_machine
from django.core.management import call_command

from centre.charts import across_height, across_shapes
from centre.fiscal_year import FiscalYear, Month
from centre.models import User
from centre.roles import Role
from postings.toward_target.target import fold, stand
from reports.charts.of_a_month import charts_of, funnel, occupations, origins, target_line, trend
from reports.compiling import month_period, year_to_date
from reports.documents.charts import shapes_of, table_of_chart
from reports.documents.content import ReportDocument
from reports.documents.excel import write_excel
from reports.documents.pdf import write_pdf
from reports.metrics.answers import Answers
from reports.metrics.consultations import EMPLOYER_CONSULTATIONS, PEOPLE_ADVISED, PERSON_CONSULTATIONS
from reports.metrics.definition import count
from reports.metrics.funnel import FUNNEL
from reports.metrics.referrals import PEOPLE_HIRED
from reports.monthly import draft_month

OCTOBER = Month(2026, 10)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def sample(november, db):
    call_command("seed_demo", scale=0.05, seed=17, until=date(2026, 11, 20), verbosity=0)


def values(chart, label: str) -> tuple:
    return next(line.values for line in chart.series if line.label == label)


def test_the_target_line_ends_at_the_count_of_the_month_and_goes_on_as_a_band(sample):
    chart = target_line(OCTOBER)
    year = FiscalYear(2026)
    known = [line for line, _ in fold(year).counted if line.effective_on <= OCTOBER.end]
    assert values(chart, "累計")[6] == len(fold(year).standing) + len(known)
    assert values(chart, "累計")[7:] == (None,) * 5
    band = values(chart, "80%の見込み")
    assert band[:7] == (None,) * 7
    assert all(low <= high for low, high in band[7:])
    assert "3月31日の見込みは" in chart.summary


def test_the_target_line_of_this_month_is_the_count_of_the_target_page(sample):
    november = Month(2026, 11)
    assert values(target_line(november), "累計")[7] == stand(FiscalYear(2026)).running(november.end)[-1]


def test_in_march_nothing_is_foretold_any_more(sample):
    with time_machine.travel("2027-04-05T12:00:00+09:00", tick=False):
        chart = target_line(Month(2027, 3))
    assert next(line.label for line in chart.series) == "累計"
    assert None not in values(chart, "累計")


def test_the_trend_is_thirteen_months_of_the_metric(sample):
    chart = trend(OCTOBER)
    assert len(chart.labels) == 13
    for label, metric in (("企業", EMPLOYER_CONSULTATIONS), ("就職・移住", PERSON_CONSULTATIONS)):
        for place, month in ((12, OCTOBER), (11, OCTOBER.previous()), (0, Month(2025, 10))):
            assert values(chart, label)[place] == count(metric, month_period(month)).value


def test_the_funnel_counts_people_at_every_step(sample):
    chart = funnel(OCTOBER, Answers())
    assert chart.labels == ("相談", "登録", "情報提供", "応募", "面接", "内定", "入社")
    assert {metric.unit for _, metric in FUNNEL} == {chart.unit} == {"人"}
    (line,) = chart.series
    period = year_to_date(OCTOBER)
    assert line.values[0] == count(PEOPLE_ADVISED, period).value
    assert line.values[-1] == count(PEOPLE_HIRED, period).value


def test_the_origins_and_the_unknown_together_are_all_consultations_with_people(sample):
    chart = origins(OCTOBER)
    shown = sum(chart.series[0].values)
    unknown = int(chart.summary.split("不明が")[1].split("件")[0].replace(",", ""))
    assert shown + unknown == count(PERSON_CONSULTATIONS, year_to_date(OCTOBER)).value
    assert len(chart.labels) <= 13


def test_wishes_stand_beside_offers_in_heads(sample):
    chart = occupations(OCTOBER)
    assert chart.unit == "人"
    assert len(chart.series) == 2
    assert values(chart, "希望する人（第1希望）") == tuple(
        sorted(values(chart, "希望する人（第1希望）"), reverse=True)
    )


@pytest.mark.django_db
def test_an_empty_counter_has_charts_too():
    for chart in charts_of(OCTOBER):
        shapes, height = shapes_of(chart, 720)
        assert shapes
        assert height > 0
        assert chart.summary


def test_a_frozen_report_draws_the_same_charts_on_page_in_pdf_and_in_excel(sample):
    document, _ = draft_month(OCTOBER, 1)
    again = ReportDocument.from_json(document.to_json())
    assert again == document
    assert again.sha256() == document.sha256()
    assert len(document.charts) == 6
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_pdf(again))).pages)
    for chart in document.charts:
        assert chart.title in text
        assert shapes_of(chart, 400) == shapes_of(again.charts[document.charts.index(chart)], 400)
        assert len(table_of_chart(chart).rows) == len(chart.labels)
    assert write_excel(again) == write_excel(document)


def test_bars_that_lie_across_have_their_number_behind_them():
    shapes = across_shapes(
        ["宮崎県", "とても長い名前の職種で枠に入りきらないもの"], [("人数", "bar", [1200, 0])], 400, 100
    )
    texts = [shape.text for shape in shapes if shape.kind == "text"]
    assert texts == ["人数", "宮崎県", "1,200", "とても長い名前の職種で枠に入…", "0"]
    assert len([shape for shape in shapes if shape.kind == "rect"]) == 2
    assert across_height(10, 2) > across_height(10, 1)


@pytest.mark.parametrize("role", Role)
def test_the_page_is_for_those_who_read_reports(sample, client, role):
    client.force_login(User.objects.filter(role=role).first())
    answer = client.get("/reports/charts/?month=2026-10")
    assert answer.status_code == (200 if role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.OFFICIAL) else 403)
    if answer.status_code == 200:
        page = answer.content.decode()
        assert page.count("<svg") == 5
        assert page.count("表で見る") == 5 + 1


@pytest.mark.parametrize("month", ["", "x", "2030-01", "2026-13"])
def test_a_month_that_is_not_offered_shows_this_month(sample, client, month):
    client.force_login(User.objects.filter(role=Role.SUPERVISOR).first())
    assert client.get(f"/reports/charts/?month={month}").context["chosen"] == Month(2026, 11)


def test_the_page_asks_few_questions(sample, client, django_assert_max_num_queries):
    client.force_login(User.objects.filter(role=Role.SUPERVISOR).first())
    client.get("/reports/charts/")
    with django_assert_max_num_queries(45):
        client.get("/reports/charts/")

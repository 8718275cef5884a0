"""The target report: by month and cumulated, eligible corporations and all, forecast against outcome (contract 9)."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from centre.fiscal_year import FiscalYear
from centre.models import User
from centre.roles import Role
from postings.models import TargetForecast
from postings.toward_target.outlook import keep_outlook
from reports.documents.content import ReportDocument
from reports.lifecycle import draft_target_report

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)


@pytest.fixture
def supervisor():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        call_command("seed_demo", scale=0.05, seed=51, until=date(2026, 11, 20), verbosity=0)
        for day in (date(2026, 10, 1), date(2026, 10, 15), date(2026, 11, 1)):
            keep_outlook(day, YEAR)
        yield User.objects.get(role=Role.SUPERVISOR)


def rows(report, block: int) -> dict:
    table = ReportDocument.from_json(report.document).tables[0]
    return {row.label: [cell.value for cell in row.cells] for row in table.blocks[block].rows}


def test_months_add_up_to_the_year_for_eligible_corporations_and_for_all(supervisor):
    report = draft_target_report(YEAR, by=supervisor)
    summary, months = rows(report, 0), rows(report, 1)
    last = months["令和8年11月（2026年11月）"]
    assert last[5] == summary["年度の合計（対象法人）"][0]
    assert last[7] == summary["年度の合計（すべての法人）"][0]
    for line in months.values():
        assert sum(line[:4]) == line[4]


def test_the_first_forecast_of_a_month_stands_against_what_it_came_to(supervisor):
    report = draft_target_report(YEAR, by=supervisor)
    told, months = rows(report, 2), rows(report, 1)
    kept = kept_on(date(2026, 10, 1))
    mean, low, high, reached, difference = told["令和8年10月（2026年10月）"]
    assert [mean, low, high] == [round(kept[1]), kept[2], kept[3]]
    assert reached == months["令和8年10月（2026年10月）"][5]
    assert difference == reached - mean


def test_a_month_without_forecast_has_only_its_outcome_and_one_to_come_only_its_forecast(supervisor):
    told = rows(draft_target_report(YEAR, by=supervisor), 2)
    assert told["令和8年9月（2026年9月）"][:3] == [None, None, None]
    assert told["令和8年9月（2026年9月）"][3] is not None
    mean, low, high, reached, difference = told["令和9年3月（2027年3月）"]
    assert low <= mean <= high
    assert (reached, difference) == (None, None)
    assert told["令和8年11月（2026年11月）"][3] is None


def kept_on(day: date) -> list:
    """What the forecast kept on a day said of the end of its month."""
    figures = TargetForecast.objects.filter(day=day).order_by("number").first().figures
    return next(line for line in figures["months"] if line[0] == "2026-10-31")

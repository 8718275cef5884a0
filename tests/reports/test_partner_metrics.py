"""The figures of table 9: what counts in which month, that the parts make the whole, and that the pages agree."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from centre.fiscal_year import FiscalYear, Month
from centre.models import PartnerAgency
from centre.roles import Role
from referrals.models import Handoff
from referrals.partners import answering, figures
from referrals.partners.links import make_link
from reports.compiling import compile_tables, month_period, year_to_date
from reports.metrics import partners as p
from reports.metrics.definition import count, count_by
from reports.tables import MONTHLY, Cross, Lines
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.referrals import HandoffFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = month_period(Month(2026, 10)), month_period(Month(2026, 11))
YEAR = FiscalYear(2026)
(TABLE,) = (table for table in MONTHLY if table.number == 9)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def value(metric, period) -> int:
    return int(count(metric, period).value)


def on(day: date, **known) -> Handoff:
    return HandoffFactory(handed_on=day, consented_on=day, **known)


def answered(answer: str, **known) -> Handoff:
    withdrawn = {"consent_withdrawn_on": date(2026, 11, 10)} if answer == "withdrawn" else {}
    return HandoffFactory(answer=answer, answered_on=date(2026, 11, 10), **withdrawn, **known)


def test_a_hand_off_counts_in_the_month_of_its_day_to_the_last_of_it():
    on(date(2026, 10, 31))
    on(date(2026, 11, 1))
    on(date(2026, 11, 30), direction="in", answer="received", answered_on=date(2026, 12, 1))
    assert [value(metric, OCTOBER) for metric in (p.OUT, p.IN)] == [1, 0]
    assert [value(metric, NOVEMBER) for metric in (p.OUT, p.IN)] == [1, 1]


def test_people_and_employers_make_all_that_went_out():
    HandoffFactory.create_batch(2)
    HandoffFactory(jobseeker=None, establishment=EstablishmentFactory(), shared=[], consented_on=None)
    assert [value(metric, NOVEMBER) for metric in (p.OUT, p.OUT_PEOPLE, p.OUT_EMPLOYERS)] == [3, 2, 1]


def test_what_partners_answered_and_where():
    for answer in ("received", "handled", "handled", "declined", "withdrawn"):
        answered(answer)
    waiting = HandoffFactory()
    HandoffFactory()
    answered("handled", direction="in")
    link, _ = make_link(waiting, by=UserFactory())
    answering.answer_by_link(link, answer="handled", result="案内した", language="ja", address=None)
    metrics = (p.OUT, p.ANSWERED, p.ANSWERED_ON_PAGE, p.HANDLED, p.WAITING, p.WITHDRAWN, p.IN)
    assert [value(metric, NOVEMBER) for metric in metrics] == [7, 5, 1, 3, 1, 1, 1]


def test_hand_offs_are_divided_by_agency_and_kind():
    hub, outside, office = (PartnerAgency.objects.get(key=key) for key in ("PA03", "PA02", "HW01"))
    for agency in (hub, outside, outside, office):
        HandoffFactory(agency=agency)
    HandoffFactory(agency=office, direction="in")
    kinds = {part[0]: int(found.value) for part, found in count_by(p.OUT, NOVEMBER, "kind").items()}
    assert kinds == {"プロ人材拠点": 1, "県外窓口": 2, "ハローワーク": 1}
    assert {part[0]: int(found.value) for part, found in count_by(p.IN, NOVEMBER, "agency").items()} == {
        office.name: 1
    }


def test_the_parts_of_every_block_make_its_whole():
    call_command("seed_demo", scale=0.1, seed=5, until=date(2026, 11, 20), verbosity=0)
    (table,) = compile_tables((TABLE,), Month(2026, 10)).tables
    checked = 0
    for block, drawn in zip(TABLE.blocks, table["blocks"], strict=True):
        if isinstance(block, Cross):
            *parts, total = [row["cells"][-1]["value"] for row in drawn["rows"]]
            assert sum(parts) == total == value(block.metric, OCTOBER), block.title
            checked += total
            for row in drawn["rows"] if block.columns else ():
                *cells, whole = [cell["value"] for cell in row["cells"]]
                assert sum(cells) == whole
        else:
            assert isinstance(block, Lines)
    assert checked > 0
    whole = value(p.OUT, OCTOBER)
    assert whole == value(p.OUT_PEOPLE, OCTOBER) + value(p.OUT_EMPLOYERS, OCTOBER)
    assert whole == sum(value(metric, OCTOBER) for metric in (p.ANSWERED, p.WAITING, p.WITHDRAWN))


def test_the_pages_count_what_the_report_counts():
    call_command("seed_demo", scale=0.1, seed=5, until=date(2026, 11, 20), verbosity=0)
    whole = figures.total(YEAR)
    so_far = year_to_date(Month(2027, 3))
    assert whole.out >= 10
    metrics = (p.OUT, p.IN, p.ANSWERED, p.ANSWERED_ON_PAGE, p.HANDLED, p.WAITING)
    assert [getattr(whole, name) for name in figures.NAMES] == [value(metric, so_far) for metric in metrics]
    lines = figures.by_agency(YEAR)
    for name in figures.NAMES:
        assert sum(getattr(found, name) for _, found in lines) == getattr(whole, name)
    agency, found = lines[0]
    months = figures.by_month(agency, YEAR)
    for name in figures.NAMES:
        assert sum(getattr(month, name) for _, month in months) == getattr(found, name)


@pytest.mark.parametrize(("handled", "rest", "rate"), [(0, 0, None), (0, 2, 0), (1, 2, 33), (2, 0, 100)])
def test_the_rate_is_of_those_that_were_answered(handled, rest, rate):
    HandoffFactory()
    for _ in range(handled):
        answered("handled")
    for _ in range(rest):
        answered("declined")
    assert figures.total(YEAR).rate == rate


# ---- the pages


def test_a_page_for_all_partners_and_one_for_each_with_its_months():
    client, _ = logged_in(Role.COUNSELLOR)
    agency = answered("handled").agency
    text = client.get("/referrals/partners/").content.decode()
    assert agency.name in text
    assert "100％" in text
    page = client.get(f"/referrals/partners/{agency.pk}/")
    assert [found.out for _, found in page.context["months"]] == [0] * 7 + [1] + [0] * 4
    assert "まだありません" in client.get("/referrals/partners/?year=2025").content.decode()


def test_an_official_reads_the_figures_and_no_names():
    client, _ = logged_in(Role.OFFICIAL)
    handoff = HandoffFactory()
    for page in ("/referrals/partners/", f"/referrals/partners/{handoff.agency_id}/"):
        text = client.get(page).content.decode()
        assert handoff.jobseeker.name not in text
        assert "渡す名簿" not in text
    assert client.get(f"/referrals/partners/people/?agency={handoff.agency_id}").status_code == 403


@pytest.mark.parametrize("query", ["?year=", "?year=x", "?year=99999", "?year=2018", "?year=%E2%91%A1"])
def test_a_year_that_is_none_is_this_year(query):
    client, _ = logged_in(Role.COUNSELLOR)
    for page in ("/referrals/partners/", f"/referrals/partners/{PartnerAgency.objects.first().pk}/"):
        assert client.get(f"{page}{query}").context["year"] == YEAR


def test_the_pages_cost_the_same_for_many(django_assert_num_queries):
    client, _ = logged_in(Role.COUNSELLOR)
    agency = HandoffFactory().agency
    for count_of in (0, 12):
        HandoffFactory.create_batch(count_of)
        for page, queries in (("/referrals/partners/", 8), (f"/referrals/partners/{agency.pk}/", 7)):
            client.get(page)
            with django_assert_num_queries(queries):
                client.get(page)

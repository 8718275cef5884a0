"""From each clause of the contract to its screens, figures and last month's evidence; no clause is missing."""

import re

import pytest
import time_machine
from django.urls import reverse

from centre.addresses import URLS
from centre.fiscal_year import Month
from centre.gates import LOGGED_IN, PUBLIC
from centre.roles import Role
from reports.clauses import CONTRACT, SPECIAL
from reports.lifecycle import draft_monthly
from reports.trace.evidence import RECORDS, name_of
from reports.year.annual import LINES
from tests.factories.centre import UserFactory

ALL = (*CONTRACT, *SPECIAL)
# The clauses of the contract that ask something of the counter (DOMAIN 5.2), and the special terms 1 to 18 (5.3).
ASKED = [
    "3", "5", "6", "7(1)", "7(2)", "7(3)", "8(1)①", "8(1)②",
    "8(1)③", "8(1)④", "8(1)⑤", "8(1)⑥", "8(2)①", "8(2)②", "8(2)③・(5)③", "8(3)訪問",
    "8(3)架電", "8(4)", "8(5)①", "8(5)②", "8(6)", "8(7)", "9", "10(1)①",
    "10(1)②", "10(1)③", "10(2)・11", "12(1)", "12(2)", "12(3)", "12(4)", "13(1)",
]  # fmt: skip


def test_every_clause_stands_in_it_once():
    assert [clause.place for clause in CONTRACT] == ASKED
    assert [clause.place for clause in SPECIAL] == [f"特記 第{number}" for number in range(1, 19)]


@pytest.mark.parametrize("clause", ALL, ids=lambda clause: clause.place)
def test_every_clause_leads_to_screens_that_exist_and_figures_of_the_report(clause):
    assert clause.screens or clause.note
    for screen in clause.screens:
        assert URLS[screen] not in (PUBLIC,)
        assert reverse(screen)
        assert name_of(screen)
    assert set(clause.figures) <= set(LINES)


def test_evidence_belongs_to_clauses_and_screens_that_exist():
    assert set(RECORDS) <= {clause.place for clause in ALL}
    for records in {found for several in RECORDS.values() for found in several}:
        assert URLS[records.screen] != LOGGED_IN
        assert reverse(records.screen)


@pytest.fixture
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.mark.django_db
def test_the_page_links_to_last_months_frozen_figures(november, client):
    supervisor = UserFactory(role=Role.SUPERVISOR)
    report = draft_monthly(Month(2026, 10), by=supervisor)
    client.force_login(supervisor)
    page = client.get(reverse("reports:clauses")).content.decode()
    links = set(re.findall(rf'href="(/reports/{report.pk}/figures/[^"]+)"', page))
    assert {
        reverse("reports:figure", args=[report.pk, f"t5.b1.{key}.month"]) for key in ("visits", "visited")
    } <= links
    for link in links:
        assert client.get(link).status_code == 200
    for clause in ALL:
        assert clause.place in page


@pytest.mark.django_db
def test_an_official_sees_no_draft_and_only_links_that_open(november, client):
    report = draft_monthly(Month(2026, 10), by=UserFactory(role=Role.SUPERVISOR))
    client.force_login(UserFactory(role=Role.OFFICIAL))
    page = client.get(reverse("reports:clauses")).content.decode()
    assert f"/reports/{report.pk}/" not in page
    assert "月次報告がありません" in page
    main = page[page.index("<main") : page.index("</main>")]
    for link in set(re.findall(r'href="(/[^"#?]+)"', main)):
        assert client.get(link).status_code in (200, 302), link


@pytest.mark.django_db
def test_the_page_asks_few_questions(november, client, django_assert_max_num_queries):
    supervisor = UserFactory(role=Role.SUPERVISOR)
    draft_monthly(Month(2026, 10), by=supervisor)
    client.force_login(supervisor)
    with django_assert_max_num_queries(20):
        client.get(reverse("reports:clauses"))

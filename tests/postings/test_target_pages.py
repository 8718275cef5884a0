"""The cockpit of the target as the roles use it."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.roles import Role
from postings.models import PublicationEvent
from postings.toward_target.checking import check_counts
from postings.toward_target.outlook import in_percent, in_words, keep_outlook, outlook_of
from postings.toward_target.target import policy_of, stand
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
PAGE = "/postings/target/"
TODAY = date(2026, 11, 20)
YEAR = FiscalYear(2026)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False):
        yield


@pytest.fixture
def sample():
    call_command("seed_demo", scale=0.1, seed=5, until=TODAY, verbosity=0)


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_every_figure_leads_to_as_many_lines_of_the_ledger_as_it_says(sample):
    client, _ = logged_in(Role.OFFICIAL)
    page = client.get(PAGE).content.decode()
    figures = re.findall(r'<a href="(/postings/ledger/[^"]+)">([\d,]+)件</a>', page)
    assert len(figures) > 30
    for address, number in figures:
        found = client.get(unescape(address))
        assert found.context["paginator"].count == int(number.replace(",", "")), address


def test_postings_and_people_are_shown_apart_and_every_policy_side_by_side(sample):
    client, _ = logged_in(Role.COUNSELLOR)
    answer = client.get(PAGE)
    found = stand(YEAR)
    text = answer.content.decode()
    assert f"{found.count:,}件" in text
    assert f"{found.tally.people():,}人" in text
    assert answer.context["policies"][0]["label"].startswith("同じ求人は")
    assert len(answer.context["policies"]) == 3
    assert found.tally.count_all > found.count
    assert sum(row["cells"][4]["lines"] for row in answer.context["months"]) == found.count - found.tally.baseline


def test_the_outlook_is_explained_in_plain_words(sample):
    client, _ = logged_in(Role.SUPERVISOR)
    text = client.get(PAGE).content.decode()
    for words in ("1営業日あたり", "期限が来た掲載の", "が延長されています", "80%の幅", "残りの営業日", "確率"):
        assert words in text
    assert "<polygon" in text


@pytest.mark.parametrize(
    ("probability", "words", "percent"),
    [
        (1, "ほぼ確実に届く見込みです", "99%以上"),
        (0.81, "届く見込みが高いです", "81%"),
        (0.5, "届くかどうかは五分五分です", "50%"),
        (0.1, "届かない見込みが高いです", "10%"),
        (0, "いまのペースでは届かない見込みです", "1%未満"),
    ],
)
def test_a_probability_is_said_in_words(probability, words, percent):
    assert (in_words(probability), in_percent(probability)) == (words, percent)


def test_the_outlook_of_last_night_is_shown_until_the_next(sample):
    kept = keep_outlook(TODAY, YEAR)
    policy = policy_of(YEAR)
    PublicationEvent.objects.create(
        posting=PublicationEvent.objects.first().posting, kind="changed", effective_on=TODAY, eligible=True
    )
    assert outlook_of(YEAR, policy, TODAY).mean == kept.figures["mean"]
    assert outlook_of(YEAR, policy, TODAY).known_to == "2026-11-19"
    assert outlook_of(FiscalYear(2025), policy, TODAY) is None


def test_another_policy_of_the_contract_counts_another_way(sample):
    Contract.objects.filter(fiscal_year=2026).update(counting_policy="relisted_within_30_as_extension")
    client, _ = logged_in(Role.SUPERVISOR)
    found = client.get(PAGE).context["found"]
    assert found.policy.key == "relisted_within_30_as_extension"
    assert found.tally.lines(kind="relisted") == 0


def test_an_empty_ledger_and_other_years_have_a_page(sample):
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    for year in ("2025", "2027", "x", "99999"):
        assert client.get(PAGE, {"year": year}).status_code == 200


def test_the_page_before_anything_is_listed():
    client, _ = logged_in(Role.SUPERVISOR)
    text = client.get(PAGE).content.decode()
    assert "まだ確かめていません" in text


def test_only_supervisor_and_reviewer_start_a_check():
    for role, status in ((Role.COUNSELLOR, 403), (Role.OFFICIAL, 403), (Role.REVIEWER, 302), (Role.SUPERVISOR, 302)):
        client, _ = logged_in(role)
        for name in ("postings:check_counts", "postings:backtest"):
            assert client.post(reverse(name), {"year": "2026"}).status_code == status
    assert client.get(reverse("postings:check_counts")).status_code == 405


def test_the_page_asks_the_same_few_questions_however_long_the_ledger_is(sample):
    client, _ = logged_in(Role.SUPERVISOR)
    check_counts(TODAY)
    keep_outlook(TODAY, YEAR)
    assert queries(client, PAGE) == 13
    first = PublicationEvent.objects.filter(kind="new").first()
    PublicationEvent.objects.create(posting=first.posting, kind="corrected", effective_on=TODAY, eligible=True)
    # What has moved since the check is counted before and after, under each of three policies.
    assert queries(client, PAGE) == 13 + 6


def test_the_ledger_filter_says_what_it_does_not_understand(sample):
    client, _ = logged_in(Role.COUNSELLOR)
    everything = PublicationEvent.objects.count()
    for query in ("counted=nonsense", "year=1", "counted_as=extended", "year=2026"):
        answer = client.get(f"/postings/ledger/?{query}")
        assert answer.status_code == 200
        assert answer.context["paginator"].count == everything

"""The forecasts of a known process hold in about four of five cases, and use nothing that came later."""

import random
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from centre import jobs
from centre.bulk import copy
from centre.calendar import opening_days
from centre.fiscal_year import FiscalYear
from centre.models import Job
from centre.roles import Role
from postings.models import JobPosting, PublicationEvent
from postings.toward_target.backtesting import YEAR_END, ask_for_backtest, backtest, scores
from postings.toward_target.forecast_past import past_as_known_now, past_of
from postings.toward_target.target import policy_of
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = FiscalYear(2025)
BEGINS, ENDS = date(2024, 10, 1), date(2026, 5, 31)


def process(dice: random.Random) -> list[list[dict]]:
    """Histories of a counter with 3 new listings per working day for 60 days, 7 of 10 extended up to a week early."""
    histories = []
    for day in opening_days(BEGINS, ENDS):
        for _ in range(sum(dice.random() < 0.3 for _ in range(10))):
            until = day + DAY * 59
            history = [{"kind": "new", "effective_on": day, "listed_until": until}]
            while until < ENDS:
                fate = dice.random()
                if fate < 0.07:
                    history.append(line("ended", until - DAY * dice.randint(10, 30), None))
                    break
                if fate < 0.25:
                    history.append(line("changed", until - DAY * dice.randint(8, 50), until))
                if dice.random() >= 0.7:
                    break
                effective, until = until - DAY * dice.randint(0, 7), until + DAY * 60
                history.append(line("extended", effective, until))
            histories.append([one for one in history if one["effective_on"] <= ENDS])
    return histories


def line(kind: str, effective_on: date, until: date | None) -> dict:
    return {"kind": kind, "effective_on": effective_on, "listed_until": until}


def write(histories: list[list[dict]]) -> None:
    """Each line was recorded at noon of the day on which it took effect."""
    establishment = EstablishmentFactory()
    postings = JobPosting.objects.bulk_create(JobPostingFactory.build(establishment=establishment) for _ in histories)
    lines = [
        {"posting_id": posting.pk, "eligible": True, "recorded_at": noon(one["effective_on"])} | one
        for posting, history in zip(postings, histories, strict=True)
        for one in history
    ]
    copy(PublicationEvent, sorted(lines, key=lambda row: row["recorded_at"]))


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_interval_of_80_percent_holds_about_four_of_five_times(seed):
    write(process(random.Random(seed)))
    with time_machine.travel("2026-06-01T09:00:00+09:00", tick=False):
        tried = backtest(YEAR)
    found = {score.ahead: score for score in scores(tried)}
    assert set(found) == {28, 56, YEAR_END}
    assert min(score.tried for score in found.values()) > 40
    near = [one for one in tried if one.ahead != YEAR_END]
    assert 0.65 <= sum(one.is_inside for one in near) / len(near) <= 0.95
    assert all(one.low < one.mean < one.high for one in near)
    assert found[28].error < 25
    assert found[28].error < found[56].error


@pytest.fixture
def ledger():
    write(process(random.Random(9)))


def test_a_forecast_reads_only_lines_recorded_up_to_its_day(ledger):
    monday, policy = date(2025, 9, 1), policy_of(YEAR)
    before = past_of(YEAR, policy, monday)
    late = JobPostingFactory()
    with time_machine.travel("2026-06-01T09:00:00+09:00", tick=False):
        PublicationEvent.objects.create(posting=late, kind="new", effective_on=monday - DAY * 9, eligible=True)
        assert past_of(YEAR, policy, monday) == before
        assert past_as_known_now(YEAR, policy, monday).count == before.count + 1


def test_what_the_ledger_tells_is_read_right():
    establishment = EstablishmentFactory()
    on = date(2025, 9, 1)
    histories = [
        [line("new", on - DAY * 100, on - DAY * 41), line("extended", on - DAY * 44, on + DAY * 19)],
        [line("new", on - DAY * 100, on - DAY * 41)],
        [line("new", on - DAY * 100, on - DAY * 41), line("ended", on - DAY * 60, None)],
        [line("new", on - DAY * 10, on + DAY * 49), line("changed", on - DAY * 5, on + DAY * 49)],
        [line("new", on - DAY * 10, None)],
        # Not settled: it may still be extended today.
        [line("new", on - DAY * 60, on - DAY)],
    ]
    assert establishment.pk
    write(histories)
    past = past_of(YEAR, policy_of(YEAR), on)
    assert (past.leads, past.renewed, past.lapsed, past.taken_down) == ({3: 1}, 1, 1, 1)
    assert past.due == {on + DAY * 19: 1, on + DAY * 49: 1}
    assert (past.term_new, past.term_extended) == (60, 60)
    assert past.begins == on - DAY * 100
    assert past.count == 8
    assert past.arrivals["changed"] == {on - DAY * 5: 1}


def test_the_command_prints_a_table_and_the_page_shows_the_last_trial(ledger):
    out = StringIO()
    with time_machine.travel("2025-12-01T09:00:00+09:00", tick=False):
        call_command("backtest_target", year=2025, stdout=out)
        client, user = logged_in(Role.SUPERVISOR)
        job = ask_for_backtest(YEAR, by=user)
        jobs.carry(job.pk)
        page = client.get(reverse("postings:target")).content.decode()
    assert "80%の幅に入った割合" in out.getvalue()
    assert Job.objects.get().state == "done"
    assert "この見込みは当たるか" in page
    assert "28日先" in page


def test_with_too_little_of_a_ledger_it_says_so():
    out = StringIO()
    call_command("backtest_target", year=2025, stdout=out)
    assert "比べられる日がまだありません" in out.getvalue()

"""Every day both counts are compared and kept; when they differ, somebody hears of it."""

import random
import time
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import Max
from django.urls import reverse

from centre import jobs
from centre.fiscal_year import FiscalYear
from centre.models import Job
from centre.roles import Role
from config.celery import app
from postings.models import CountCheck, JobPosting, PublicationEvent, TargetForecast
from postings.site import publication
from postings.tasks import check_counts_of_the_day
from postings.toward_target import checking
from postings.toward_target.counting import POLICIES, ImpossibleSequence, LedgerLine, TargetCount
from postings.toward_target.target import stand, tallies
from postings.toward_target.target_sql import tally
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in
from tests.postings.many_ledgers import random_ledger, write_ledgers

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
YEAR = FiscalYear(2026)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel("2026-11-02T09:00:00+09:00", tick=False):
        yield


@pytest.fixture
def ledger():
    dice = random.Random(3)
    write_ledgers([random_ledger(dice, 2026) for _ in range(20)])


def one_too_many(*_args):
    """A fold that has gone wrong."""
    return {key: TargetCount(2026, baseline=999) for key in POLICIES}


def test_a_check_keeps_what_each_way_found_under_every_policy(ledger):
    checks = checking.check_counts(TODAY)
    assert {check.policy for check in checks} == set(POLICIES)
    assert all(check.agrees and check.folded == check.by_sql for check in checks)
    assert {check.lines for check in checks} == {PublicationEvent.objects.count()}
    assert checking.disagreements(YEAR) == []


def test_a_check_never_changes_and_a_second_one_stands_beside_it(ledger):
    checking.check_counts(TODAY)
    checking.check_counts(TODAY)
    assert set(CountCheck.objects.values_list("number", flat=True)) == {1, 2}
    for change in (lambda: CountCheck.objects.update(agrees=False), CountCheck.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_when_the_counts_differ_the_figures_are_named_and_the_next_check_can_clear_it(ledger, monkeypatch):
    with monkeypatch.context() as wrong:
        wrong.setattr(checking, "count_policies", one_too_many)
        checking.check_counts(TODAY)
    differing = checking.disagreements(YEAR)
    assert len(differing) == len(POLICIES)
    assert ("baseline", 999, stand(YEAR).tally.baseline) in checking.differences(
        next(check for check in differing if check.policy == "per_posting_per_day")
    )
    checking.check_counts(TODAY)
    assert checking.disagreements(YEAR) == []


def test_a_ledger_that_cannot_be_followed_is_an_alarm_that_names_the_line(ledger, monkeypatch):
    def refuse(*_args):
        raise ImpossibleSequence(LedgerLine("1", "changed", TODAY, None, eligible=True, number=44), "変更です。")

    monkeypatch.setattr(checking, "count_policies", refuse)
    checks = checking.check_counts(TODAY)
    assert not any(check.agrees for check in checks)
    assert "44番の行" in checks[0].refusal


@pytest.mark.parametrize(("role", "hears"), [(Role.SUPERVISOR, True), (Role.REVIEWER, True), (Role.COUNSELLOR, False)])
def test_supervisor_and_reviewer_hear_the_alarm_at_home(ledger, monkeypatch, role, hears):
    monkeypatch.setattr(checking, "count_policies", one_too_many)
    checking.check_counts(TODAY)
    client, _ = logged_in(role)
    assert ("2つの計算が一致しません" in client.get("/").content.decode()) is hears
    page = client.get(reverse("postings:target")).content.decode()
    assert "2つの計算が一致しません" in page
    assert "999件" in page


def test_checks_that_stand_still_are_an_alarm_too(ledger):
    checking.check_counts(date(2026, 10, 29))
    assert checking.silent_since(TODAY) == date(2026, 10, 29)
    client, _ = logged_in(Role.REVIEWER)
    assert "確かめが止まっています" in client.get("/").content.decode()
    checking.check_counts(TODAY)
    assert checking.silent_since(TODAY) is None


def test_the_page_counts_on_from_the_last_check(ledger, django_assert_num_queries):
    checking.check_counts(TODAY)
    fresh = JobPostingFactory(headcount=4)
    publication.publish(fresh, "new", effective_on=TODAY, listed_until=date(2027, 1, 31), by=None)
    over = JobPosting.objects.annotate(until=Max("events__listed_until")).filter(until__lt=TODAY).first()
    publication.take_over(
        over, kind="relisted", effective_on=TODAY, listed_until=None, eligible=True, site_number="", by=None
    )
    with django_assert_num_queries(9):
        found = tallies(YEAR, POLICIES.values())
    assert found == {key: tally(YEAR, policy) for key, policy in POLICIES.items()}


def test_a_line_that_came_in_behind_the_last_one_is_not_missed(ledger):
    checking.check_counts(TODAY)
    late = JobPostingFactory()
    PublicationEvent.objects.create(
        pk=PublicationEvent.objects.order_by("pk").first().pk - 1,
        posting=late,
        kind="new",
        effective_on=TODAY,
        eligible=True,
    )
    found = tallies(YEAR, POLICIES.values())
    assert found == {key: tally(YEAR, policy) for key, policy in POLICIES.items()}


def test_the_command_prints_and_ends_with_1_when_the_counts_differ(ledger, monkeypatch):
    out = StringIO()
    call_command("check_counts", year=2026, stdout=out)
    assert out.getvalue().count("一致") == len(POLICIES)
    monkeypatch.setattr(checking, "count_policies", one_too_many)
    with pytest.raises(CommandError) as refused:
        call_command("check_counts", year=2026, stdout=out)
    assert refused.value.returncode == 1


def test_now_is_a_job_that_also_foretells(ledger):
    client, _ = logged_in(Role.REVIEWER)
    answer = client.post(reverse("postings:check_counts"), {"year": "2026"})
    job = Job.objects.get(kind="check_counts")
    assert answer.url == reverse("centre:job", args=[job.pk])
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"agrees": True})
    assert TargetForecast.objects.get().day == TODAY


@pytest.mark.parametrize(
    ("moment", "year", "day"),
    [
        ("2027-03-31T23:59:59+09:00", 2026, date(2027, 3, 31)),
        ("2027-04-01T00:00:00+09:00", 2027, date(2027, 4, 1)),
        ("2027-04-01T08:59:59+09:00", 2027, date(2027, 4, 1)),
    ],
)
def test_a_worker_in_utc_still_counts_by_the_calendar_of_japan(ledger, monkeypatch, moment, year, day):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        with time_machine.travel(moment, tick=False):
            assert time.localtime().tm_mday == 31
            check_counts_of_the_day()
            job = Job.objects.get(kind="check_counts")
            jobs.carry(job.pk)
            client, _ = logged_in(Role.SUPERVISOR)
            page = client.get(reverse("postings:target"))
        assert job.key == str(year)
        assert set(CountCheck.objects.values_list("day", "year", "agrees")) == {(day, year, True)}
        assert page.context["found"].year == FiscalYear(year)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_every_task_of_the_schedule_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)

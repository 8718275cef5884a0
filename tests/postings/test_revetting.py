"""Live eligible postings come back for vetting when what they stand on no longer holds."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from centre import jobs
from centre.roles import Role
from config.celery import app
from employers.models import Corporation
from postings import tasks
from postings.eligibility import revetting, vetting
from postings.eligibility.evidence import Evidence
from postings.models import JobPosting, RevettingNeed, Vetting
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
SIGNED = date(2025, 12, 1)
C2 = ("relocation_corporation", "C2")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(datetime(2026, 11, 20, 5, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        yield


@pytest.fixture
def people():
    return UserFactory(role=Role.COUNSELLOR), UserFactory(role=Role.REVIEWER)


def listed(**given) -> JobPosting:
    """A posting that the site shows as eligible."""
    usual = {"listed_from": date(2026, 10, 1), "listed_until": date(2026, 12, 31), "listed_eligible": True}
    return JobPostingFactory(**(usual | given))


def sign(posting, people, until: date | None = None, on: date = SIGNED) -> Vetting:
    evidence = {C2: Evidence("登記事項証明書", valid_until=until)} if until else {}
    prepared = vetting.prepare(posting, on=on, by=people[0], evidence=evidence)
    return vetting.approve(prepared, by=people[1])


def queued(day: date = TODAY) -> list[tuple[int, str]]:
    revetting.queue_revetting(day)
    return list(RevettingNeed.objects.values_list("posting", "reason"))


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (date(2026, 11, 19), "evidence_expired"),
        (date(2026, 11, 20), "evidence_expiring"),
        (date(2026, 12, 20), "evidence_expiring"),
        (date(2026, 12, 21), None),
        (None, None),
    ],
)
def test_evidence_calls_for_a_vetting_from_thirty_days_before_its_end(people, until, reason):
    posting = listed()
    sign(posting, people, until)
    assert queued() == ([(posting.pk, reason)] if reason else [])


@pytest.mark.parametrize(
    "given",
    [
        {"listed_eligible": False},
        {"listed_until": date(2026, 11, 19)},
        {"ended_on": date(2026, 11, 20)},
        {"listed_from": None, "listed_until": None},
    ],
)
def test_only_postings_listed_as_eligible_today_are_asked_about(people, given):
    sign(listed(**given), people, date(2026, 11, 19))
    assert queued() == []


def test_a_fact_that_turns_the_verdict_calls_for_a_vetting_and_says_why(people):
    posting = listed()
    sign(posting, people)
    Corporation.objects.update(employment_insurance=None)
    assert queued() == [(posting.pk, "verdict_changed")]
    assert RevettingNeed.objects.get().words == (
        "承認された判定は「対象」、いまの判定は「要確認」です。C5 雇用保険の適用が分からないため要確認"
    )


def test_a_fact_that_changes_without_turning_the_verdict_calls_for_nothing(people):
    sign(listed(), people)
    Corporation.objects.update(capital_yen=40_000_000)
    assert queued() == []


def test_facts_that_contradict_themselves_call_for_a_vetting(people):
    posting = listed()
    sign(posting, people)
    Corporation.objects.update(officers_total=0, officers_from_large=0)
    assert queued() == [(posting.pk, "verdict_changed")]


def test_a_posting_listed_as_eligible_although_it_was_signed_otherwise_is_named(people):
    posting = listed(contract="fixed")
    sign(posting, people)
    assert queued() == [(posting.pk, "verdict_changed")]


def test_what_the_prefecture_handed_over_without_a_vetting_is_left_alone():
    listed()
    assert queued() == []


def test_the_latest_signature_counts(people):
    posting = listed()
    with time_machine.travel(datetime(2026, 11, 1, 5, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        sign(posting, people, date(2026, 11, 10), on=date(2026, 11, 1))
    sign(posting, people, date(2027, 11, 1), on=TODAY)
    assert queued() == []


def test_a_new_signature_takes_it_off_the_queue_at_once(people):
    posting = listed()
    sign(posting, people, date(2026, 11, 19))
    assert queued()
    sign(posting, people, on=TODAY)
    assert RevettingNeed.objects.count() == 0


def test_what_needs_nothing_any_more_leaves_and_the_day_it_was_found_stays(people, monkeypatch):
    monkeypatch.setattr("postings.eligibility.live_facts.CHUNK", 2)
    postings = [listed() for _ in range(5)]
    for posting in postings:
        sign(posting, people, date(2026, 11, 19))
    assert len(queued()) == 5
    for posting in (postings[0], postings[2], postings[4]):
        JobPosting.objects.filter(pk=posting.pk).update(listed_eligible=False)
    assert {pk for pk, _ in queued(TODAY + timedelta(days=1))} == {postings[1].pk, postings[3].pk}
    assert set(RevettingNeed.objects.values_list("found_on", flat=True)) == {TODAY}


def test_a_need_that_changes_its_reason_changes(people):
    posting = listed()
    sign(posting, people, date(2026, 11, 25))
    assert queued() == [(posting.pk, "evidence_expiring")]
    assert queued(date(2026, 11, 26)) == [(posting.pk, "evidence_expired")]


def test_the_questions_do_not_grow_with_the_postings(people, django_assert_max_num_queries):
    corporation = CorporationFactory()
    for _ in range(12):
        posting = listed(establishment=EstablishmentFactory(corporation=corporation))
        sign(posting, people, date(2026, 11, 19))
    with django_assert_max_num_queries(18):
        assert len(queued()) == 12


def test_every_morning_a_job_is_asked_for_and_carried():
    schedule = app.conf.beat_schedule["queue-revetting"]
    assert schedule["task"] == tasks.queue_revetting.name
    tasks.queue_revetting()
    tasks.queue_revetting()
    (job,) = jobs.Job.objects.filter(kind="queue_revetting")
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"found": 0})


def test_the_command_does_it_at_once(people, capsys):
    sign(listed(), people, date(2026, 11, 19))
    call_command("queue_revetting")
    assert "1件" in capsys.readouterr().out


def test_the_page_and_the_home_card_say_what_to_do(people, django_assert_max_num_queries):
    postings = [listed(title=f"見本の仕事{number}") for number in range(3)]
    for posting in postings:
        sign(posting, people, date(2026, 11, 19))
    queued()
    JobPosting.objects.filter(pk=postings[0].pk).update(ended_on=TODAY)
    client, _ = logged_in(Role.REVIEWER)
    with django_assert_max_num_queries(9):
        page = client.get(reverse("postings:revet")).content.decode()
    assert "見本の仕事0" not in page
    assert page.count("有効期限（2026年11月19日）が過ぎています") == 2
    assert reverse("postings:prepare", args=[postings[1].pk]) in page
    assert "見本の仕事1" not in client.get(reverse("postings:revet") + "?reason=verdict_changed").content.decode()
    assert "再精査が要る求人" in client.get("/").content.decode()


def test_an_empty_queue_says_when_it_fills():
    client, _ = logged_in(Role.SUPERVISOR)
    assert "再精査が要る求人はありません" in client.get(reverse("postings:revet")).content.decode()

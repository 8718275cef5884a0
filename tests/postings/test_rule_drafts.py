"""A change of a rule is thought through over the live postings, and changes no verdict."""

import uuid
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from centre import jobs
from centre.errors import DomainError
from centre.models import Contract, Job
from centre.roles import Role
from postings.eligibility import rule_drafts, vetting
from postings.models import RuleDraft
from postings.rulebooks.library import choose
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
TODAY, NEXT_APRIL = date(2026, 11, 20), date(2027, 4, 1)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


def hours_of(least: int, by, valid_from: date = NEXT_APRIL) -> RuleDraft:
    version = choose("relocation_posting", TODAY)
    return rule_drafts.draft(version, valid_from=valid_from, parameters={"least_weekly_hours": least}, note="", by=by)


def listed(hours: int, **given):
    """A posting on the site, handed over as eligible on 1 May."""
    posting = JobPostingFactory(weekly_hours=hours, **given)
    publication.take_over(
        posting, effective_on=date(2026, 5, 1), listed_until=None, eligible=True, site_number="", by=None
    )
    return posting


def test_a_draft_keeps_only_what_differs(reviewer):
    version = choose("relocation_corporation", TODAY)
    parameters = {"large_capital_yen": 300_000_000, "exempt_below_yen": 5_000_000_000, "prefecture_additions": "no"}
    record = rule_drafts.draft(version, valid_from=NEXT_APRIL, parameters=parameters, note="改正案", by=reviewer)
    assert record.parameters == {"large_capital_yen": 300_000_000}
    assert rule_drafts.changes_of(record) == [
        ("資本金の基準（円。これ以上は大きい法人）", "1,000,000,000", "300,000,000")
    ]
    assert rule_drafts.version_of(record).parameters["exempt_below_yen"] == 5_000_000_000


@pytest.mark.parametrize(
    ("parameters", "valid_from", "words"),
    [
        ({"least_weekly_hours": 20}, NEXT_APRIL, "同じ値"),
        ({"least_weekly_hours": -1}, NEXT_APRIL, "正しくありません"),
        ({"least_weekly_hours": "30"}, NEXT_APRIL, "正しくありません"),
        ({"least_weekly_hours": True}, NEXT_APRIL, "正しくありません"),
        ({"work_prefecture": "13"}, NEXT_APRIL, "変えられません"),
        ({"least_weekly_hours": 30}, date(2019, 3, 31), "期間の中"),
    ],
)
def test_a_draft_that_says_nothing_or_something_impossible_is_refused(reviewer, parameters, valid_from, words):
    version = choose("relocation_posting", TODAY)
    with pytest.raises(DomainError, match=words):
        rule_drafts.draft(version, valid_from=valid_from, parameters=parameters, note="", by=reviewer)
    assert RuleDraft.objects.count() == 0


def test_the_run_names_postings_employers_requirements_and_the_share_of_the_target(reviewer):
    Contract.objects.filter(fiscal_year=2026).update(target_postings=100)
    twins = EstablishmentFactory()
    losing = [listed(25, establishment=twins), listed(29.5, establishment=twins)]
    listed(30)
    listed(25, contract="fixed")
    JobPostingFactory(weekly_hours=25)
    seen = []
    found = rule_drafts.run(hours_of(30, reviewer), TODAY, lambda *args: seen.append(args))
    assert found["judged"] == 4
    assert found["changes"] == [
        {"posting": posting.pk, "from": "eligible", "to": "not_eligible", "requirements": ["J1"]} for posting in losing
    ]
    assert found["by_turn"] == [["eligible", "not_eligible", 2]]
    assert (found["employers"], found["events"], found["target"]) == (1, 2, 100)
    assert seen == [(4, 4, "4件の求人で試しました。")]


def test_a_looser_rule_lets_postings_in(reviewer):
    posting = listed(18)
    (change,) = rule_drafts.run(hours_of(15, reviewer), TODAY)["changes"]
    assert (change["posting"], change["from"], change["to"]) == (posting.pk, "not_eligible", "eligible")


def test_asking_for_the_prefectures_additions_opens_every_posting(reviewer):
    listed(40)
    version = choose("relocation_corporation", TODAY)
    record = rule_drafts.draft(
        version, valid_from=NEXT_APRIL, parameters={"prefecture_additions": "yes"}, note="", by=reviewer
    )
    (change,) = rule_drafts.run(record, TODAY)["changes"]
    assert (change["from"], change["to"], change["requirements"]) == ("eligible", "unknown", ["C8"])


def test_a_posting_whose_facts_contradict_themselves_is_counted_apart(reviewer):
    listed(25, establishment=EstablishmentFactory(corporation=CorporationFactory(officers_total=0)))
    found = rule_drafts.run(hours_of(30, reviewer), TODAY)
    assert (found["judged"], found["unreadable"], found["changes"]) == (0, 1, [])


def test_a_run_changes_no_verdict_and_no_version(reviewer):
    posting = listed(25)
    before = vetting.verdict_now(posting, NEXT_APRIL)
    rule_drafts.run(hours_of(30, reviewer), TODAY)
    assert vetting.verdict_now(posting, NEXT_APRIL) == before == "eligible"
    assert choose("relocation_posting", NEXT_APRIL).parameters["least_weekly_hours"] == 20


def test_many_postings_are_run_in_chunks_with_few_questions(reviewer, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("postings.eligibility.live_facts.CHUNK", 4)
    establishment = EstablishmentFactory()
    for _ in range(9):
        listed(25, establishment=establishment)
    record, seen = hours_of(30, reviewer), []
    # Three chunks of five questions, one empty chunk, the count, the ledger and the contract.
    with django_assert_max_num_queries(19):
        found = rule_drafts.run(record, TODAY, lambda done, total, words: seen.append((done, total)))
    assert (len(found["changes"]), seen) == (9, [(4, 9), (8, 9), (9, 9)])


def test_a_withdrawn_draft_stays_as_it_is(reviewer):
    record = hours_of(30, reviewer)
    rule_drafts.withdraw(record, record.version)
    record.refresh_from_db()
    with pytest.raises(DomainError, match="取り下げた変更案"):
        rule_drafts.ask_for_run(record, by=reviewer)
    with pytest.raises(DomainError, match="取り下げられています"):
        rule_drafts.withdraw(record, record.version)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        RuleDraft.objects.update(state="draft")


def test_the_database_refuses_a_draft_that_changes_nothing(reviewer):
    with pytest.raises(IntegrityError, match="rule_draft_changes_something"), transaction.atomic():
        RuleDraft.objects.create(
            book="relocation_posting", based_on="2019-04-01", valid_from=NEXT_APRIL, parameters={}, author=reviewer
        )


def post(client, name, *args, **fields):
    return client.post(reverse(name, args=args), {"submission_key": str(uuid.uuid4()), **fields})


def test_from_the_form_to_the_result():
    client, _ = logged_in(Role.REVIEWER)
    posting = listed(25, title="見本の仕事")
    page = reverse("postings:rule_draft_add") + "?book=relocation_posting"
    answer = client.post(
        page,
        {
            "submission_key": str(uuid.uuid4()),
            "least_weekly_hours": "30",
            "valid_from": "令和9年4月1日",
            "note": "改正の知らせ",
        },
    )
    record = RuleDraft.objects.get()
    assert answer["Location"] == record.get_absolute_url()
    assert "まだ試していません" in client.get(record.get_absolute_url()).content.decode()
    answer = post(client, "postings:rule_draft_run", record.pk)
    job = Job.objects.get(kind="rule_draft")
    assert answer["Location"] == reverse("centre:job", args=[job.pk])
    assert "進み具合を見る" in client.get(record.get_absolute_url()).content.decode()
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result_url) == ("done", 1, 1, record.get_absolute_url())
    page = client.get(record.get_absolute_url()).content.decode()
    assert "見本の仕事" in page
    assert "対象 → 対象外：1件" in page
    assert posting.get_absolute_url() in page


def test_the_form_refuses_the_same_values_in_words():
    client, _ = logged_in(Role.SUPERVISOR)
    answer = client.post(
        reverse("postings:rule_draft_add") + "?book=relocation_posting",
        {"submission_key": str(uuid.uuid4()), "least_weekly_hours": "20", "valid_from": "2027-04-01"},
    )
    assert answer.status_code == 422
    assert "もとの版と同じ値です" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "reads", "drafts"),
    [(Role.SUPERVISOR, 200, 200), (Role.COUNSELLOR, 200, 403), (Role.OFFICIAL, 200, 403), (Role.ADMIN, 403, 403)],
)
def test_who_reads_and_who_drafts(role, reads, drafts, reviewer):
    record = hours_of(30, reviewer)
    client, _ = logged_in(role)
    assert client.get(reverse("postings:rule_drafts")).status_code == reads
    assert client.get(record.get_absolute_url()).status_code == reads
    assert client.get(reverse("postings:rule_draft_add")).status_code == drafts
    assert client.get(reverse("postings:rule_draft_run", args=[record.pk])).status_code == drafts


def test_the_pages_ask_a_fixed_number_of_questions(reviewer, django_assert_max_num_queries):
    client, _ = logged_in(Role.REVIEWER)
    records = [hours_of(least, reviewer) for least in (25, 30, 35)]
    for _ in range(6):
        listed(25)
    job = rule_drafts.ask_for_run(records[1], by=reviewer)
    jobs.carry(job.pk)
    with django_assert_max_num_queries(7):
        client.get(reverse("postings:rule_drafts"))
    with django_assert_max_num_queries(8):
        client.get(records[1].get_absolute_url())

"""The next actions: what lies ready, the least work first."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.roles import Role
from postings.eligibility import vetting
from postings.models import JobPosting, PublicationEvent
from postings.sheets.completeness import PURPOSES
from postings.sheets.terms import is_known
from postings.site import publication
from postings.toward_target import next_actions
from tests.factories.centre import UserFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import expect, logged_in, send

pytestmark = pytest.mark.django_db
PAGE = "/postings/target/actions/"
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
COMPLETE = {
    "occupation_id": "001", "duties": "検品", "duties_scope": "変更なし", "work_address": "熊本市中央区見本町1-1",
    "work_place_scope": "変更なし", "wage_kind": "monthly", "wage_from_yen": 220000, "has_trial": False,
    "working_time": "8時30分〜17時30分", "break_minutes": 60, "overtime": False, "holidays": "土日祝",
    "has_fixed_overtime": False, "employment_insurance": True, "accident_insurance": True, "health_insurance": True,
    "pension_insurance": True, "is_dispatch": False, "smoking_measure": "no_smoking",
}  # fmt: skip


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False):
        yield


def complete(**more) -> JobPosting:
    from centre.models import Occupation

    given = COMPLETE | {"occupation_id": Occupation.objects.order_by("pk").first().pk}
    return JobPostingFactory(**(given | more))


def signed(**more) -> JobPosting:
    posting = complete(**more)
    prepared = vetting.prepare(posting, on=TODAY, by=UserFactory())
    vetting.approve(prepared, by=UserFactory(role=Role.REVIEWER))
    return posting


def listed(until: date) -> JobPosting:
    """An eligible listing of a signed posting that began two months ago."""
    posting = signed()
    publication.publish(posting, "new", effective_on=TODAY - DAY * 60, listed_until=until, by=None)
    posting.refresh_from_db()
    return posting


def found() -> dict[str, list]:
    return {group.key: list(group.found) for group in next_actions.groups(TODAY)}


def test_each_posting_stands_where_its_next_step_is():
    soon, later, over = listed(TODAY + DAY * 5), listed(TODAY + DAY * 50), listed(TODAY - DAY * 10)
    approved = signed()
    waiting = vetting.prepare(complete(), on=TODAY, by=UserFactory())
    ready = complete()
    nearly = complete(duties="", wage_from_yen=None)
    far = JobPostingFactory()
    groups = found()
    assert groups["extend"] == [soon]
    assert groups["publish"] == [approved]
    assert groups["sign"] == [waiting]
    assert groups["vet"] == [ready]
    assert groups["complete"] == [nearly]
    assert groups["relist"] == [over.establishment]
    assert not {later.pk, far.pk} & {record.pk for key in ("extend", "vet", "complete") for record in groups[key]}


def test_a_listing_that_is_not_eligible_does_not_bring_the_target_forward():
    posting = JobPostingFactory()
    publication.publish(posting, "new", effective_on=TODAY - DAY, listed_until=TODAY + DAY * 3, by=None)
    assert found()["extend"] == []


def test_what_sql_counts_as_missing_is_what_the_posting_page_says():
    for posting in (complete(), complete(duties="", overtime=None), JobPostingFactory(), complete(work_address="")):
        annotated = JobPosting.objects.annotate(missing=next_actions.missing_facts()).get(pk=posting.pk)
        names = {name for purpose in PURPOSES for name in purpose.fields}
        assert annotated.missing == sum(not is_known(annotated, name) for name in names)


def test_an_employer_with_more_ended_listings_comes_first():
    one, two = listed(TODAY - DAY * 10), listed(TODAY - DAY * 9)
    JobPosting.objects.filter(pk=listed(TODAY - DAY * 8).pk).update(establishment=two.establishment)
    assert [(place, place.gain) for place in found()["relist"]] == [(two.establishment, 2), (one.establishment, 1)]


def test_one_tap_extends_by_the_usual_length_and_a_second_tap_does_nothing_more():
    posting = listed(TODAY + DAY * 5)
    client, _ = logged_in(Role.COUNSELLOR)
    key = "5d4f3c6e-0b0a-4f3e-9a53-3f5a1f7c1a11"
    for _ in range(3):
        expect(send(client, reverse("postings:extend_one", args=[posting.pk]), key=key), 302)
    extension = PublicationEvent.objects.get(kind="extended")
    assert (extension.effective_on, extension.listed_until) == (TODAY, TODAY + DAY * 95)
    assert extension.eligible
    assert found()["extend"] == []


def test_a_tap_on_a_listing_that_is_over_says_why_not():
    posting = listed(TODAY - DAY * 10)
    client, _ = logged_in(Role.COUNSELLOR)
    answer = send(client, reverse("postings:extend_one", args=[posting.pk]))
    expect(answer, 422)
    assert "再掲載にします" in answer.content.decode()


def test_pages_run_on_through_the_groups():
    for _ in range(3):
        listed(TODAY + DAY * 5)
    for _ in range(4):
        complete()
    ranked = next_actions.Ranked(next_actions.groups(TODAY))
    whole = ranked[0:100]
    assert len(whole) == ranked.count() == 7
    assert [action.effort for action in whole] == ["押すだけ"] * 3 + ["精査を作る"] * 4
    assert ranked[0:2] + ranked[2:5] + ranked[5:9] == whole


def test_the_page_shows_all_or_one_group_and_leads_to_each():
    posting = listed(TODAY + DAY * 5)
    ready = complete(title="組立")
    client, _ = logged_in(Role.COUNSELLOR)
    text = client.get(PAGE).content.decode()
    assert reverse("postings:extend_one", args=[posting.pk]) in text
    assert reverse("postings:prepare", args=[ready.pk]) in text
    assert "組立" not in client.get(PAGE, {"group": "extend"}).content.decode()


def test_nothing_ready_says_what_to_do():
    client, _ = logged_in(Role.SUPERVISOR)
    assert "企業を訪ねて" in client.get(PAGE).content.decode()


def test_the_page_asks_as_many_questions_for_many_as_for_few():
    client, _ = logged_in(Role.COUNSELLOR)
    counts = []
    for _ in range(2):
        listed(TODAY + DAY * 5)
        listed(TODAY - DAY * 5)
        signed()
        vetting.prepare(complete(), on=TODAY, by=UserFactory())
        complete()
        complete(duties="")
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 18

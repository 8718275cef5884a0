"""Plans of support, where the contract asks for them: one at a time, reviewed after 3, 6 and 12 months."""

from datetime import date

import pytest
import time_machine
from django.db import transaction

from centre.errors import DomainError
from centre.models import Contract
from centre.roles import Role
from jobseekers import supporting
from jobseekers.models import CaseConference, SupportPlan
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def asked_for(db):
    """A contract that asks for plans of support."""
    Contract.objects.update_or_create(
        fiscal_year=2026,
        defaults={"title": "見本業務", "ends_on": date(2027, 3, 31), "keeps_support_plans": True},
    )


def begun(begun_on=TODAY, **known) -> SupportPlan:
    person = JobseekerFactory(**known)
    return supporting.begin_plan(
        person, begun_on=begun_on, assessment="市内で探している", goals=["応募を2件"], by=UserFactory()
    )


def test_a_plan_brings_its_reviews():
    plan = begun(date(2026, 8, 31))
    assert [(one.months, one.due_on) for one in plan.reviews.all()] == [
        (3, date(2026, 11, 30)),
        (6, date(2027, 2, 28)),
        (12, date(2027, 8, 31)),
    ]


def test_there_is_one_plan_at_a_time():
    plan = begun()
    again = {"begun_on": TODAY, "assessment": "二つ目", "goals": ["目標"], "by": UserFactory()}
    with pytest.raises(DomainError, match="続いている"):
        supporting.begin_plan(plan.jobseeker, **again)
    supporting.end_plan(plan, ended_on=TODAY, by=UserFactory())
    assert supporting.begin_plan(plan.jobseeker, **again).ended_on is None


@pytest.mark.parametrize(
    "given", [{"goals": []}, {"begun_on": date(2026, 11, 21)}], ids=["without a goal", "on a day to come"]
)
def test_a_plan_that_cannot_begin_is_refused(given):
    known = {"begun_on": TODAY, "assessment": "見本", "goals": ["目標"], "by": UserFactory()} | given
    with pytest.raises(DomainError):
        supporting.begin_plan(JobseekerFactory(), **known)


def test_reviews_are_due_two_weeks_ahead_until_they_are_held():
    plan = begun(date(2026, 9, 4))
    first = plan.reviews.first()
    assert first.due_on == date(2026, 12, 4)
    assert list(supporting.reviews_due(TODAY)) == [first]
    assert not supporting.reviews_due(date(2026, 11, 19)).exists()
    supporting.hold_review(first, held_on=TODAY, findings="応募を続ける", by=UserFactory())
    assert not supporting.reviews_due(TODAY).exists()
    with pytest.raises(DomainError, match="すでに記録"):
        supporting.hold_review(first, held_on=TODAY, findings="もう一度", by=UserFactory())


def test_nothing_is_due_for_plans_and_people_whose_support_has_ended():
    ended = begun(date(2026, 8, 20))
    supporting.end_plan(ended, ended_on=TODAY, by=UserFactory())
    gone = begun(date(2026, 8, 20))
    gone.jobseeker.closed_on = TODAY
    gone.jobseeker.save()
    assert not supporting.reviews_due(TODAY).exists()


def test_a_goal_is_settled_once():
    goal = begun().goals.get()
    supporting.settle_goal(goal, state="reached", settled_on=TODAY, by=UserFactory())
    with pytest.raises(DomainError, match="すでに"):
        supporting.settle_goal(goal, state="dropped", settled_on=TODAY, by=UserFactory())


def test_minutes_are_never_rewritten():
    plan = begun()
    supporting.record_conference(plan, held_on=TODAY, roles="本人、相談員", minutes="見本の議事", by=UserFactory())
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        CaseConference.objects.update(minutes="書きかえ")


def test_after_its_end_a_plan_takes_nothing_more():
    plan = begun()
    supporting.end_plan(plan, ended_on=TODAY, by=UserFactory())
    with pytest.raises(DomainError, match="終わっています"):
        supporting.add_goal(plan, what="目標", by=UserFactory())


def test_without_the_setting_there_are_no_pages():
    client, _ = logged_in(Role.COUNSELLOR)
    plan = begun()
    assert client.get(plan.get_absolute_url()).status_code == 404
    assert client.get(f"/jobseekers/{plan.jobseeker_id}/plan/").status_code == 404
    assert "支援計画を作る" not in client.get(plan.jobseeker.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("asked_for")
def test_a_plan_is_made_reviewed_and_ended_on_its_pages():
    client, _ = logged_in(Role.COUNSELLOR)
    person = JobseekerFactory()
    page = f"/jobseekers/{person.pk}/plan/"
    given = {"assessment": "市内で探している", "begun_on": "2026-08-20", "goals": "応募を2件\n面接を1件"}
    assert set(errors(send(client, page, **given | {"goals": ""}))) == {"goals"}
    expect(send(client, page, **given), 302)
    plan = SupportPlan.objects.get()
    goal, review = plan.goals.first(), plan.reviews.first()
    assert "支援計画の3か月の見直し" in client.get(person.get_absolute_url()).content.decode()
    assert "支援計画の見直し" in client.get("/").content.decode()
    address = plan.get_absolute_url()
    expect(send(client, f"{address}edit/", assessment="県南でも探す", version=1), 302)
    expect(send(client, f"{address}goals/add/", what="見学"), 302)
    expect(send(client, f"{address}goals/{goal.pk}/settle/", state="reached", settled_on="2026-11-20"), 302)
    expect(send(client, f"{address}reviews/{review.pk}/", held_on="2026-11-20", findings="順調"), 302)
    minutes = {"held_on": "2026-11-20", "roles": "本人、相談員", "minutes": "見本の議事"}
    expect(send(client, f"{address}conferences/add/", **minutes), 302)
    expect(send(client, f"{address}end/", ended_on="2026-11-20"), 302)
    shown = client.get(address).content.decode()
    for words in ("県南でも探す", "見学", "達成", "順調", "見本の議事", "本人、相談員", "終えた計画"):
        assert words in shown, words


@pytest.mark.usefixtures("asked_for")
def test_a_part_of_another_plan_is_not_reached():
    client, _ = logged_in(Role.COUNSELLOR)
    one, other = begun(), begun()
    assert client.get(f"{one.get_absolute_url()}goals/{other.goals.get().pk}/settle/").status_code == 404


@pytest.mark.usefixtures("asked_for")
def test_a_plan_costs_the_same_for_few_and_many_entries(django_assert_num_queries):
    client, _ = logged_in(Role.COUNSELLOR)
    plan = begun()
    client.get(plan.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(plan.get_absolute_url())
    for number in range(10):
        supporting.add_goal(plan, what=f"目標{number}", by=UserFactory())
        supporting.record_conference(plan, held_on=TODAY, roles="本人", minutes="議事", by=UserFactory())
    with django_assert_num_queries(11):
        client.get(plan.get_absolute_url())

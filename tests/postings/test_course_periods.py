"""From when to when a corporation is listable: clearing, the last day, withdrawal, and the next period."""

from datetime import date, timedelta

import pytest
import time_machine

from centre.errors import DomainError
from centre.roles import Role
from postings.eligibility import course
from postings.eligibility.course_standing import standing_of
from postings.models import EligibilityCourse
from tests.factories.centre import UserFactory
from tests.factories.courses import a_corporation, begun, certified, fresh, kind, listable, procedure, receive_all

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        procedure("no")
        yield


@pytest.fixture
def counsellor():
    return UserFactory(role=Role.COUNSELLOR)


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


def move_to(day: str):
    return time_machine.travel(f"{day} 10:00+09:00", tick=False)


# listing


def test_a_corporation_is_listable_from_the_day_it_is_cleared_to_the_last_day_of_its_certification(counsellor):
    made = listable(TODAY - 3 * DAY, counsellor)
    corporation = made.corporation_id
    in_force = [
        day for day in (-4, -3, 0, 362, 363) if standing_of(corporation, TODAY + timedelta(days=day)).is_in_force
    ]
    assert made.valid_until == date(2027, 11, 17) == TODAY + timedelta(days=362)
    assert in_force == [-3, 0, 362]
    assert standing_of(corporation, TODAY + timedelta(days=363)).label == "認定の期限切れ"


def test_clearing_comes_after_the_certification_and_within_it(counsellor, reviewer):
    with move_to("2025-06-02"):
        made = certified(date(2025, 6, 2), counsellor)
    with pytest.raises(DomainError, match="認定の日"):
        course.clear_for_listing(made, made.version, cleared_on=date(2025, 6, 1), by=reviewer)
    with pytest.raises(DomainError, match="期限が切れて"):
        course.clear_for_listing(made, made.version, cleared_on=date(2026, 6, 3), by=reviewer)
    assert course.clear_for_listing(made, made.version, cleared_on=date(2026, 6, 2), by=reviewer).state == "listable"


def test_without_a_course_a_corporation_stands_nowhere():
    found = standing_of(a_corporation().pk, TODAY)
    assert (found.label, found.until, found.is_in_force, found.is_required) == ("手続なし", None, False, False)


# the end, and the next period


def test_a_withdrawal_needs_a_reason_and_ends_the_course_for_good(counsellor, reviewer):
    made = begun(TODAY, counsellor)
    with pytest.raises(DomainError, match="理由"):
        course.withdraw(made, 1, withdrawn_on=TODAY, reason="　", by=reviewer)
    with pytest.raises(DomainError, match="登録日"):
        course.withdraw(made, 1, withdrawn_on=TODAY - DAY, reason="企業の申出", by=reviewer)
    course.withdraw(made, 1, withdrawn_on=TODAY, reason="企業の申出", by=reviewer)
    with pytest.raises(DomainError, match="進めません"):
        course.withdraw(made, 2, withdrawn_on=TODAY, reason="もう一度", by=reviewer)
    for step in (
        lambda: course.ask_for_document(made, kind("pledge"), asked_on=TODAY, by=counsellor),
        lambda: course.settle_recommendation(made, 2, needed=True, basis="電話", by=counsellor),
        lambda: course.renew(made, registered_on=TODAY, by=counsellor),
    ):
        with pytest.raises(DomainError, match="「取下げ」で終わって"):
            step()
    assert course.begin(made.corporation, registered_on=TODAY, by=counsellor).state == "registered"


def test_what_is_withdrawn_bears_no_listing_from_that_day_on(counsellor, reviewer):
    made = listable(TODAY - 5 * DAY, counsellor)
    course.withdraw(made, made.version, withdrawn_on=TODAY, reason="県が取り消した", by=reviewer)
    assert standing_of(made.corporation_id, TODAY - DAY).is_in_force
    assert not standing_of(made.corporation_id, TODAY).is_in_force


def test_a_renewal_is_a_new_period_and_the_old_one_keeps_its_force(counsellor):
    old = listable(TODAY, counsellor)
    with move_to("2027-09-20"), pytest.raises(DomainError, match="2027年9月21日から"):
        course.renew(old, registered_on=date(2027, 9, 20), by=counsellor)
    with move_to("2027-09-21"):
        new = course.renew(old, registered_on=date(2027, 9, 21), by=counsellor)
        with pytest.raises(DomainError, match="「更新に引継ぎ」で終わって"):
            course.renew(old, registered_on=date(2027, 9, 21), by=counsellor)
    old = fresh(old)
    assert (old.state, old.due_on, new.renews, new.state, new.due_on) == (
        "renewed",
        None,
        old,
        "registered",
        date(2027, 11, 20),
    )
    assert [standing_of(old.corporation_id, date(2027, 11, day)).is_in_force for day in (20, 21)] == [True, False]


def test_a_renewal_after_the_end_leaves_a_gap(counsellor):
    with move_to("2025-03-03"):
        old = listable(date(2025, 3, 3), counsellor)
    new = course.renew(old, registered_on=TODAY, by=counsellor)
    receive_all(new, TODAY, counsellor)
    new = fresh(new)
    new = course.certify(new, new.version, certified_on=TODAY, by=UserFactory(role=Role.REVIEWER))
    course.clear_for_listing(new, new.version, cleared_on=TODAY, by=UserFactory(role=Role.REVIEWER))
    days = (date(2026, 3, 3), date(2026, 3, 4), TODAY - DAY, TODAY)
    assert [standing_of(new.corporation_id, day).is_in_force for day in days] == [True, False, False, True]


def test_a_course_with_a_renewal_under_way_can_still_be_taken_back(counsellor, reviewer):
    with move_to("2025-12-01"):
        old = listable(date(2025, 12, 1), counsellor)
    course.renew(old, registered_on=TODAY, by=counsellor)
    old = fresh(old)
    course.withdraw(old, old.version, withdrawn_on=TODAY, reason="県が取り消した", by=reviewer)
    assert not standing_of(old.corporation_id, TODAY).is_in_force


def test_a_newer_paper_moves_the_deadline(counsellor):
    procedure("no", course_valid_months=24)
    with move_to("2026-01-15"):
        made = certified(date(2026, 1, 15), counsellor)
    assert fresh(made).due_on == date(2027, 1, 15)
    for key in ("application", "insurance"):
        course.receive_document(made, kind(key), received_on=TODAY, paper_place="書庫", by=counsellor)
        assert fresh(made).due_on == date(2027, 1, 15)
    course.receive_document(made, kind("pledge"), received_on=TODAY, paper_place="書庫", by=counsellor)
    made = fresh(made)
    assert (made.state, made.due_on) == ("certified", date(2027, 11, 20))


def test_the_database_and_the_model_agree_on_when_a_course_is_in_force(counsellor, reviewer):
    made = listable(TODAY - 5 * DAY, counsellor)
    begun(TODAY, counsellor)
    days = [TODAY + timedelta(days=n) for n in (-6, -5, 0, 359, 360, 361)]

    def agree() -> list[bool]:
        for day in days:
            by_model = {one.pk for one in EligibilityCourse.objects.all() if one.is_in_force_on(day)}
            assert by_model == set(EligibilityCourse.objects.in_force_on(day).values_list("pk", flat=True))
        return [fresh(made).is_in_force_on(day) for day in days]

    assert agree() == [False, True, True, True, True, False]
    course.withdraw(made, made.version, withdrawn_on=TODAY, reason="県が取り消した", by=reviewer)
    assert agree() == [False, True, False, False, False, False]

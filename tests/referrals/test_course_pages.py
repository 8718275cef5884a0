"""The pages of the courses under way, of a step, of the move and of the checks."""

import uuid
from datetime import date

import pytest
import time_machine

from centre.roles import Role
from referrals.hiring import step
from referrals.models import Relocation, RetentionCheck, StageStep
from tests.factories.centre import UserFactory
from tests.factories.referrals import HiredFactory, ReferralFactory, RetentionCheckFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def test_the_open_courses_stand_by_stage_with_the_next_action(client):
    told = ReferralFactory()
    applied = ReferralFactory(stage="applied", applied_on=date(2026, 11, 19))
    HiredFactory()
    page = client.get("/referrals/open/").content.decode()
    assert page.index(told.get_absolute_url()) < page.index(applied.get_absolute_url())
    assert "応募したか、本人に確かめる" in page
    assert "18日動きなし" in page
    assert "情報提供（1）" in page
    only = client.get("/referrals/open/?stage=applied").context["object_list"]
    assert list(only) == [applied]
    assert list(client.get("/referrals/open/?quiet=yes").context["object_list"]) == [told]
    assert list(client.get(f"/referrals/open/?employer={told.posting.establishment.name}").context["object_list"])


def test_a_step_sent_twice_is_one_step(client):
    referral, key = ReferralFactory(), str(uuid.uuid4())
    for _ in range(2):
        expect(send(client, f"/referrals/{referral.pk}/step/applied/", key, on="2026-11-10", version=1), 302)
    assert StageStep.objects.count() == 1


@pytest.mark.parametrize("stage", ["informed", "hired", "x"])
def test_a_stage_that_is_no_step_has_no_page(client, stage):
    assert client.get(f"/referrals/{ReferralFactory().pk}/step/{stage}/").status_code == 404


def test_a_step_out_of_order_is_said_on_the_form(client):
    response = send(client, f"/referrals/{ReferralFactory().pk}/step/offered/", on="2026-11-10", version=1)
    assert response.status_code == 422
    assert "「内定」には進めません" in response.content.decode()


def test_a_rejection_without_a_reason_is_said_beside_the_field(client):
    referral = ReferralFactory(stage="applied", applied_on=date(2026, 11, 5))
    response = send(client, f"/referrals/{referral.pk}/step/rejected/", on="2026-11-10", version=1)
    assert set(errors(response)) == {"reason"}


def test_what_the_person_told_of_the_move_is_shown_and_kept_from_a_second_editor(client):
    course = HiredFactory()
    page = f"/referrals/{course.pk}/move/"
    told = {"moves": "yes", "moved_from": "13", "moved_to": "43202", "household": "2", "subsidy_expected": "yes"}
    expect(send(client, page, **told, moved_on="2026-05-30"), 302)
    shown = client.get(course.get_absolute_url()).content.decode()
    assert "2027年5月30日（転入から1年" in shown
    expect(send(client, page, **told | {"household": "5"}), 409)
    assert Relocation.objects.get().household == 2
    expect(send(client, page, **told | {"household": "5"}, version=1), 302)
    assert Relocation.objects.get().household == 5


def test_a_day_is_corrected_and_a_stage_taken_back_on_their_pages(client):
    course = step(ReferralFactory(), 1, "applied", on=date(2026, 11, 9), by=UserFactory())
    page = f"/referrals/{course.pk}/correct/"
    expect(send(client, page, stage="applied", on="2026-11-10", note="本人に確認", version=2), 302)
    expect(send(client, f"/referrals/{course.pk}/take-back/", note="取り違え", version=3), 302)
    course.refresh_from_db()
    assert (course.stage, course.applied_on) == ("informed", None)
    shown = client.get(course.get_absolute_url()).content.decode()
    assert all(word in shown for word in ("日の訂正", "取消し", "本人に確認", "取り違え"))


def test_a_check_is_made_from_its_list(client):
    check = RetentionCheckFactory()
    assert check.referral.jobseeker.name in client.get("/referrals/retention/?state=due").content.decode()
    expect(send(client, f"/referrals/retention/{check.pk}/", result="employed", version=1), 302)
    assert RetentionCheck.objects.get().result == "employed"


def test_the_course_is_told_on_the_pages_of_the_person_the_posting_and_the_employer(client):
    course = step(ReferralFactory(), 1, "applied", on=date(2026, 11, 10), by=UserFactory())
    person = client.get(course.jobseeker.get_absolute_url()).content.decode()
    assert "書類選考・面接の予定を確かめる" in person
    for page in (course.posting.get_absolute_url(), course.posting.establishment.get_absolute_url()):
        words = client.get(page).content.decode()
        assert course.get_absolute_url() in words
        assert course.jobseeker.name not in words


def test_a_reader_without_the_ability_sees_no_course_on_the_posting():
    course = step(ReferralFactory(), 1, "applied", on=date(2026, 11, 10), by=UserFactory())
    client, _ = logged_in(Role.OFFICIAL)
    assert course.get_absolute_url() not in client.get(course.posting.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("page", "make"), [("/referrals/open/", ReferralFactory), ("/referrals/retention/", RetentionCheckFactory)]
)
def test_the_lists_cost_the_same_for_one_and_for_many(client, page, make, django_assert_num_queries):
    make()
    client.get(page)
    with django_assert_num_queries(QUERIES[page]):
        client.get(page)
    make.create_batch(10)
    with django_assert_num_queries(QUERIES[page]):
        client.get(page)


QUERIES = {"/referrals/open/": 12, "/referrals/retention/": 10}


def test_the_kind_of_contract_is_told_later_on_its_page(client):
    course = HiredFactory()
    page = f"/referrals/{course.pk}/contract/"
    assert page in client.get(course.get_absolute_url()).content.decode()
    expect(send(client, page, is_indefinite="yes", version=1), 302)
    shown = client.get(course.get_absolute_url()).content.decode()
    assert all(word in shown for word in ("期間の定めなし（無期）", "雇用の期間"))
    assert 'value="yes"' in client.get(page).content.decode().split(" checked")[0][-120:]
    assert set(errors(send(client, page, is_indefinite="no", version=2))) == {"note"}
    expect(send(client, page, is_indefinite="no", note="企業に確認", version=1), 409)


def test_the_days_of_the_listing_are_told_before_the_day_of_an_application_is_typed(client):
    course = ReferralFactory()
    shown = client.get(f"/referrals/{course.pk}/step/applied/").content.decode()
    assert "今日の応募なら、対象としての掲載中（2026年10月1日から" in shown
    assert "今日の応募なら" not in client.get(f"/referrals/{course.pk}/step/withdrawn/").content.decode()

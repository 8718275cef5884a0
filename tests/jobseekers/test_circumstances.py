"""What is known around a person: in brief, without names of the family, and two people may have it open."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from centre.models import Occupation
from centre.roles import Role
from jobseekers import residence
from jobseekers.circumstances import Work, know
from jobseekers.models import Circumstances, Jobseeker, ResidenceStatus, WorkExperience
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def test_it_is_kept_and_the_lines_of_work_replace_those_before():
    person, by, trade = JobseekerFactory(), UserFactory(), Occupation.objects.first()
    know(person, 0, works=[Work(trade, 5, ""), Work(None, None, "家業の手伝い")], origin_prefecture_id="43", by=by)
    know(person, 1, works=[Work(trade, 6, "店長")], household_size=3, children_under_18=1, by=by)
    record = Circumstances.objects.get()
    assert (record.origin_prefecture_id, record.household_size, record.version) == ("43", 3, 2)
    assert [(work.occupation, work.years, work.what) for work in person.works.all()] == [(trade, 6, "店長")]
    assert list(record.revisions.order_by("pgh_id").values_list("household_size", flat=True)) == [None, 3]


def test_the_second_saver_is_told():
    person = JobseekerFactory()
    know(person, 0, works=[], by=UserFactory())
    with pytest.raises(EditConflict):
        know(person, 0, works=[], by=UserFactory())


@pytest.mark.parametrize(
    ("size", "children", "field"),
    [(0, None, "household_size"), (None, 1, "household_size"), (2, 2, "children_under_18")],
)
def test_a_household_that_cannot_be_is_refused(size, children, field):
    person = JobseekerFactory()
    with pytest.raises(DomainError) as refused:
        know(person, 0, works=[], household_size=size, children_under_18=children, by=UserFactory())
    assert refused.value.field == field


def test_the_database_refuses_a_household_of_children_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        Circumstances.objects.create(
            jobseeker=JobseekerFactory(), household_size=2, children_under_18=2, updated_by=UserFactory()
        )


def test_the_database_keeps_no_archive_of_a_career():
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkExperience.objects.create(jobseeker=JobseekerFactory(), place=4, what="4つ目の仕事")


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_beside_its_field():
    client, _ = logged_in(Role.COUNSELLOR)
    person = JobseekerFactory()
    page = f"/jobseekers/{person.pk}/circumstances/"
    assert client.get(page).status_code == 200
    assert set(errors(send(client, page, work_1_years="3"))) == {"work_1_occupation"}
    assert set(errors(send(client, page, work_1_what="うつ病で退職"))) == {"work_1_what"}
    assert set(errors(send(client, page, residence_checked_on="2099-01-01"))) == {"residence_checked_on"}
    given = {"origin_prefecture": "43", "origin_city": "天草市", "household_size": "2", "work_1_what": "販売"}
    expect(send(client, page, **given), 302)
    shown = client.get(person.get_absolute_url()).content.decode()
    assert "熊本県天草市" in shown
    assert "2人" in shown
    conflict = send(client, page, **given, studied="法学部")
    expect(conflict, 409)
    assert "法学部" in conflict.content.decode()


def permit(until: date, **known):
    return JobseekerFactory(residence_status=ResidenceStatus.objects.first(), residence_until=until, **known)


@pytest.mark.parametrize(
    ("until", "words"),
    [(date(2027, 2, 21), ""), (date(2027, 2, 20), "3か月"), (TODAY, "3か月"), (date(2026, 11, 19), "過ぎています")],
)
def test_a_permit_is_warned_about_three_months_before_its_end(until, words):
    told = residence.warning(permit(until), TODAY)
    assert words in told
    assert bool(told) == bool(words)


def test_the_end_of_a_permit_is_on_the_page_also_while_the_status_is_not_known():
    client, _ = logged_in(Role.COUNSELLOR)
    person = JobseekerFactory(residence_until=date(2028, 3, 31))
    assert "2028年3月31日まで" in client.get(person.get_absolute_url()).text


def test_who_is_warned_about_is_on_the_home_page_without_the_name():
    permit(date(2027, 1, 10), name="見本 期限")
    permit(date(2027, 1, 10), closed_on=TODAY)
    permit(date(2027, 6, 1))
    client, _ = logged_in(Role.COUNSELLOR)
    page = client.get("/").content.decode()
    assert "在留期限が近い方" in page
    assert "見＊＊" in page
    assert "見本 期限" not in page
    assert residence.ending_soon(TODAY).count() == 1


def test_every_status_says_what_work_it_allows():
    assert ResidenceStatus.objects.count() >= 29
    for status in ResidenceStatus.objects.all():
        assert residence.explained(Jobseeker(residence_status=status))
    assert residence.explained(Jobseeker()) == ""


def test_three_months_after_the_end_of_november_is_the_end_of_february():
    end_of_november = date(2026, 11, 30)
    assert residence.warning(Jobseeker(residence_until=date(2027, 2, 28)), end_of_november)
    assert not residence.warning(Jobseeker(residence_until=date(2027, 3, 1)), end_of_november)

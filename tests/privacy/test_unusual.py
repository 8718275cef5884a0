"""Use that wants a question is pointed out: many people in an hour, outside hours, somebody of one's own name."""

import pytest
import time_machine
from django.utils import timezone

from centre.models import Closure
from centre.roles import Role
from privacy.access import write_line
from privacy.log_check import check_log
from privacy.unusual import last_days, unusual
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limit(settings):
    settings.UNUSUAL_PEOPLE_PER_HOUR = 5


def look(user, when: str, count: int = 1, first: int = 1) -> None:
    with time_machine.travel(when, tick=False):
        for number in range(first, first + count):
            write_line(user, "read", "jobseekers.Jobseeker", subject_id=number)


def found(day: str = "2026-11-20T18:00:00+09:00") -> list[tuple[str, str, str]]:
    with time_machine.travel(day, tick=False):
        return [(one.kind, one.user, one.words) for one in unusual(*last_days(timezone.localdate()))]


def test_ordinary_work_is_not_pointed_out():
    look(UserFactory(), "2026-11-20T10:00:00+09:00", 4)
    assert found() == []


def test_the_same_person_opened_often_is_one_person():
    user = UserFactory()
    for _ in range(5):
        look(user, "2026-11-20T10:10:00+09:00")
    assert found() == []


def test_many_people_within_an_hour():
    user = UserFactory(name="見本 花子")
    look(user, "2026-11-20T10:10:00+09:00", 5)
    assert found() == [("短い時間に多くの記録", "見本 花子", "1時間に5件（5件以上を示します）")]


def test_records_of_two_kinds_with_the_same_number_are_two():
    user = UserFactory(name="見本 花子")
    look(user, "2026-11-20T10:10:00+09:00", 3)
    with time_machine.travel("2026-11-20T10:10:00+09:00", tick=False):
        for number in (1, 2, 3):
            write_line(user, "read", "consultations.Consultation", subject_id=number)
    assert found() == [("短い時間に多くの記録", "見本 花子", "1時間に6件（5件以上を示します）")]


@pytest.mark.parametrize(
    ("when", "outside"),
    [
        ("2026-11-20T08:29:59+09:00", True),
        ("2026-11-20T08:30:00+09:00", False),
        ("2026-11-20T17:29:59+09:00", False),
        ("2026-11-20T17:30:00+09:00", True),
    ],
)
def test_outside_the_hours_of_the_counter(when, outside):
    look(UserFactory(), when)
    assert [kind for kind, *_ in found()] == (["開設時間の外"] if outside else [])


def test_on_a_day_on_which_the_counter_is_closed():
    user = UserFactory()
    Closure.objects.get_or_create(date="2026-11-19", defaults={"kind": "holiday", "name": "見本の休み"})
    look(user, "2026-11-19T10:00:00+09:00", 2)
    look(user, "2026-11-14T10:00:00+09:00", 3)
    assert [words for *_, words in found()] == ["2件（窓口が休みの日）", "3件（窓口が休みの日）"]


def test_somebody_of_ones_own_name():
    user = UserFactory(name="見本 太郎")
    person, other = JobseekerFactory(name="見本　太郎"), JobseekerFactory(name="見本 次郎")
    look(user, "2026-11-20T10:00:00+09:00", first=person.pk)
    look(user, "2026-11-20T10:00:00+09:00", first=other.pk)
    assert found() == [("自分と同じ名前の方", "見本 太郎", f"UIJターン就職希望者 {person.pk}")]


def test_what_is_older_than_thirty_days_is_past():
    look(UserFactory(), "2026-10-21T22:00:00+09:00")
    assert found() == []


def test_the_page_leads_to_the_lines(django_assert_max_num_queries):
    user = UserFactory(name="見本 花子")
    look(user, "2026-11-20T22:10:00+09:00", 5)
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    with time_machine.travel("2026-11-20T23:00:00+09:00", tick=False), django_assert_max_num_queries(14):
        page = client.get("/privacy/access-log/unusual/").content.decode()
    assert "5件" in page
    assert f"user={user.pk}&amp;since=2026-11-20" in page


def test_what_the_night_counted_of_the_day_before_stands_on_the_home_page_for_a_day():
    look(UserFactory(), "2026-11-19T22:00:00+09:00")
    look(UserFactory(), "2026-11-18T22:00:00+09:00")
    with time_machine.travel("2026-11-20T02:50:00+09:00", tick=False):
        assert check_log().unusual == 1
    for day, role, is_told in (
        ("2026-11-20", Role.PRIVACY_MANAGER, True),
        ("2026-11-20", Role.SUPERVISOR, True),
        ("2026-11-20", Role.COUNSELLOR, False),
        ("2026-11-21", Role.PRIVACY_MANAGER, False),
    ):
        with time_machine.travel(f"{day}T09:00:00+09:00", tick=False):
            client, _ = logged_in(role)
            assert ("確かめたいものが1件" in client.get("/").content.decode()) is is_told, (day, role)

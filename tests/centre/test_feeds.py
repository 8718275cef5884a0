"""A calendar that other programs read: the plans are there, the names are not."""

from datetime import date, time

import pytest
import time_machine
from icalendar import Calendar

from centre.models import CalendarFeed
from centre.roles import Role
from consultations.models import FollowUp
from employers import planning
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def subscriber(client):
    """A counsellor with a feed, a trip with a time, one without, and a promise."""
    user = UserFactory(role=Role.COUNSELLOR, name="見本 花子")
    record = EstablishmentFactory(name="みなも見本商店", municipality_id="43202")
    other = EstablishmentFactory(name="ほたる架空工業", municipality_id=None)
    planning.plan_visit(record, planned_on=date(2026, 11, 30), starts_at=time(14), visitor=user, by=user)
    planning.plan_visit(other, planned_on=date(2026, 12, 1), visitor=user, by=user)
    FollowUp.objects.create(
        jobseeker=JobseekerFactory(name="架空 太郎"),
        what="架空 太郎さんに電話",
        due_on=date(2026, 11, 25),
        assigned_to=user,
    )
    client.force_login(user)
    client.post("/feeds/", {"do": "renew"})
    return user


def test_the_calendar_holds_the_plans_and_no_name(client, subscriber):
    client.logout()
    answer = client.get(f"/feeds/{subscriber.calendar_feed.token}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    for secret in ("みなも", "ほたる", "架空", "太郎", "花子", "電話"):
        assert secret not in text
    assert "\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    events = {str(event["summary"]): event for event in Calendar.from_ical(text).walk("VEVENT")}
    assert sorted(events) == ["企業訪問（八代市）", "企業訪問（場所は画面で）", "約束"]
    assert events["企業訪問（八代市）"].decoded("dtstart").isoformat() == "2026-11-30T05:00:00+00:00"
    assert events["企業訪問（場所は画面で）"].decoded("dtstart") == date(2026, 12, 1)
    assert str(events["約束"]["url"]).endswith("/consultations/promises/")


def test_a_new_address_ends_the_old_one_and_stopping_ends_all(client, subscriber):
    old = subscriber.calendar_feed.token
    client.post("/feeds/", {"do": "renew"})
    new = CalendarFeed.objects.get().token
    assert client.get(f"/feeds/{old}.ics").status_code == 404
    assert new in client.get("/feeds/").content.decode()
    client.post("/feeds/", {"do": "stop"})
    assert client.get(f"/feeds/{new}.ics").status_code == 404


def test_a_closed_account_has_no_calendar(client, subscriber):
    subscriber.is_active = False
    subscriber.save()
    assert client.get(f"/feeds/{subscriber.calendar_feed.token}.ics").status_code == 404
    assert client.get("/feeds/x.ics").status_code == 404

"""An event is planned, changed, and settled: held or cancelled for a reason."""

from datetime import date, time

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from centre.models import PartnerAgency
from referrals.events.planning import cancel_event, change_event, plan_event, settle_held
from referrals.models import CentreEvent
from tests.factories.centre import UserFactory
from tests.factories.events import EmployerGuestFactory, EventFactory, HeldEventFactory, PersonGuestFactory

pytestmark = pytest.mark.django_db
TOLD = {
    "kind": "seminar",
    "title": "見本セミナー",
    "purpose": "",
    "first_on": date(2026, 11, 20),
    "last_on": date(2026, 11, 20),
    "begins_at": time(13),
    "ends_at": time(15),
    "place": "見本ホール",
    "is_online": False,
    "run_by": "ours",
    "agency": None,
    "seats_employers": None,
    "seats_people": None,
}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


def test_an_event_is_planned_and_then_held():
    by = UserFactory()
    event = plan_event(by=by, **TOLD)
    assert (event.state, event.settled_on) == ("planned", None)
    held = settle_held(event, event.version, by=by)
    assert (held.state, held.settled_on, held.settled_by) == ("held", date(2026, 11, 20), by)
    assert [one.state for one in event.revisions.order_by("pk")] == ["planned", "held"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last_on": date(2026, 11, 19)}, "last_on"),
        ({"begins_at": None}, "begins_at"),
        ({"ends_at": time(12)}, "ends_at"),
        ({"place": ""}, "place"),
        ({"run_by": "partner"}, "agency"),
    ],
)
def test_what_does_not_fit_together_is_refused_beside_its_field(wrong, field):
    with pytest.raises(DomainError) as refused:
        plan_event(by=UserFactory(), **TOLD | wrong)
    assert refused.value.field == field


def test_an_online_event_needs_no_place_and_a_partners_event_its_agency():
    agency = PartnerAgency.objects.first()
    event = plan_event(
        by=UserFactory(), **TOLD | {"place": "", "is_online": True, "run_by": "partner", "agency": agency}
    )
    assert event.agency == agency
    with pytest.raises(DomainError, match="関係機関は選びません"):
        plan_event(by=UserFactory(), **TOLD | {"agency": agency})


def test_the_database_keeps_days_place_and_reason_too():
    event = EventFactory()
    for wrong in (
        {"last_on": date(2026, 11, 19)},
        {"place": ""},
        {"run_by": "partner"},
        {"state": "cancelled"},
        {"state": "held"},
        {"ends_at": time(12)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CentreEvent.objects.filter(pk=event.pk).update(**wrong)


def test_the_second_saver_sees_what_the_first_saved():
    event = EventFactory()
    change_event(event, 1, by=UserFactory(), **TOLD | {"title": "先の名"})
    with pytest.raises(EditConflict) as conflict:
        change_event(event, 1, by=UserFactory(), **TOLD | {"title": "後の名"})
    assert conflict.value.current.title == "先の名"


def test_seats_are_never_fewer_than_were_promised():
    event = EventFactory()
    EmployerGuestFactory(event=event, standing="accepted")
    PersonGuestFactory(event=event, standing="accepted", people=3)
    for field, few, enough in (("seats_employers", 0, 1), ("seats_people", 2, 3)):
        with pytest.raises(DomainError) as refused:
            change_event(event, event.version, by=UserFactory(), **TOLD | {field: few})
        assert refused.value.field == field
        event = change_event(event, event.version, by=UserFactory(), **TOLD | {field: enough})


def test_who_promised_and_did_not_come_is_absent_once_the_event_is_held():
    event = EventFactory()
    promised = PersonGuestFactory(event=event, standing="accepted")
    silent = PersonGuestFactory(event=event)
    settle_held(event, 1, by=UserFactory())
    promised.refresh_from_db()
    silent.refresh_from_db()
    assert (promised.standing, silent.standing) == ("absent", "invited")


def test_an_event_is_not_held_before_it_begins_and_not_settled_twice():
    to_come = EventFactory(first_on=date(2026, 11, 21))
    with pytest.raises(DomainError, match="初日より前"):
        settle_held(to_come, 1, by=UserFactory())
    held = HeldEventFactory()
    with pytest.raises(DomainError, match="すでに開催済"):
        cancel_event(held, 1, reason="台風", by=UserFactory())


def test_a_cancelled_event_says_why_keeps_its_list_and_is_not_changed_any_more():
    guest = PersonGuestFactory(standing="accepted")
    with pytest.raises(DomainError, match="理由"):
        cancel_event(guest.event, 1, reason=" ", by=UserFactory())
    event = cancel_event(guest.event, 1, reason="台風のため", by=UserFactory())
    assert (event.state, event.cancelled_reason, event.guests.count()) == ("cancelled", "台風のため", 1)
    with pytest.raises(DomainError, match="直せません"):
        change_event(event, event.version, by=UserFactory(), **TOLD)


def test_an_event_where_somebody_was_received_is_not_cancelled():
    guest = PersonGuestFactory(came=True)
    with pytest.raises(DomainError, match="受付した方がいます"):
        cancel_event(guest.event, 1, reason="台風のため", by=UserFactory())

"""An employer that stood on a list twice stands there once after the merger, and twice again when it is undone."""

from datetime import date, datetime

import pytest

from employers.merging import merge, unmerge
from referrals.models import EventGuest, EventOutcome
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.events import TOKYO, EmployerGuestFactory, EventFactory

pytestmark = pytest.mark.django_db
CAME = {
    "standing": "attended",
    "replied_on": date(2026, 11, 12),
    "arrived_at": datetime(2026, 11, 20, 13, 5, tzinfo=TOKYO),
}


@pytest.fixture
def twice():
    """A full event of two seats, on whose list one employer stands twice under two records."""
    event, by = EventFactory(seats_employers=2), UserFactory()
    kept, absorbed = EstablishmentFactory(name="見本商店"), EstablishmentFactory(name="見本商店（旧）")
    own = EmployerGuestFactory(event=event, establishment=kept, standing="accepted", people=1, names="架空 一")
    other = EmployerGuestFactory(
        event=event, establishment=absorbed, people=3, names="架空 一\n架空 二", received_by=by, **CAME
    )
    return event, own, other, by


def lines(event) -> list[tuple]:
    found = EventGuest.objects.filter(event=event).order_by("pk")
    return list(found.values_list("establishment", "standing", "people", "names", "arrived_at"))


def test_one_line_is_left_and_says_what_both_said(twice):
    event, own, other, by = twice
    EventOutcome.objects.create(guest=other, kind="interview", recorded_by=by)
    merge(own.establishment, other.establishment, {}, by=by)
    kept = own.establishment_id
    assert lines(event) == [
        (kept, "attended", 3, "架空 一\n架空 二", CAME["arrived_at"]),
        (kept, "withdrawn", 3, "架空 一\n架空 二", None),
    ]
    assert EventOutcome.objects.get().guest_id == own.pk
    assert event.guests.exclude(standing="withdrawn").figures()["employers"] == 1


def test_the_merger_undone_gives_both_lines_back(twice):
    event, own, other, by = twice
    outcome = EventOutcome.objects.create(guest=other, kind="interview", recorded_by=by)
    before = lines(event)
    merged = merge(own.establishment, other.establishment, {}, by=by)
    assert unmerge(merged, by=by)[1] == []
    assert lines(event) == before
    outcome.refresh_from_db()
    assert outcome.guest_id == other.pk


def test_a_line_of_one_record_alone_moves_as_it_is():
    by, kept = UserFactory(), EstablishmentFactory()
    alone = EmployerGuestFactory(standing="accepted")
    EmployerGuestFactory(event=alone.event, establishment=kept, standing="withdrawn")
    merge(kept, alone.establishment, {}, by=by)
    alone.refresh_from_db()
    assert (alone.establishment_id, alone.standing) == (kept.pk, "accepted")

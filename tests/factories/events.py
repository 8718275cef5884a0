"""Makers of events and their guests; the acts make them, so that they are what the product makes."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import factory

from referrals.models import CentreEvent, EventGuest
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory

TOKYO = ZoneInfo("Asia/Tokyo")


class EventFactory(factory.django.DjangoModelFactory):
    """A joint fair of the counter on 20 November 2026, planned."""

    class Meta:
        model = CentreEvent

    kind = CentreEvent.Kind.JOINT_FAIR
    title = factory.Sequence(lambda n: f"見本合同説明会{n}")
    first_on = date(2026, 11, 20)
    last_on = factory.SelfAttribute("first_on")
    begins_at = time(13, 0)
    place = "見本ホール"
    recorded_by = factory.SubFactory(UserFactory)


class HeldEventFactory(EventFactory):
    """An event that took place on 10 October 2026."""

    first_on = date(2026, 10, 10)
    state = CentreEvent.State.HELD
    settled_on = date(2026, 10, 10)
    settled_by = factory.SubFactory(UserFactory)


class PersonGuestFactory(factory.django.DjangoModelFactory):
    """A registered person who was invited to a fair and has not answered."""

    class Meta:
        model = EventGuest

    class Params:
        came = factory.Trait(
            standing="attended",
            arrived_at=datetime(2026, 10, 10, 13, tzinfo=TOKYO),
            received_by=factory.SubFactory(UserFactory),
        )

    event = factory.SubFactory(EventFactory)
    party = EventGuest.Party.JOBSEEKER
    jobseeker = factory.SubFactory(JobseekerFactory)
    invited_on = date(2026, 10, 2)
    recorded_by = factory.SubFactory(UserFactory)


class EmployerGuestFactory(PersonGuestFactory):
    """An employer who was invited and has not answered; two of its staff would come."""

    party = EventGuest.Party.EMPLOYER
    establishment = factory.SubFactory(EstablishmentFactory)
    jobseeker = None
    groups = 0
    people = 2

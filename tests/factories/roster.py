"""Makers of what the roster is made of."""

from datetime import date, time

import factory

from centre.models import Appointment, Duty, Training
from tests.factories.centre import UserFactory


class AppointmentFactory(factory.django.DjangoModelFactory):
    """A full-time counsellor since April 2026."""

    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    post = Appointment.Post.COUNSELLOR
    hours = Appointment.Hours.FULL
    starts_on = date(2026, 4, 1)


class DutyFactory(factory.django.DjangoModelFactory):
    """A whole day at the counter."""

    class Meta:
        model = Duty

    date = date(2026, 11, 4)
    user = factory.SubFactory(UserFactory)
    starts_at = time(8, 30)
    ends_at = time(17, 30)


class LeaveFactory(DutyFactory):
    """A day of paid leave."""

    kind = Duty.Kind.PAID_LEAVE
    starts_at = None
    ends_at = None


class TrainingFactory(factory.django.DjangoModelFactory):
    """A training that was held as planned."""

    class Meta:
        model = Training

    title = "見本の研修"
    subject = Training.Subject.PERSONAL_DATA
    planned_on = date(2026, 11, 4)
    held_on = factory.SelfAttribute("planned_on")

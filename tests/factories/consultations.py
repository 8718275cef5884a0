"""Makers of consultations and promises."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory

from consultations.models import Consultation, FollowUp
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory

TOKYO = ZoneInfo("Asia/Tokyo")


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A consultation with an employer by phone."""

    class Meta:
        model = Consultation

    party = Consultation.Party.EMPLOYER
    establishment = factory.SubFactory(EstablishmentFactory)
    method = Consultation.Method.PHONE
    held_at = datetime(2026, 11, 10, 10, 0, tzinfo=TOKYO)
    topic = "hiring"
    summary = "採用の相談"
    counsellor = factory.SubFactory(UserFactory)


class PersonConsultationFactory(ConsultationFactory):
    """A consultation with a jobseeker at the counter."""

    party = Consultation.Party.JOBSEEKER
    establishment = None
    jobseeker = factory.SubFactory(JobseekerFactory)
    method = Consultation.Method.COUNTER
    topic = "job_hunting"
    summary = "仕事探しの相談"


class FollowUpFactory(factory.django.DjangoModelFactory):
    """An open promise to an employer."""

    class Meta:
        model = FollowUp

    consultation = factory.SubFactory(ConsultationFactory)
    establishment = factory.LazyAttribute(lambda o: o.consultation.establishment)
    jobseeker = factory.LazyAttribute(lambda o: o.consultation.jobseeker)
    what = "求人票の案を送る"
    due_on = date(2026, 11, 20)
    assigned_to = factory.SubFactory(UserFactory)

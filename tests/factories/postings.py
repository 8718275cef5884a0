"""Makers of postings."""

from datetime import date

import factory

from postings.models import JobPosting
from tests.factories.employers import EstablishmentFactory


class JobPostingFactory(factory.django.DjangoModelFactory):
    """A posting that meets every requirement."""

    class Meta:
        model = JobPosting

    establishment = factory.SubFactory(EstablishmentFactory)
    title = "製造オペレーター"
    received_on = date(2026, 4, 1)
    contract = "indefinite"
    weekly_hours = 40
    new_hire = True
    transfer = False
    work_prefecture_id = "43"
    work_municipality_id = "43101"

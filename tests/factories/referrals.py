"""Makers of referrals and hand-offs."""

from datetime import date

import factory

from centre.models import PartnerAgency
from postings.models import JobPosting, PublicationEvent
from privacy.models import ConsentText, Provision
from privacy.sharing.providing import Terms, record_provision
from referrals.models import Handoff, Referral, RetentionCheck, StageStep
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory


class ListedPostingFactory(factory.django.DjangoModelFactory):
    """A posting listed as eligible from 1 October 2026 to the end of the year, with its line in the ledger."""

    class Meta:
        model = JobPosting
        skip_postgeneration_save = True

    establishment = factory.SubFactory(EstablishmentFactory)
    title = "製造スタッフ"
    received_on = date(2026, 9, 20)
    work_municipality_id = "43101"
    occupation_id = "08"
    listed_from = date(2026, 10, 1)
    listed_until = date(2026, 12, 31)
    listed_eligible = True

    @factory.post_generation
    def line(self, create, extracted, **kwargs):
        PublicationEvent.objects.create(
            posting=self,
            kind=PublicationEvent.Kind.NEW,
            effective_on=self.listed_from,
            listed_until=self.listed_until,
            eligible=self.listed_eligible,
        )


class ReferralFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Referral

    jobseeker = factory.SubFactory(JobseekerFactory)
    posting = factory.SubFactory(ListedPostingFactory)
    informed_on = date(2026, 11, 2)
    recorded_by = factory.SubFactory(UserFactory)


class StageStepFactory(factory.django.DjangoModelFactory):
    """The first line of a course's history."""

    class Meta:
        model = StageStep

    referral = factory.SubFactory(ReferralFactory)
    stage = "informed"
    on = date(2026, 11, 2)
    by = factory.SubFactory(UserFactory)


class HiredFactory(ReferralFactory):
    """Somebody told on 2 May 2026 who joined on 1 June, without the history the acts would have written."""

    stage = "joined"
    informed_on = date(2026, 5, 2)
    applied_on = date(2026, 5, 10)
    offered_on = date(2026, 5, 20)
    joined_on = closed_on = date(2026, 6, 1)


class RetentionCheckFactory(factory.django.DjangoModelFactory):
    """The check three months after 1 June 2026, not made yet."""

    class Meta:
        model = RetentionCheck

    referral = factory.SubFactory(HiredFactory)
    months = 3
    reached_on = due_on = date(2026, 9, 1)


def provision_of(handoff) -> Provision:
    """The record of what a hand-off tells."""
    return record_provision(
        Terms("agency", "consent" if handoff.jobseeker else "nobody", "見本のつなぎ", agency=handoff.agency.pk,
              consent_text=handoff.consent_text.pk),
        items="、".join(handoff.shared),
        means="handoff",
        people=1 if handoff.jobseeker else 0,
        provided_on=handoff.handed_on,
        by=handoff.recorded_by,
    )  # fmt: skip


class HandoffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Handoff

    direction = "out"
    agency = factory.LazyFunction(PartnerAgency.objects.first)
    jobseeker = factory.SubFactory(JobseekerFactory)
    handed_on = date(2026, 11, 2)
    consented_on = date(2026, 11, 2)
    consent_text = factory.LazyFunction(
        lambda: ConsentText.objects.filter(purpose=ConsentText.Purpose.HANDOFF).order_by("-version").first()
    )
    provision = factory.LazyAttribute(lambda o: provision_of(o) if o.direction == "out" and o.shared else None)
    purpose = "移住とくらしの相談"
    shared = factory.LazyAttribute(lambda o: ["name", "phone"] if o.direction == "out" else [])
    recorded_by = factory.SubFactory(UserFactory)

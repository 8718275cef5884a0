"""Makers of jobseekers."""

from datetime import date

import factory

from centre.tabular.names import name_key, phone_key
from jobseekers.models import Consent, Jobseeker
from privacy.models import ConsentText
from tests.factories.centre import UserFactory


def consent_text() -> ConsentText:
    """The wording people agree to, which the master data brings."""
    return ConsentText.objects.get(purpose=ConsentText.Purpose.JOBSEEKER, version=1)


class JobseekerFactory(factory.django.DjangoModelFactory):
    """A registered person with a consent in force."""

    class Meta:
        model = Jobseeker
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"架空 花子{n}")
    kana = "かくう はなこ"
    phone = factory.Sequence(lambda n: f"090-0000-{n % 10000:04d}")
    name_key = factory.LazyAttribute(lambda o: name_key(o.name))
    phone_key = factory.LazyAttribute(lambda o: phone_key(o.phone))
    prefecture_id = "13"
    registered_on = date(2026, 10, 1)
    registered_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def consent(self, create, extracted, **kwargs):
        Consent.objects.create(
            jobseeker=self,
            text=consent_text(),
            given_on=self.registered_on,
            method=Consent.Method.ORAL,
            recorded_by=self.registered_by,
        )

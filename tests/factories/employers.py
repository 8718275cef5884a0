"""Makers of employers."""

import factory

from centre.tabular.names import name_key
from config.sample.employers import corporate_number
from employers.enrolment import set_keys
from employers.models import Corporation, Establishment, Registration, Visit
from tests.factories.centre import UserFactory


class CorporationFactory(factory.django.DjangoModelFactory):
    """A company whose facts are all known and fine."""

    class Meta:
        model = Corporation

    name = factory.Sequence(lambda n: f"株式会社見本製作所{n}")
    corporate_number = factory.Sequence(lambda n: corporate_number(5_000_000 + n))
    kind = Corporation.Kind.COMPANY
    capital_yen = 30_000_000
    head_office_prefecture_id = "43"
    shareholders_known = True
    officers_total = 4
    officers_from_large = 0
    employment_insurance = True
    adult_entertainment = False
    antisocial = False
    name_key = factory.LazyAttribute(lambda o: name_key(o.name))


class EstablishmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Establishment

    corporation = factory.SubFactory(CorporationFactory)
    name = factory.LazyAttribute(lambda o: o.corporation.name)
    municipality_id = "43101"
    address = factory.Sequence(lambda n: f"熊本市中央区見本町1丁目{n}番")
    phone = factory.Sequence(lambda n: f"096-000-{n % 10000:04d}")
    industry_id = "E"
    employees = 40

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        establishment = set_keys(model_class(*args, **kwargs))
        establishment.save()
        return establishment


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    establishment = factory.SubFactory(EstablishmentFactory)
    source = Registration.Source.COUNTER
    scope = Registration.Scope.PUBLIC
    registered_on = factory.Faker("date_object")
    recorded_by = factory.SubFactory(UserFactory)


class VisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Visit

    establishment = factory.SubFactory(EstablishmentFactory)
    visited_by = factory.SubFactory(UserFactory)

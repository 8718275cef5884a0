"""Makers of the centre's records."""

import factory

from centre.models import Contract, User
from centre.roles import Role


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@test.example")
    name = factory.Sequence(lambda n: f"見本 {n}")
    role = Role.COUNSELLOR


def contract_2026() -> Contract:
    """The contract of fiscal year 2026, which the master data brings."""
    return Contract.objects.get(fiscal_year=2026)

"""Makers of the centre's records."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from centre.models import Contract, User
from centre.roles import Role
from privacy.inspections.scopes import SCOPES
from privacy.models import Designation, Inspection, NoticeAcknowledgement, NoticeText


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@test.example")
    name = factory.Sequence(lambda n: f"見本 {n}")
    role = Role.COUNSELLOR

    @factory.post_generation
    def is_ready(self, create, extracted, **kwargs):
        """Designated and told of secrecy, as everybody is who works; `is_ready=False` for somebody new.

        An inspector does not work here, and opens nothing before `watched` gives an inspection.
        """
        if create and extracted is not False and self.role != Role.INSPECTOR:
            ready_for_work(self)


def watched(user: User, **terms) -> Inspection:
    """An inspection of everything that runs from yesterday for ten days."""
    now = timezone.now()
    opener = UserFactory(role=Role.PRIVACY_MANAGER)
    known = {
        "officials": "見本課 検査員（架空）",
        "purpose": "検査の試験",
        "starts_at": now - timedelta(days=1),
        "ends_at": now + timedelta(days=10),
        "scope": list(SCOPES),
        "with_personal": True,
    }
    return Inspection.objects.create(inspector=user, opened_by=opener, **known | terms)


def ready_for_work(user: User) -> None:
    """Reported to the prefecture long ago, and the newest notice acknowledged."""
    long_ago = date(2000, 1, 1)
    Designation.objects.create(
        user=user, duty="handler", belongs_to="見本の窓口", reported_on=long_ago, starts_on=long_ago
    )
    text = NoticeText.objects.first()
    if text:
        NoticeAcknowledgement.objects.create(user=user, text=text)


def contract_2026() -> Contract:
    """The contract of fiscal year 2026, which the master data brings."""
    return Contract.objects.get(fiscal_year=2026)

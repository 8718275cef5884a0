"""Which postings everybody may see: live ones of employers who agreed to show them (contract 8(1)④)."""

from datetime import date
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet

from employers.models import Registration
from postings.models import JobPosting

# What an employer must have agreed to show before a posting of it is shown at all.
NEEDED = [Registration.Item.NAME, Registration.Item.POSTINGS]


class Gone(Enum):
    """Why a posting that was shown is not shown any more."""

    ENDED = "ended"
    RUN_OUT = "run_out"


def shown(today: date) -> QuerySet[JobPosting]:
    """Postings on the public list, the newest first."""
    return agreed(today).live_on(today).order_by("-listed_from", "-pk")


def agreed(today: date) -> QuerySet[JobPosting]:
    """Postings, live or not, of employers whose registration in force opens name and postings to the public."""
    consent = public_registrations(today).filter(establishment=OuterRef("establishment"), items__contains=NEEDED)
    return JobPosting.objects.filter(Exists(consent), listed_from__isnull=False, listed_from__lte=today)


def public_registrations(today: date) -> QuerySet[Registration]:
    """Registrations in force on a day that open something to the public."""
    begun = Registration.objects.filter(registered_on__lte=today, scope=Registration.Scope.PUBLIC)
    return begun.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))


def why_gone(posting: JobPosting, today: date) -> Gone | None:
    """Why a posting is no longer shown; None while it is."""
    if posting.ended_on is not None and posting.ended_on <= today:
        return Gone.ENDED
    if posting.listed_until is not None and posting.listed_until < today:
        return Gone.RUN_OUT
    return None

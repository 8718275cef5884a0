"""Who of a list has agreed to a wording and still lets the data be used."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from jobseekers.models import Consent, Jobseeker
from privacy.rights.guard import stopped_keys


def people_without_consent(rows: QuerySet, text: int) -> int:
    """How many rows with a `jobseeker` are of somebody without a consent in force to a wording (its key), or whose use
    is stopped."""
    in_force = Consent.objects.filter(jobseeker=OuterRef("jobseeker_id"), text=text, withdrawn_on__isnull=True)
    refused = ~Exists(in_force) | Q(jobseeker__in=stopped_keys(Jobseeker))
    return rows.filter(refused, jobseeker__isnull=False).count()

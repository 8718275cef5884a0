"""Who of a list has agreed to a wording."""

from django.db.models import Exists, OuterRef, QuerySet

from jobseekers.models import Consent


def people_without_consent(rows: QuerySet, text: int) -> int:
    """How many rows with a `jobseeker` are of somebody without a consent in force to a wording (its key)."""
    in_force = Consent.objects.filter(jobseeker=OuterRef("jobseeker_id"), text=text, withdrawn_on__isnull=True)
    return rows.filter(~Exists(in_force), jobseeker__isnull=False).count()

"""Taking in a posting and changing its terms (contract 8(4); 職業安定法 5条の3)."""

from django.db import transaction

from centre.editing import lock_for_edit
from centre.models import User
from employers.models import Establishment
from postings.models import JobPosting


def take_in(establishment: Establishment, *, by: User | None, **terms) -> JobPosting:
    """Take in a posting; it may begin with a title and the day of receipt, the rest follows later."""
    with transaction.atomic():
        return JobPosting.objects.create(establishment=establishment, created_by=by, **terms)


def revise(posting: JobPosting, version: int, *, by: User | None, **terms) -> JobPosting:
    """Change the terms; every earlier text stays in the revisions. Raises EditConflict."""
    with transaction.atomic():
        record = lock_for_edit(JobPosting, posting.pk, version)
        for name, value in terms.items():
            setattr(record, name, value)
        record.save()
    return record

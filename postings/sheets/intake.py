"""Taking in a posting and changing its terms (contract 8(4); 職業安定法 5条の3)."""

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import EditConflict
from centre.models import User
from employers.models import Establishment
from postings.models import JobPosting
from postings.sheets.joining import joined
from postings.sheets.terms import FIELDS

# What belongs to the one posting: its numbers, its days, how it came in.
NOT_COPIED = frozenset(
    {
        "received_on", "source", "site_number", "hello_work_number", "hello_work_until", "contract_from",
        "contract_until", "starts_on",
    }
)  # fmt: skip


def take_in(
    establishment: Establishment, *, by: User | None, copied_from: JobPosting | None = None, **terms
) -> JobPosting:
    """Take in a posting; it may begin with a title and the day of receipt, the rest follows later."""
    with transaction.atomic():
        return JobPosting.objects.create(establishment=establishment, created_by=by, copied_from=copied_from, **terms)


def revise(posting: JobPosting, version: int, *, by: User | None, **terms) -> JobPosting:
    """Change the terms; every earlier text stays in the revisions.

    When somebody else saved other terms since `version`, both changes stay. Raises EditConflict for the same terms.
    """
    with transaction.atomic():
        try:
            record = lock_for_edit(JobPosting, posting.pk, version)
        except EditConflict as conflict:
            record, terms = conflict.current, joined(conflict.current, version, terms)
            if terms is None:
                raise
            record.version += 1
        for name, value in terms.items():
            setattr(record, name, value)
        record.save()
    return record


def terms_to_copy(posting: JobPosting) -> dict[str, object]:
    """{field: value} of what a new posting may take over from this one."""
    return {
        name: value
        for name in FIELDS
        if name not in NOT_COPIED
        and (value := getattr(posting, JobPosting._meta.get_field(name).attname)) not in (None, "")
    }

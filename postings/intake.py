"""Taking in a posting and changing its terms (contract 8(4); 職業安定法 5条の3)."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Purpose:
    """What a posting must hold for a purpose, as field names."""

    label: str
    fields: tuple[str, ...]


PURPOSES = (
    Purpose("掲載", ("title", "occupation_id", "duties", "work_address", "wage_kind", "wage_from_yen", "headcount")),
    Purpose(
        "法定の明示",
        (
            "duties", "duties_scope", "contract", "trial_period", "work_address", "work_place_scope", "working_time",
            "wage_kind", "wage_from_yen", "insurance", "smoking",
        ),
    ),
    Purpose("対象の判定", ("weekly_hours", "contract", "new_hire", "transfer", "work_prefecture_id")),
)  # fmt: skip


@dataclass(frozen=True)
class Completeness:
    """How far a posting is for a purpose: labels of what is missing, and how many of how many are there."""

    label: str
    missing: tuple[str, ...]
    done: int
    total: int


def completeness(posting: JobPosting) -> list[Completeness]:
    """What is still missing for each purpose; a fixed-term posting must also say how it is renewed (則4条の2)."""
    rows = []
    for purpose in PURPOSES:
        names = purpose.fields
        if posting.contract == JobPosting.ContractKind.FIXED and "duties_scope" in names:
            names = (*names, "contract_renewal")
        missing = tuple(_label(name) for name in names if getattr(posting, name) in (None, ""))
        rows.append(Completeness(purpose.label, missing, len(names) - len(missing), len(names)))
    return rows


def _label(name: str) -> str:
    return str(JobPosting._meta.get_field(name.removesuffix("_id")).verbose_name)

"""Keeping what is known around a person: origin, household, education, work so far, permission to work."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError, EditConflict
from centre.models import Occupation, User
from jobseekers.models import Circumstances, Jobseeker, WorkExperience


@dataclass(frozen=True)
class Work:
    """One line of work so far: what kind, how many whole years, what in words."""

    occupation: Occupation | None
    years: int | None
    what: str


def know(person: Jobseeker, version: int, *, works: list[Work], by: User, **known) -> Circumstances:
    """Keep what is known around a person; the lines of work replace those before, the latest first.

    `version` is 0 for a person of whom nothing was known. Raises EditConflict when it was saved since, DomainError
    when the children do not fit into the household, and for a residence card seen on a day to come.
    """
    with transaction.atomic():
        Jobseeker.objects.select_for_update().get(pk=person.pk)
        record = Circumstances.objects.filter(pk=person.pk).first() or Circumstances(jobseeker=person, version=0)
        if record.version != version:
            raise EditConflict(record)
        for name, value in known.items():
            setattr(record, name, value)
        _check_household(record)
        if record.residence_checked_on and record.residence_checked_on > timezone.localdate():
            raise DomainError("確かめた日に先の日付は入れられません。", "residence_checked_on")
        record.updated_by, record.version = by, version + 1
        record.save()
        person.works.all().delete()
        WorkExperience.objects.bulk_create(
            WorkExperience(jobseeker=person, place=place, occupation=work.occupation, years=work.years, what=work.what)
            for place, work in enumerate(works, start=1)
        )
    return record


def _check_household(record: Circumstances) -> None:
    size, children = record.household_size, record.children_under_18
    if size == 0:
        raise DomainError("人数は本人を含めて1人からです。", "household_size")
    if children is not None and size is None:
        raise DomainError("いっしょに移る人数も入れてください。", "household_size")
    if children is not None and children >= size:
        raise DomainError("子の人数は、本人を除いた人数までにしてください。", "children_under_18")

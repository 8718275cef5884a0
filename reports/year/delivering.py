"""The register of deliverables and equipment (contract 10(1)③, 12(4))."""

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import User
from reports.models import Deliverable, Equipment


def add_deliverable(year: FiscalYear, *, by: User, **fields) -> Deliverable:
    """Enter a result. Raises DomainError when the year has one of this name."""
    with transaction.atomic():
        _refuse_double(year.year, fields["title"])
        return Deliverable.objects.create(fiscal_year=year.year, **fields)


def change_deliverable(deliverable: Deliverable, version: int, *, by: User, **fields) -> Deliverable:
    """Change a result. Raises EditConflict or DomainError."""
    with transaction.atomic():
        record = lock_for_edit(Deliverable, deliverable.pk, version)
        _refuse_double(record.fiscal_year, fields["title"], but=record.pk)
        return _saved(record, fields)


def add_equipment(year: FiscalYear, *, by: User, **fields) -> Equipment:
    """Enter a thing bought with the fee. Raises DomainError when one not designated was handed over."""
    with transaction.atomic():
        _refuse_handing_over(fields)
        return Equipment.objects.create(fiscal_year=year.year, **fields)


def change_equipment(equipment: Equipment, version: int, *, by: User, **fields) -> Equipment:
    """Change a thing bought with the fee. Raises EditConflict or DomainError."""
    with transaction.atomic():
        _refuse_handing_over(fields)
        return _saved(lock_for_edit(Equipment, equipment.pk, version), fields)


def _refuse_double(year: int, title: str, but: int | None = None) -> None:
    if Deliverable.objects.filter(fiscal_year=year, title=title).exclude(pk=but).exists():
        raise DomainError("同じ名前の成果物があります。", "title")


def _refuse_handing_over(fields: dict) -> None:
    if fields["handed_over_on"] and not fields["designated"]:
        raise DomainError("引渡し日は、県が指定した備品だけに入れます。", "handed_over_on")


def _saved(record, fields: dict):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    return record

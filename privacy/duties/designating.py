"""Naming managers, handlers and workplaces: reported to the prefecture first, in force afterwards (別記 第4・第7)."""

from typing import TypeVar

from django.db import IntegrityError, transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from privacy.models import Designation, Workplace
from privacy.models.duties import IN_ORDER, REPORTED_FIRST, TAKEN

Record = TypeVar("Record", Designation, Workplace)


def designate(user: User, *, by: User, **terms) -> Designation:
    """Name a person. Raises DomainError when the change would take effect before it is reported, or is taken."""
    _check(terms)
    _check_contact(terms)
    try:
        with transaction.atomic():
            return Designation.objects.create(user=user, recorded_by=by, **terms)
    except IntegrityError as error:
        raise DomainError(TAKEN, "starts_on") from error


def change_designation(designation: Designation, version: int, *, by: User, **terms) -> Designation:
    """Change a designation, note its report, or end it. Raises EditConflict, and DomainError as `designate`."""
    _check(terms)
    _check_contact(terms)
    return _change(designation, version, terms, by)


def add_workplace(*, by: User, **terms) -> Workplace:
    """Name a place of work. Raises DomainError when it would be used before it is reported."""
    _check(terms)
    return Workplace.objects.create(recorded_by=by, **terms)


def change_workplace(workplace: Workplace, version: int, *, by: User, **terms) -> Workplace:
    """Change a place of work, note its report, or end it. Raises EditConflict, and DomainError as `add_workplace`."""
    _check(terms)
    return _change(workplace, version, terms, by)


def _change(record: Record, version: int, terms: dict, by: User) -> Record:
    """What the prefecture approved on the screen stays approved only as long as it says the same."""
    try:
        with transaction.atomic():
            locked = lock_for_edit(type(record), record.pk, version)
            approved = (locked.approved_by, locked.approved_on)
            said = {name: getattr(locked, name) for name in terms if name not in ("ends_on", "approved_on")}
            for name, value in terms.items():
                setattr(locked, name, value)
            if locked.approved_by_id:
                same = all(terms[name] == value for name, value in said.items())
                locked.approved_by, locked.approved_on = approved if same else (None, None)
            locked.recorded_by = by
            locked.save()
    except IntegrityError as error:
        raise DomainError(TAKEN, "starts_on") from error
    return locked


def _check(terms: dict) -> None:
    reported = terms.get("reported_on")
    if reported and terms["starts_on"] < reported:
        raise DomainError(REPORTED_FIRST, "starts_on")
    if terms.get("ends_on") and terms["ends_on"] < terms["starts_on"]:
        raise DomainError(IN_ORDER, "ends_on")


def _check_contact(terms: dict) -> None:
    if terms["duty"] == Designation.Duty.MANAGER and not terms.get("contact"):
        raise DomainError("個人情報保護責任者には、事故発生時などの連絡先が要ります（参考様式）。", "contact")

"""The days within which the entries of a register are due, where no specification does."""

from django.db import IntegrityError, transaction

from centre.editing import lock_for_edit
from centre.errors import EditConflict
from centre.models import User
from privacy.models import RegisterTerm
from privacy.registers.deadlines import Rule
from privacy.registers.kinds import Kind


def agreed(kind: Kind) -> Rule | None:
    """What was agreed with the prefecture for a register; None where nothing was."""
    setting = RegisterTerm.objects.filter(kind=kind.key).first()
    return setting.rule if setting else None


def set_term(kind: Kind, version: int, *, days: int, counting: str, source: str, by: User) -> RegisterTerm:
    """Set the days of a register; version 0 for the first setting. Raises EditConflict when somebody was quicker."""
    told = {"days": days, "counting": counting, "source": source}
    with transaction.atomic():
        if version == 0:
            try:
                with transaction.atomic():
                    return RegisterTerm.objects.create(kind=kind.key, **told)
            except IntegrityError as error:
                raise EditConflict(RegisterTerm.objects.get(kind=kind.key)) from error
        record = lock_for_edit(RegisterTerm, RegisterTerm.objects.get(kind=kind.key).pk, version)
        for name, value in told.items():
            setattr(record, name, value)
        record.save()
    return record

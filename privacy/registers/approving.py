"""The prefecture's approval of a workplace (000 第7) and of a manager (004 第4条3), given on the screen."""

from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.roles import Role
from privacy.models import Designation, Workplace
from privacy.models.duties import SAME_PERSON

Record = TypeVar("Record", Designation, Workplace)


def approve(record: Record, version: int, *, by: User) -> Record:
    """Approve a reported workplace or manager today.

    Raises EditConflict when it was changed since it was read, and DomainError for anybody but an official, for
    whoever recorded it, and for what is not reported or approved already.
    """
    if by.role != Role.OFFICIAL:
        raise DomainError("承認・承諾は、県担当者だけができます。")
    with transaction.atomic():
        locked = lock_for_edit(type(record), record.pk, version)
        if locked.recorded_by_id == by.pk:
            raise DomainError(SAME_PERSON)
        if locked.reported_on is None or locked.approved_on is not None:
            raise DomainError("まだ報告されていないか、すでに承認・承諾されています。")
        locked.approved_on, locked.approved_by = timezone.localdate(), by
        locked.save()
    return locked

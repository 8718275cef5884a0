"""Trainings of the staff: planned, held, who took part, and who has not yet (contract 7(3), 別記 第6・第14)."""

from collections.abc import Collection
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import Attendance, Training, User
from centre.roles import OUTSIDE
from centre.roster.staffing import kept


def plan_training(*, by: User, **terms) -> Training:
    """Plan a training for a day."""
    return Training.objects.create(**terms)


def change_training(training: Training, version: int, *, by: User, **terms) -> Training:
    """Change the plan of a training. Raises EditConflict."""
    with transaction.atomic():
        record = lock_for_edit(Training, training.pk, version)
        for name, value in terms.items():
            setattr(record, name, value)
        record.save()
    return record


def hold_training(
    training: Training,
    version: int,
    *,
    held_on: date,
    people: Collection[User],
    materials: UploadedFile | None = None,
    by: User,
) -> Training:
    """Note that a training was held, by whom it was attended and with what. Raises EditConflict, DomainError."""
    if held_on > timezone.localdate():
        raise DomainError("実施日が先の日付です。実施したあとに記録します。", "held_on")
    if not people:
        raise DomainError("受講した人を1人以上選んでください。", "people")
    with transaction.atomic():
        record = lock_for_edit(Training, training.pk, version)
        record.held_on = held_on
        record.materials = kept(materials) or record.materials
        record.save()
        record.attendances.exclude(user__in=people).delete()
        Attendance.objects.bulk_create(
            [Attendance(training=record, user=user) for user in people], ignore_conflicts=True
        )
    return record


def untrained(day: date, subject: str = Training.Subject.PERSONAL_DATA) -> QuerySet[User]:
    """Active staff who have taken part in no training of a subject in the fiscal year of a day, up to that day.

    Officials of the prefecture are not the contractor's staff.
    """
    trained = Attendance.objects.filter(
        training__subject=subject, training__held_on__range=(FiscalYear.of(day).start, day)
    )
    staff = User.objects.filter(is_active=True).exclude(role__in=OUTSIDE)
    return staff.exclude(pk__in=trained.values("user")).order_by("name", "pk")

"""The staff's posts and qualifications (contract 7(2)(3), 別記 第12)."""

from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.models import Appointment, Qualification, StoredFile, User

REMIND = timedelta(days=60)
_TAKEN = (
    "この期間にはすでに同じ職の任用があるか、別の事業統括責任者がいます。"
    "前の任用に終わる日を入れてから保存してください。"
)


def appoint(user: User, *, by: User, **terms) -> Appointment:
    """Give a person a post. Raises DomainError when they hold it already, or the post of supervisor is taken."""
    _check_term(terms)
    try:
        with transaction.atomic():
            return Appointment.objects.create(user=user, **terms)
    except IntegrityError as error:
        raise DomainError(_TAKEN, "starts_on") from error


def change_appointment(appointment: Appointment, version: int, *, by: User, **terms) -> Appointment:
    """Change the terms of a post or end it. Raises EditConflict, and DomainError as `appoint`."""
    _check_term(terms)
    try:
        with transaction.atomic():
            record = lock_for_edit(Appointment, appointment.pk, version)
            for name, value in terms.items():
                setattr(record, name, value)
            record.save()
    except IntegrityError as error:
        raise DomainError(_TAKEN, "starts_on") from error
    return record


def add_qualification(user: User, *, evidence: UploadedFile | None = None, by: User, **terms) -> Qualification:
    """Note a qualification with a copy of its paper."""
    _check_qualification(terms)
    with transaction.atomic():
        return Qualification.objects.create(user=user, evidence=kept(evidence), **terms)


def change_qualification(
    qualification: Qualification, version: int, *, evidence: UploadedFile | None = None, by: User, **terms
) -> Qualification:
    """Change a qualification; a new copy takes the place of the old one. Raises EditConflict."""
    _check_qualification(terms)
    with transaction.atomic():
        record = lock_for_edit(Qualification, qualification.pk, version)
        for name, value in terms.items():
            setattr(record, name, value)
        record.evidence = kept(evidence) or record.evidence
        record.save()
    return record


def kept(file: UploadedFile | None) -> StoredFile | None:
    """An uploaded scan as a stored file; None for none."""
    return store(file.name, file.content_type, file.read()) if file else None


def in_post(first: date, last: date) -> QuerySet[Appointment]:
    """The appointments that run on some day between two days, with their people."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=first)
    return Appointment.objects.filter(running, starts_on__lte=last).select_related("user")


def running_out(today: date) -> QuerySet[Qualification]:
    """Qualifications of people in a post that have run out or will within sixty days, the first to go first."""
    people = in_post(today, today).values("user")
    soon = Qualification.objects.filter(user__in=people, expires_on__lte=today + REMIND)
    return soon.select_related("user").order_by("expires_on", "pk")


def _check_term(terms: dict) -> None:
    if terms.get("ends_on") and terms["ends_on"] < terms["starts_on"]:
        raise DomainError("終わる日を、任用した日より後にしてください。", "ends_on")


def _check_qualification(terms: dict) -> None:
    if terms.get("kind") in (Qualification.Kind.EQUAL, Qualification.Kind.OTHER) and not terms.get("title"):
        raise DomainError("資格の名称、または同等とする能力・経験の内容を入れてください。", "title")
    acquired, expires = terms.get("acquired_on"), terms.get("expires_on")
    if acquired and expires and expires < acquired:
        raise DomainError("期限を、取得した日より後にしてください。", "expires_on")

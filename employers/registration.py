"""The voluntary registration of an establishment as a user of the centre (contract 8(1)④)."""

from datetime import date

from django.db import IntegrityError, transaction

from centre.errors import DomainError
from centre.models import User
from employers.models import Establishment, Registration
from privacy.models import ConsentText


def register(
    establishment: Establishment,
    *,
    registered_on: date,
    source: str,
    scope: str,
    consent_text: ConsentText | None = None,
    by: User,
) -> Registration:
    """Register an establishment. Raises DomainError while an earlier registration is still in force."""
    try:
        with transaction.atomic():
            return Registration.objects.create(
                establishment=establishment,
                registered_on=registered_on,
                source=source,
                scope=scope,
                consent_text=consent_text,
                recorded_by=by,
            )
    except IntegrityError as error:
        raise DomainError("この期間にはすでに利用者登録があります。", "registered_on") from error


def renew(registration: Registration, *, renewed_on: date, scope: str, by: User) -> Registration:
    """Note that the employer confirmed the registration again, perhaps with another scope of disclosure."""
    with transaction.atomic():
        record = _open(registration)
        if renewed_on < record.registered_on:
            raise DomainError("更新日は登録日より後の日を入れてください。", "renewed_on")
        record.renewed_on, record.scope = renewed_on, scope
        record.save(update_fields=["renewed_on", "scope"])
    return record


def end(registration: Registration, *, ended_on: date, reason: str = "", by: User) -> Registration:
    """End a registration: from `ended_on` on the establishment is not listed any more."""
    with transaction.atomic():
        record = _open(registration)
        if ended_on < record.registered_on:
            raise DomainError("抹消日は登録日より後の日を入れてください。", "ended_on")
        record.ended_on, record.end_reason = ended_on, reason
        record.save(update_fields=["ended_on", "end_reason"])
    return record


def current_consent_text() -> ConsentText | None:
    """The wording employers agree to today."""
    return ConsentText.objects.filter(purpose=ConsentText.Purpose.REGISTRATION).order_by("-version").first()


def _open(registration: Registration) -> Registration:
    record = Registration.objects.select_for_update().get(pk=registration.pk)
    if record.ended_on:
        raise DomainError("この登録はすでに抹消されています。")
    return record

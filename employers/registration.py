"""The voluntary registration of an establishment as a user of the centre (contract 8(1)④)."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from employers.models import Establishment, Registration, Renewal
from privacy.models import ConsentText


def register(
    establishment: Establishment,
    *,
    registered_on: date,
    source: str,
    scope: str,
    items: Sequence[str] = (),
    by: User | None,
) -> Registration:
    """Register an establishment under the wording of today; `items` are the kinds of field that may be shown.

    Raises DomainError while an earlier registration is still in force.
    """
    try:
        with transaction.atomic():
            return Registration.objects.create(
                establishment=establishment,
                registered_on=registered_on,
                source=source,
                scope=scope,
                items=list(items),
                consent_text=current_consent_text(),
                recorded_by=by,
            )
    except IntegrityError as error:
        raise DomainError("この期間にはすでに利用者登録があります。", "registered_on") from error


def renew(
    registration: Registration, *, renewed_on: date, scope: str, items: Sequence[str] = (), by: User
) -> Registration:
    """Note that the employer confirmed the registration again, perhaps with another scope, under today's wording."""
    if renewed_on > timezone.localdate():
        raise DomainError("更新日に先の日付は入れられません。", "renewed_on")
    try:
        with transaction.atomic():
            record = _open(registration)
            if renewed_on < (record.renewed_on or record.registered_on):
                raise DomainError("更新日は、登録日と前の更新日より後の日を入れてください。", "renewed_on")
            text = current_consent_text()
            Renewal.objects.create(
                registration=record,
                renewed_on=renewed_on,
                scope=scope,
                items=list(items),
                consent_text=text,
                recorded_by=by,
            )
            record.renewed_on, record.scope, record.items, record.consent_text = renewed_on, scope, list(items), text
            record.save(update_fields=["renewed_on", "scope", "items", "consent_text"])
    except IntegrityError as error:
        raise DomainError("この日の更新はもう記録されています。", "renewed_on") from error
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

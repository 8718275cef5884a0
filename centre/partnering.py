"""The directory of partner agencies: adding one, changing what is known, ending and taking up the partnership."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import PartnerAgency, User
from centre.templatetags.display import day as in_words

TAKEN = "同じ名前の関係機関がすでにあります。"
TOLD = (
    "name",
    "kind",
    "purpose",
    "does",
    "clause",
    "postal_code",
    "address",
    "phone",
    "email",
    "contact",
    "opening_hours",
    "jurisdiction",
    "needs_checking",
    "ended_on",
)
MOST_CHANGES = 50


@dataclass(frozen=True)
class Rewriting:
    """One saving of an agency: when, by whom, and (name, before, after) of what became different."""

    at: datetime
    by: str
    changes: tuple[tuple[str, str, str], ...]


def add_agency(*, by: User, **known) -> PartnerAgency:
    """Add an agency; its key is made of its number. Raises DomainError when an active one has the name."""
    try:
        with transaction.atomic():
            number = _next_number()
            return PartnerAgency.objects.create(pk=number, key=f"K{number}", **known)
    except IntegrityError as error:
        raise DomainError(TAKEN, "name") from error


def revise_agency(agency: PartnerAgency, version: int, *, by: User, **known) -> PartnerAgency:
    """Change what is known of an agency. Raises EditConflict; DomainError when an active one has the name."""
    try:
        with transaction.atomic():
            record = lock_for_edit(PartnerAgency, agency.pk, version)
            for name, value in known.items():
                setattr(record, name, value)
            record.save()
    except IntegrityError as error:
        raise DomainError(TAKEN, "name") from error
    return record


def end_agency(agency: PartnerAgency, version: int, *, ended_on: date, by: User) -> PartnerAgency:
    """End the partnership on a day: the agency is offered no more, its hand-offs stay.

    Raises EditConflict, and DomainError for a day to come or when it has ended.
    """
    if ended_on > timezone.localdate():
        raise DomainError("終えた日に先の日付は入れられません。", "ended_on")
    with transaction.atomic():
        record = lock_for_edit(PartnerAgency, agency.pk, version)
        if record.ended_on:
            raise DomainError("この機関との連携はすでに終わっています。", "ended_on")
        record.is_active, record.ended_on = False, ended_on
        record.save()
    return record


def take_up_agency(agency: PartnerAgency, *, by: User) -> PartnerAgency:
    """Take the partnership up again; one that is active stays so. Raises DomainError when another has the name."""
    try:
        with transaction.atomic():
            record = PartnerAgency.objects.select_for_update().get(pk=agency.pk)
            if record.ended_on:
                record.is_active, record.ended_on = True, None
                record.version += 1
                record.save()
    except IntegrityError as error:
        raise DomainError(TAKEN) from error
    return record


def rewritings(agency: PartnerAgency) -> list[Rewriting]:
    """How the entry of an agency came to be what it is, the latest change first."""
    events = list(agency.revisions.select_related("pgh_context").order_by("-pgh_id")[: MOST_CHANGES + 1])
    numbers = {number for event in events if (number := _writer(event))}
    writers = dict(User.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}
    found = []
    for event, earlier in pairwise(events):
        if changes := _differences(earlier, event):
            found.append(Rewriting(event.pgh_created_at, writers.get(_writer(event), ""), changes))
    return found


def _differences(before, after) -> tuple[tuple[str, str, str], ...]:
    fields = [PartnerAgency._meta.get_field(name) for name in TOLD]
    return tuple(
        (str(field.verbose_name), _words(before, field), _words(after, field))
        for field in fields
        if getattr(before, field.name) != getattr(after, field.name)
    )


def _words(record, field) -> str:
    value = getattr(record, field.name)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return in_words(value)
    return dict(field.choices or ()).get(value, value) or "（空）"


def _writer(event) -> int | None:
    return (event.pgh_context.metadata or {}).get("user") if event.pgh_context else None


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('centre_partneragency', 'id'))")
        return cursor.fetchone()[0]

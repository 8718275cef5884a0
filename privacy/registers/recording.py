"""Recording an entry under the next number of its register, changing it, adding a paper to it."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.calendar import opening_days
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.fiscal_year import FiscalYear
from centre.models import Contract, User
from centre.roles import Role
from privacy.duties import gate
from privacy.models import EntryDocument, RegisterBook, RegisterEntry
from privacy.registers import details as content
from privacy.registers.deadlines import TYPED, due_day, rule_of
from privacy.registers.exchanges import LEAVING
from privacy.registers.guards import ORDER, TWICE
from privacy.registers.kinds import Kind
from privacy.registers.terms import agreed

# What may still be changed when the prefecture has permitted it.
ALWAYS_OPEN = ("responsible", "due_on", "remark")


def record_entry(
    kind: Kind,
    *,
    details: dict,
    asked_on: date,
    by: User,
    due_on: date | None = None,
    today: date | None = None,
    **columns,
) -> RegisterEntry:
    """Record an entry.

    `today` is the day of the calendar unless somebody writes up another. Raises DomainError when the profile of the
    day does not ask for the register, for a day to come, for details that do not fit the kind, and for a due day
    after the one that the specification sets.
    """
    _check_day(asked_on, kind.label("asked_on"), today)
    profile = gate.profile_key_on(asked_on)
    if not kind.is_on(profile):
        raise DomainError("いまの「個人情報の定めの組」では、この台帳を使いません。")
    kept = content.checked(kind, details)
    due, source = _due(kind, profile, kept, asked_on, due_on)
    year = FiscalYear.of(asked_on).year
    try:
        with transaction.atomic():
            return RegisterEntry.objects.create(
                kind=kind.key,
                fiscal_year=year,
                number=_next_number(kind, year),
                state=kind.course.begins,
                details=kept,
                asked_on=asked_on,
                due_on=due,
                due_source=source,
                asked_by=by,
                changed_by=by,
                **columns,
            )
    except IntegrityError as error:
        raise _refusal(error) from error


def change_entry(
    entry: RegisterEntry,
    version: int,
    *,
    by: User,
    details: dict | None = None,
    asked_on: date | None = None,
    due_on: date | None = None,
    **columns,
) -> RegisterEntry:
    """Correct an entry; what the prefecture has permitted keeps its wording. Raises EditConflict and DomainError.

    A due day that nobody touches keeps its ground, whatever was agreed since: new terms are for new entries.
    """
    try:
        with transaction.atomic():
            record = lock_for_edit(RegisterEntry, entry.pk, version)
            kind = record.declaration
            if record.permitted_on and (details is not None or asked_on or set(columns) - set(ALWAYS_OPEN)):
                raise DomainError("県が承諾した内容は直せません。取り消して、もう一度申請してください。")
            asked_on = asked_on or record.asked_on
            _check_day(asked_on, kind.label("asked_on"), None)
            if FiscalYear.of(asked_on).year != record.fiscal_year:
                raise DomainError("番号が年度ごとなので、別の年度の日には直せません。", "asked_on")
            kept = record.details if details is None else content.checked(kind, details)
            if _grounds(record.details, record.asked_on, record.due_on) != _grounds(kept, asked_on, due_on):
                profile = gate.profile_key_on(asked_on)
                record.due_on, record.due_source = _due(kind, profile, kept, asked_on, due_on)
            record.asked_on, record.details = asked_on, kept
            for name, value in columns.items():
                setattr(record, name, value)
            record.changed_by = by
            record.save()
    except IntegrityError as error:
        raise _refusal(error) from error
    return record


def add_document(entry: RegisterEntry, *, title: str, file: UploadedFile, by: User) -> EntryDocument:
    """Put a paper with an entry; papers are only added."""
    with transaction.atomic():
        return EntryDocument.objects.create(
            entry=entry, title=title, file=store(file.name, file.content_type, file.read()), added_by=by
        )


def open_leaving(person: User, *, day: date, by: User) -> RegisterEntry | None:
    """Leave the duty to confirm secrecy once more with somebody whose account is closed (別記 第2・第14).

    None for roles that handle no personal data, and when the duty is open already.
    """
    kind = LEAVING
    if person.role in gate.EXEMPT or RegisterEntry.objects.filter(kind=kind.key, person=person, state="open").exists():
        return None
    manager = User.objects.filter(role=Role.PRIVACY_MANAGER, is_active=True).exclude(pk=person.pk).first()
    last = person.acknowledgements.select_related("text").order_by("-text__version").first()
    return record_entry(
        kind,
        details={},
        asked_on=day,
        today=day,
        by=by,
        person=person,
        responsible=manager or by,
        notice=last.text if last else None,
    )


def _next_number(kind: Kind, year: int) -> int:
    """The next number; the locked row makes whoever comes second wait for the first."""
    RegisterBook.objects.get_or_create(kind=kind.key, fiscal_year=year)
    book = RegisterBook.objects.select_for_update().get(kind=kind.key, fiscal_year=year)
    book.last_number += 1
    book.save()
    return book.last_number


def _grounds(details: dict, asked_on: date, due_on: date | None) -> tuple:
    """What a due day follows from."""
    return details.get("topic"), asked_on, due_on


def _due(kind: Kind, profile: str, details: dict, start: date, typed: date | None) -> tuple[date | None, str]:
    """The day an entry is due, and who says so. What somebody types may be earlier than the rule, never later."""
    rule = rule_of(kind, profile, details.get("topic", ""), agreed(kind))
    limit = due_day(rule, start, opening_days) if rule else None
    if typed and typed < start:
        raise DomainError(f"{kind.label('due_on')}を、{kind.label('asked_on')}より後にしてください。", "due_on")
    if typed and limit and typed > limit:
        raise DomainError(
            f"定めの期限は{limit.year}年{limit.month}月{limit.day}日です（{rule.source}）。それより後にできません。",
            "due_on",
        )
    if typed:
        return typed, TYPED if typed != limit else rule.source
    if limit:
        return limit, rule.source
    if kind.key == "receipt":
        contract = Contract.objects.filter(fiscal_year=FiscalYear.of(start).year).first()
        if contract and contract.ends_on >= start:
            return contract.ends_on, "業務完了後直ちに返還（別記 第13）"
    return None, ""


def _check_day(day: date, label: str, today: date | None) -> None:
    if day > (today or timezone.localdate()):
        raise DomainError(f"{label}を、先の日にはできません。", "asked_on")


def _refusal(error: IntegrityError) -> DomainError:
    if "entry_open_once_per_person" in str(error):
        return DomainError(TWICE, "person")
    return DomainError(ORDER, "due_on")

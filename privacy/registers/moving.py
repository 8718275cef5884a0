"""Taking an entry one step on: permitted, done, answered, over; and the prefecture's decision on the screen."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.roles import Role
from privacy.models import NoticeText, RegisterEntry
from privacy.registers.courses import State, Step
from privacy.registers.guards import NO_NOTICE, NO_PROOF, NOT_PERMITTED, ORDER, SAME_PERSON

# The days of an entry in the order in which they come.
DAYS = ("asked_on", "permitted_on", "carried_on", "answered_on")


def take_step(
    entry: RegisterEntry,
    version: int,
    key: str,
    *,
    on: date,
    words: str = "",
    consent_number: str = "",
    notice: NoticeText | None = None,
    by: User,
    today: date | None = None,
) -> RegisterEntry:
    """Take the step `key` of the entry's course on a day; `today` as in `record_entry`.

    Raises EditConflict, and DomainError for a step that does not follow, a day out of order or to come, and words or
    a proof that are missing.
    """
    try:
        with transaction.atomic():
            record = lock_for_edit(RegisterEntry, entry.pk, version)
            step = _following(record, key)
            if on > (today or timezone.localdate()):
                raise DomainError(f"{step.day_label}を、先の日にはできません。", "on")
            _check(record, step, on, words, consent_number, notice)
            _write(record, step, on, words, consent_number)
            if notice:
                record.notice = notice
            record.changed_by = by
            record.save()
    except IntegrityError as error:
        raise DomainError(ORDER, "on") from error
    return record


def decide(
    entry: RegisterEntry,
    version: int,
    *,
    permits: bool,
    words: str = "",
    consent_number: str = "",
    by: User,
    today: date | None = None,
) -> RegisterEntry:
    """The prefecture's answer to an application, given on the screen; `words` are a condition or the grounds.

    Raises EditConflict, and DomainError for anybody but an official, for the applicant, and for an answer twice.
    """
    if by.role != Role.OFFICIAL:
        raise DomainError("承諾は、県担当者だけができます。")
    with transaction.atomic():
        record = lock_for_edit(RegisterEntry, entry.pk, version)
        if by.pk == record.asked_by_id:
            raise DomainError(SAME_PERSON)
        step = _following(record, "permit" if permits else "refuse")
        if not permits and not words.strip():
            raise DomainError("承諾しない理由を書いてください。", "words")
        _write(record, step, today or timezone.localdate(), words, consent_number)
        record.decided_by = record.changed_by = by
        record.save()
    return record


def _following(record: RegisterEntry, key: str) -> Step:
    step = record.declaration.course.step(key)
    if step is None or State(record.state) not in step.froms:
        raise DomainError(f"「{record.state_word}」からは、この操作はできません。画面を開き直してください。")
    return step


def _check(record: RegisterEntry, step: Step, on: date, words: str, number: str, notice: NoticeText | None) -> None:
    if on < max(day for name in DAYS if (day := getattr(record, name))):
        raise DomainError(NOT_PERMITTED if step.day == "carried_on" else ORDER, "on")
    if step.result_label and not words.strip():
        raise DomainError(f"{step.result_label}を書いてください。", "words")
    if step.asks_consent and not number.strip():
        raise DomainError(NO_PROOF, "consent_number")
    if record.kind == "leaving" and step.to == State.CLOSED and not (notice or record.notice_id):
        raise DomainError(NO_NOTICE, "notice")


def _write(record: RegisterEntry, step: Step, on: date, words: str, consent_number: str) -> None:
    """Write the step down; the number of the prefecture's letter stays when a later step names none."""
    record.state = step.to
    setattr(record, step.day, on)
    record.consent_number = consent_number.strip() or record.consent_number
    if step.asks_consent or step.day == "answered_on":
        record.answer = words.strip()
    elif step.result_label:
        record.result = words.strip()

"""Asking 1, 3 and 6 months after the first day at work whether somebody is still there."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from centre.calendar import opening_days
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from postings.eligibility.course_rules import months_later
from referrals.models import Referral, RetentionCheck

TERMS = (1, 3, 6)
KEEP_MONTHS = 24
LONGEST_CLOSURE = timedelta(days=30)
Result = RetentionCheck.Result
GONE = (Result.LEFT, Result.DISMISSED)


def open_checks(referral: Referral) -> list[RetentionCheck]:
    """Open the checks of somebody hired; called when the first day at work is recorded."""
    return RetentionCheck.objects.bulk_create(
        RetentionCheck(referral=referral, months=months, **days_of(referral.joined_on, months)) for months in TERMS
    )


def move_checks(referral: Referral) -> None:
    """Reckon the checks anew after the first day at work was corrected; raises DomainError once one was made."""
    _refuse_made(referral)
    for check in referral.checks.all():
        for name, day in days_of(referral.joined_on, check.months).items():
            setattr(check, name, day)
        check.save()


def withdraw_checks(referral: Referral) -> None:
    """Take the checks of a hiring back that was recorded by mistake; raises DomainError once one was made."""
    _refuse_made(referral)
    referral.checks.all().delete()


def days_of(joined_on: date, months: int) -> dict[str, date]:
    """The day on which a term is reached, and the first day from then on that the counter is open."""
    reached = months_later(joined_on, months)
    return {
        "reached_on": reached,
        "due_on": next(iter(opening_days(reached, reached + LONGEST_CLOSURE)), reached),
    }


def check_retention(
    check: RetentionCheck, version: int, *, result: str, left_on: date | None = None, note: str = "", by: User
) -> RetentionCheck:
    """Keep what was found. Who has left has left for the later terms too; a corrected result opens those again.

    Raises EditConflict when the check was saved after `version`; DomainError before the day is reached, and for a day
    of leaving that does not lie between the first day at work and the day of the term.
    """
    today = timezone.localdate()
    with transaction.atomic():
        record = lock_for_edit(RetentionCheck, check.pk, version)
        _check(record, Result(result), left_on, today)
        record.result, record.left_on, record.note, record.follows = result, left_on, note, None
        record.checked_on, record.checked_by = today, by
        record.save()
        _carry(record)
        _complete(record.referral, today)
    return record


def _check(record: RetentionCheck, result: str, left_on: date | None, today: date) -> None:
    if result not in GONE:
        if left_on is not None:
            raise DomainError("離職の日は、離職・解雇のときだけ入れてください。", "left_on")
        if today < record.reached_on:
            raise DomainError(
                f"{record.months}か月になる{record.reached_on:%Y年%-m月%-d日}より前に、在職・不明とは記録できません。",
                "result",
            )
        if result == Result.EMPLOYED and _left_before(record):
            raise DomainError("前の確認で離職と記録されています。前の確認を先に直してください。", "result")
        return
    if left_on is None:
        raise DomainError("離職の日を入れてください。分からないときは「不明」にします。", "left_on")
    if left_on > record.reached_on:
        raise DomainError(
            f"{record.reached_on:%Y年%-m月%-d日}より後の離職です。この確認は「在職」で記録し、次の確認に離職を入れてください。",
            "left_on",
        )
    if not record.referral.joined_on <= left_on <= today:
        raise DomainError("離職の日は、入社の日から今日までの日を入れてください。", "left_on")


def _left_before(record: RetentionCheck) -> bool:
    return RetentionCheck.objects.filter(
        referral=record.referral_id, months__lt=record.months, result__in=GONE
    ).exists()


def _carry(record: RetentionCheck) -> None:
    """Give the later terms what follows from this one."""
    later = RetentionCheck.objects.select_for_update().filter(referral=record.referral_id, months__gt=record.months)
    for check in later:
        if record.result in GONE:
            check.result, check.left_on, check.note = record.result, record.left_on, ""
            check.checked_on, check.checked_by, check.follows = record.checked_on, record.checked_by, record
        elif check.follows_id == record.pk:
            check.result, check.left_on, check.follows = "", None, None
            check.checked_on = check.checked_by = None
        else:
            continue
        check.version += 1
        check.save()


def _complete(referral: Referral, today: date) -> None:
    """A placement is complete, and its two years in the registers begin, when the sixth month is known."""
    record = Referral.objects.select_for_update().get(pk=referral.pk)
    is_known = record.checks.filter(months=TERMS[-1]).exclude(result="").exists()
    is_placed = record.letters.filter(voided_on__isnull=True).exists()
    until = months_later(today, KEEP_MONTHS) if is_known and is_placed else None
    if record.keep_until is None or until is None:
        record.keep_until = until
        record.save(update_fields=["keep_until"])


def _refuse_made(referral: Referral) -> None:
    if referral.checks.exclude(result="").exists():
        raise DomainError("定着確認の結果が記録されています。結果のあとでは入社の日を変えられません。")

"""Keeping the move that belongs to a hiring, as the person told it; the municipality decides on the subsidy."""

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from postings.eligibility.course_rules import months_later
from referrals.hiring_records import Answer
from referrals.models import Referral, Relocation

# Details that belong to a move only; without one they are empty.
DETAILS = ("moved_from", "moved_from_city", "moved_to", "household", "moved_on", "applied_on", "granted_on")
APPLY_WITHIN_MONTHS = 12


def record_relocation(referral: Referral, version: int, *, by: User, **told) -> Relocation:
    """Keep what a person told of the move; `told` holds the fields of Relocation. `version` 0 makes the first record.

    Raises EditConflict when it was saved after `version`, DomainError for days that do not fit each other.
    """
    _check(told)
    with transaction.atomic():
        Referral.objects.select_for_update().get(pk=referral.pk)
        found = Relocation.objects.filter(referral=referral).first()
        record = lock_for_edit(Relocation, found.pk, version) if found else Relocation(referral=referral)
        for name, value in told.items():
            setattr(record, name, value)
        record.save()
    return record


def apply_until(relocation: Relocation):
    """The last day to apply for the subsidy as a rule: within a year of moving in (DOMAIN 2.4); None without a day."""
    return months_later(relocation.moved_on, APPLY_WITHIN_MONTHS) if relocation.moved_on else None


def _check(told: dict) -> None:
    today = timezone.localdate()
    if told["moves"] != Answer.YES:
        if any(told[name] not in (None, "") for name in DETAILS) or told["subsidy_expected"] == Answer.YES:
            raise DomainError("移住の内容と申請の見込みは、移住が「あり」のときだけ入れてください。", "moves")
        return
    applied, granted = told["applied_on"], told["granted_on"]
    if told["household"] is not None and told["household"] < 1:
        raise DomainError("世帯の人数は、本人を含めて1人以上にしてください。", "household")
    if applied and (told["moved_on"] is None or applied < told["moved_on"]):
        raise DomainError("申請した日は、転入日と同じか、それより後の日を入れてください。", "applied_on")
    if granted and (applied is None or granted < applied):
        raise DomainError("支給が決まった日は、申請した日と同じか、それより後の日を入れてください。", "granted_on")
    for name in ("applied_on", "granted_on"):
        if told[name] and told[name] > today:
            raise DomainError("先の日付は入れられません。", name)

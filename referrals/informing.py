"""Telling a jobseeker about a posting, and keeping what came of it (mode A: information only, DESIGN §4.5)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from referrals.models import Referral

Stage = Referral.Stage
AFTER_APPLICATION = frozenset({Stage.INTERVIEWED, Stage.OFFERED, Stage.HIRED})
ENDS = frozenset({Stage.HIRED, Stage.WITHDRAWN, Stage.REJECTED})


def inform(jobseeker: Jobseeker, posting: JobPosting, *, informed_on: date, note: str = "", by: User) -> Referral:
    """Note that a person was told about a posting.

    Raises DomainError for a day to come, for a person whose support has ended, and when it was noted before.
    """
    if informed_on > timezone.localdate():
        raise DomainError("情報提供日に先の日付は入れられません。", "informed_on")
    if jobseeker.closed_on:
        raise DomainError("この方の支援は終了しています。再開してから記録してください。")
    try:
        with transaction.atomic():
            return Referral.objects.create(
                jobseeker=jobseeker, posting=posting, informed_on=informed_on, note=note, recorded_by=by
            )
    except IntegrityError as error:
        raise DomainError("この求人は、この方にすでに情報提供しています。", "posting") from error


def record_application(referral: Referral, version: int, *, applied_on: date, by: User) -> Referral:
    """Keep the day of the application; whether it fits J5 is told by `referrals.application_day.warning`.

    Raises EditConflict when the record was saved after `version`, DomainError for a day that cannot be.
    """
    with transaction.atomic():
        record = lock_for_edit(Referral, referral.pk, version)
        if not record.informed_on <= applied_on <= timezone.localdate():
            raise DomainError("応募日は、情報提供日から今日までの日を入れてください。", "applied_on")
        if record.closed_on and applied_on > record.closed_on:
            raise DomainError("応募日は、結果の日より前の日を入れてください。", "applied_on")
        record.applied_on = applied_on
        if record.stage == Stage.INFORMED:
            record.stage = Stage.APPLIED
        record.save()
    return record


def record_result(
    referral: Referral, version: int, *, stage: str, closed_on: date | None = None, note: str = "", by: User
) -> Referral:
    """Keep how far it went; a stage that ends the course has a day.

    Raises EditConflict when the record was saved after `version`, DomainError when the stage or its day does not fit.
    """
    with transaction.atomic():
        record = lock_for_edit(Referral, referral.pk, version)
        if stage in AFTER_APPLICATION and record.applied_on is None:
            raise DomainError("先に応募日を記録してください。", "stage")
        if stage in ENDS and closed_on is None:
            raise DomainError("結果の日を入れてください。", "closed_on")
        if stage not in ENDS and closed_on is not None:
            raise DomainError("面接・内定の段階では、結果の日を空にしてください。", "closed_on")
        begins = record.applied_on or record.informed_on
        if closed_on and not begins <= closed_on <= timezone.localdate():
            raise DomainError("結果の日は、情報提供・応募の日から今日までの日を入れてください。", "closed_on")
        record.stage, record.closed_on, record.note = stage, closed_on, note
        record.save()
    return record

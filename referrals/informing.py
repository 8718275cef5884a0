"""Telling a jobseeker about a posting: how a course begins (mode A: information only, DESIGN §4.5)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from privacy.rights.guard import check_use
from referrals.models import Referral, StageStep


def inform(jobseeker: Jobseeker, posting: JobPosting, *, informed_on: date, note: str = "", by: User) -> Referral:
    """Note that a person was told about a posting.

    Raises DomainError for a day to come, for a person whose support has ended, and when it was noted before.
    """
    if informed_on > timezone.localdate():
        raise DomainError("情報提供日に先の日付は入れられません。", "informed_on")
    check_use(jobseeker)
    if jobseeker.closed_on:
        raise DomainError("この方の支援は終了しています。再開してから記録してください。")
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                jobseeker=jobseeker, posting=posting, informed_on=informed_on, note=note, recorded_by=by
            )
            StageStep.objects.create(referral=referral, stage=referral.stage, on=informed_on, note=note, by=by)
            return referral
    except IntegrityError as error:
        raise DomainError("この求人は、この方にすでに情報提供しています。", "posting") from error

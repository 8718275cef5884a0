"""Leading a course from the application to the first day at work; every act leaves a line in its history."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from postings.eligibility.course_rules import months_later
from postings.site.ledger import ledger_lines
from referrals import retention
from referrals.application_day import listed_then
from referrals.licence import licence_on
from referrals.models import ApplicationEvidence, Referral, StageStep
from referrals.stages import DAYS, ENDS, Stage, Stand, check_day, check_step

# Who placed a person into a post without a term does not lure them away for two years (DOMAIN 4.2).
NO_POACHING_MONTHS = 24
# The registers are kept for two years from the completion of a course (DOMAIN 4.2).
KEEP_MONTHS = 24
CONTRACTS = {None: "まだ分からない", True: "期間の定めなし（無期）", False: "期間の定めあり（有期）"}


def stand_of(referral: Referral) -> Stand:
    """A course as the rules read it."""
    days = {stage: day for stage, name in DAYS.items() if (day := getattr(referral, name))}
    return Stand(Stage(referral.stage), days)


def step(
    referral: Referral,
    version: int,
    to: str,
    *,
    on: date,
    reason: str = "",
    note: str = "",
    is_indefinite: bool | None = None,
    by: User,
) -> Referral:
    """Record that a course came to a stage on a day.

    `reason` is one of stages.REASONS, for the two ends; `is_indefinite` (None: not known) for a first day at work,
    which also opens the checks after 1, 3 and 6 months. An application keeps what the ledger says of its day (J5).
    Raises EditConflict when the record was saved after `version`, DomainError for what the table does not allow.
    """
    with transaction.atomic():
        record, stage = lock_for_edit(Referral, referral.pk, version), Stage(to)
        check_step(stand_of(record), stage, on, timezone.localdate(), reason=reason, note=note)
        before, record.stage = record.stage, stage.value
        if stage in DAYS and getattr(record, DAYS[stage]) is None:
            setattr(record, DAYS[stage], on)
        if stage in ENDS:
            record.closed_on, record.ended_reason = on, reason
        if stage == Stage.JOINED:
            record.closed_on, record.is_indefinite = on, is_indefinite
        _follow(record)
        record.save()
        _write(record, before, on, by, reason=record.ended_reason, note=note)
        if stage == Stage.APPLIED:
            _freeze(record, by)
        if stage == Stage.JOINED:
            retention.open_checks(record)
    return record


def correct_day(referral: Referral, version: int, stage: str, *, on: date, note: str, by: User) -> Referral:
    """Correct the day of a stage that was recorded wrongly; `note` says why.

    A corrected application is judged anew, a corrected first day at work moves the checks that nobody has made yet.
    Raises EditConflict, and DomainError for a day that does not lie between the days beside it.
    """
    _needs_ground(note)
    with transaction.atomic():
        record, which = lock_for_edit(Referral, referral.pk, version), Stage(stage)
        closed_on = None if record.stage == Stage.JOINED else record.closed_on
        check_day(stand_of(record), which, on, timezone.localdate(), closed_on)
        setattr(record, DAYS[which], on)
        if which == Stage.JOINED:
            record.closed_on = on
            _follow(record)
        record.save()
        _write(record, record.stage, on, by, kind=StageStep.Kind.CORRECTED, stage=which, note=note)
        if which == Stage.APPLIED:
            _freeze(record, by)
        if which == Stage.JOINED:
            retention.move_checks(record)
    return record


def tell_contract(
    referral: Referral, version: int, *, is_indefinite: bool | None, note: str = "", by: User
) -> Referral:
    """Keep whether the contract of somebody hired has a term, learnt or corrected after the first day at work.

    `note` says why what was known is changed. Raises EditConflict, and DomainError before somebody was hired.
    """
    with transaction.atomic():
        record = lock_for_edit(Referral, referral.pk, version)
        if record.stage != Stage.JOINED:
            raise DomainError("雇用の期間は、入社を記録したあとに入れます。")
        if record.is_indefinite == is_indefinite:
            raise DomainError("いまの記録と同じです。変えるものを選んでください。", "is_indefinite")
        if record.is_indefinite is not None:
            _needs_ground(note)
        record.is_indefinite = is_indefinite
        _bind(record)
        record.save()
        told = "　".join(part for part in (CONTRACTS[is_indefinite], note.strip()) if part)
        _write(record, record.stage, record.joined_on, by, kind=StageStep.Kind.CONTRACT, note=told)
    return record


def take_back(referral: Referral, version: int, *, note: str, by: User) -> Referral:
    """Undo the last stage, which was recorded by mistake; `note` says why.

    Raises EditConflict, and DomainError for a course that has only begun or whose retention has been checked.
    """
    _needs_ground(note)
    with transaction.atomic():
        record = lock_for_edit(Referral, referral.pk, version)
        stand = stand_of(record)
        before = stand.before
        if before is None:
            raise DomainError("情報提供は取り消せません。段階を進めたときだけ取り消せます。")
        if stand.stage == Stage.JOINED:
            retention.withdraw_checks(record)
        if stand.stage in DAYS:
            setattr(record, DAYS[stand.stage], None)
        record.stage, record.closed_on, record.ended_reason = before.value, None, ""
        record.is_indefinite = record.no_poaching_until = record.keep_until = None
        record.save()
        _write(record, stand.stage, timezone.localdate(), by, kind=StageStep.Kind.TAKEN_BACK, stage=before, note=note)
    return record


def _follow(record: Referral) -> None:
    """What follows from how a course ended: two years without poaching, and how long the registers keep it."""
    _bind(record)
    is_kept = record.stage in ENDS and _is_placed(record)
    record.keep_until = months_later(record.closed_on, KEEP_MONTHS) if is_kept else None


def _bind(record: Referral) -> None:
    """Two years without poaching after a placement without a term; else none."""
    is_bound = record.is_indefinite and (_is_placed(record) or licence_on(record.joined_on))
    record.no_poaching_until = months_later(record.joined_on, NO_POACHING_MONTHS) if is_bound else None


def _is_placed(record: Referral) -> bool:
    return record.letters.filter(voided_on__isnull=True).exists()


def _freeze(record: Referral, by: User) -> ApplicationEvidence:
    lines = list(ledger_lines([record.posting_id]))
    found = listed_then(lines, record.applied_on, timezone.localdate())
    first, last = found.interval or (None, None)
    return ApplicationEvidence.objects.create(
        referral=record,
        applied_on=record.applied_on,
        eligible=found.eligible,
        interval_from=first,
        interval_until=last,
        words=found.words,
        lines=[line.number for line in lines],
        judged_by=by,
    )


def _write(
    record: Referral,
    before: str,
    on: date,
    by: User,
    *,
    kind: str = StageStep.Kind.STEP,
    stage: Stage | None = None,
    reason: str = "",
    note: str = "",
) -> None:
    StageStep.objects.create(
        referral=record,
        kind=kind,
        from_stage=before,
        stage=stage or record.stage,
        on=on,
        reason=reason,
        note=note.strip(),
        by=by,
    )


def _needs_ground(note: str) -> None:
    if not note.strip():
        raise DomainError("直す理由を書いてください。", "note")

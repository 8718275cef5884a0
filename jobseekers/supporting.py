"""The plan of support: begun with its reviews, goals settled, reviews held, conferences written down, ended."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import Contract, User
from jobseekers.models import CaseConference, Jobseeker, SupportGoal, SupportPlan, SupportReview
from privacy.retention.rules import months_later

# Reviews after so many months (002 別紙1-2).
TERMS = (3, 6, 12)
SOON_DAYS = 14


def plans_are_kept() -> bool:
    """Whether the contract of today's fiscal year asks for plans of support."""
    today = timezone.localdate()
    year = today.year - (today.month < 4)
    return Contract.objects.filter(fiscal_year=year, keeps_support_plans=True).exists()


def begin_plan(person: Jobseeker, *, begun_on: date, assessment: str, goals: list[str], by: User) -> SupportPlan:
    """Begin a plan with its goals and its reviews after 3, 6 and 12 months.

    Raises DomainError for a person whose support has ended, without a goal, for a day to come, and while another plan
    runs.
    """
    if person.closed_on:
        raise DomainError("この方の支援は終了しています。再開してから作ってください。")
    if begun_on > timezone.localdate():
        raise DomainError("始めた日に先の日付は入れられません。", "begun_on")
    if not goals:
        raise DomainError("目標を1つ以上書いてください。", "goals")
    try:
        with transaction.atomic():
            plan = SupportPlan.objects.create(jobseeker=person, begun_on=begun_on, assessment=assessment, made_by=by)
            SupportGoal.objects.bulk_create(SupportGoal(plan=plan, what=goal) for goal in goals)
            SupportReview.objects.bulk_create(
                SupportReview(plan=plan, months=months, due_on=months_later(begun_on, months)) for months in TERMS
            )
    except IntegrityError as error:
        raise DomainError("続いている支援計画があります。先にそれを終えてください。") from error
    return plan


def revise_plan(plan: SupportPlan, version: int, *, assessment: str, by: User) -> SupportPlan:
    """Change the assessment; raises EditConflict when the plan was saved after `version`."""
    with transaction.atomic():
        record = _running(lock_for_edit(SupportPlan, plan.pk, version))
        record.assessment = assessment
        record.save()
    return record


def add_goal(plan: SupportPlan, *, what: str, due_on: date | None = None, by: User) -> SupportGoal:
    """Add a goal to a running plan."""
    with transaction.atomic():
        return SupportGoal.objects.create(plan=_locked(plan), what=what, due_on=due_on)


def settle_goal(goal: SupportGoal, *, state: str, settled_on: date, by: User) -> SupportGoal:
    """Say that a goal was reached or dropped (a `SupportGoal.State`). Raises DomainError for one that is settled."""
    with transaction.atomic():
        plan = _locked(goal.plan)
        record = SupportGoal.objects.select_for_update().get(pk=goal.pk)
        if record.state != SupportGoal.State.OPEN:
            raise DomainError("この目標は、すでに達成か取りやめになっています。")
        _check_day(plan, settled_on, "settled_on")
        record.state, record.settled_on = state, settled_on
        record.save(update_fields=["state", "settled_on"])
    return record


def hold_review(review: SupportReview, *, held_on: date, findings: str, by: User) -> SupportReview:
    """Keep what a review found. Raises DomainError when it was held already, or for a day outside the plan."""
    with transaction.atomic():
        plan = _locked(review.plan)
        record = SupportReview.objects.select_for_update().get(pk=review.pk)
        if record.held_on:
            raise DomainError("この見直しは、すでに記録されています。")
        _check_day(plan, held_on, "held_on")
        record.held_on, record.findings, record.held_by = held_on, findings, by
        record.save(update_fields=["held_on", "findings", "held_by"])
    return record


def record_conference(plan: SupportPlan, *, held_on: date, roles: str, minutes: str, by: User) -> CaseConference:
    """Keep the minutes of a conference; who took part is told by role (本人、相談員、関係機関の担当者)."""
    with transaction.atomic():
        _check_day(_locked(plan), held_on, "held_on")
        return CaseConference.objects.create(plan=plan, held_on=held_on, roles=roles, minutes=minutes, recorded_by=by)


def end_plan(plan: SupportPlan, *, ended_on: date, by: User) -> SupportPlan:
    """End a plan; reviews that were not held are no longer due."""
    with transaction.atomic():
        record = _locked(plan)
        _check_day(record, ended_on, "ended_on")
        record.ended_on = ended_on
        record.version += 1
        record.save(update_fields=["ended_on", "version"])
    return record


def reviews_due(today: date) -> QuerySet[SupportReview]:
    """Reviews of running plans that are due within two weeks or late; the oldest first."""
    return SupportReview.objects.filter(
        held_on__isnull=True,
        plan__ended_on__isnull=True,
        plan__jobseeker__closed_on__isnull=True,
        due_on__lte=date.fromordinal(today.toordinal() + SOON_DAYS),
    ).select_related("plan__jobseeker")


def _locked(plan: SupportPlan) -> SupportPlan:
    return _running(SupportPlan.objects.select_for_update().get(pk=plan.pk))


def _running(plan: SupportPlan) -> SupportPlan:
    if plan.ended_on:
        raise DomainError("この支援計画は終わっています。")
    return plan


def _check_day(plan: SupportPlan, day: date, field: str) -> None:
    if not plan.begun_on <= day <= timezone.localdate():
        raise DomainError("日付は、計画を始めた日から今日までの日を入れてください。", field)

"""The course of an erasure before it is done: asked for by the privacy manager, decided by a second person."""

from datetime import date

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from privacy.erasing.executing import file_application
from privacy.erasing.inventory import inventory_of
from privacy.models import Erasure, ReturnPackage
from privacy.models.erasing import SECOND_PERSON

State, Scope = Erasure.State, Erasure.Scope


def ask_for_person(subject: Model, *, ground: str, planned_on: date, by: User) -> Erasure:
    """Ask that everything about a person be erased. Raises DomainError without a ground or when asked already."""
    return _ask(
        Erasure(
            scope=Scope.PERSON,
            subject=subject._meta.label,
            subject_id=subject.pk,
            ground=ground.strip(),
            planned_on=planned_on,
            requested_by=by,
        )
    )


def ask_for_contract(package: ReturnPackage, *, ground: str, planned_on: date, by: User) -> Erasure:
    """Apply for the erasure of everything held for a contract, with the list of every copy (第13・004 第14条2).

    Raises DomainError before the return package was made and saved.
    """
    if package.kind != ReturnPackage.Kind.RETURN or package.downloaded_at is None:
        raise DomainError("返還一式を作って保存し、県に渡してから申請します。", "planned_on")
    return _ask(
        Erasure(
            scope=Scope.CONTRACT,
            fiscal_year=package.fiscal_year,
            package=package,
            ground=ground.strip(),
            planned_on=planned_on,
            requested_by=by,
        )
    )


def approve(erasure: Erasure, *, decision: str, by: User) -> Erasure:
    """The second person agrees. At the end of a contract that is the official, who says what was instructed.

    Raises DomainError for one's own application, a role that may not, or one that is decided already.
    """
    if erasure.scope == Scope.CONTRACT and not may(by, "erasure.approve_contract"):
        raise DomainError("契約の終了の消去を承認できるのは、県担当者だけです（特記事項 第13）。")
    if erasure.scope == Scope.CONTRACT and not decision.strip():
        raise DomainError("県の指示（日付・番号・立会いの有無）を書いてください。", "decision")
    return _decide(erasure, State.APPROVED, decision, by)


def refuse(erasure: Erasure, *, decision: str, by: User) -> Erasure:
    """The second person does not agree, and says why."""
    if not decision.strip():
        raise DomainError("承認しない理由を書いてください。", "decision")
    return _decide(erasure, State.REFUSED, decision, by)


@transaction.atomic
def withdraw(erasure: Erasure, *, by: User) -> Erasure:
    """Take an application back before anything is erased, also one that was approved."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if erasure.state not in (State.REQUESTED, State.APPROVED):
        raise DomainError("取り下げられるのは、まだ消していない申請だけです。")
    erasure.state = State.WITHDRAWN
    erasure.save()
    return erasure


def _ask(erasure: Erasure) -> Erasure:
    if not erasure.ground:
        raise DomainError("消去の理由・根拠を書いてください。", "ground")
    if erasure.planned_on < timezone.localdate():
        raise DomainError("予定日は今日以後にしてください。", "planned_on")
    erasure.inventory = inventory_of(erasure)
    return file_application(erasure)


@transaction.atomic
def _decide(erasure: Erasure, state: str, decision: str, by: User) -> Erasure:
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if erasure.requested_by_id == by.pk:
        raise DomainError(SECOND_PERSON)
    if erasure.state != State.REQUESTED:
        raise DomainError("この申請は、すでに決まっています。")
    erasure.state, erasure.decision = state, decision.strip()
    erasure.decided_by, erasure.decided_at = by, timezone.now()
    erasure.save()
    return erasure

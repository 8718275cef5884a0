"""The course of a request: received, identity looked at, handed to the prefecture, decided there, finished here."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from centre.contracts import contract_of
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from privacy.models import RightsRequest

Kind, Requester = RightsRequest.Kind, RightsRequest.Requester


@transaction.atomic
def receive(
    *,
    kind: str,
    requester: str,
    requester_name: str,
    what: str,
    way: str,
    received_on: date,
    contact: str = "",
    record: Model | None = None,
    by: User,
) -> RightsRequest:
    """Keep a request with its deadlines (settings of the contract); `record` is the person it is about, when known.

    Raises DomainError for a day to come, and when nobody or nothing is named.
    """
    if received_on > timezone.localdate():
        raise DomainError("受け付けた日に先の日付は入れられません。", "received_on")
    if not requester_name.strip() or not what.strip():
        raise DomainError("請求した方の氏名と、請求の内容を書いてください。", "requester_name")
    if (kind == Kind.THIRD_PARTY) != (requester == Requester.OTHER):
        raise DomainError("第三者からの請求では、請求した方を「第三者」にしてください。", "requester")
    contract = contract_of(received_on)
    days = contract.rights_answer_days
    return RightsRequest.objects.create(
        kind=kind,
        requester=requester,
        requester_name=requester_name.strip(),
        contact=contact.strip(),
        what=what.strip(),
        subject=record._meta.label if record else "",
        subject_id=record.pk if record else None,
        received_on=received_on,
        way=way,
        received_by=by,
        forward_by=received_on + timedelta(days=contract.rights_forward_days),
        answer_by=received_on + timedelta(days=days) if days else None,
    )


@transaction.atomic
def check_identity(request: RightsRequest, version: int, *, identity_paper: str, identity_on: date, by: User):
    """Note which paper was looked at; no copy of it is kept. Raises EditConflict and DomainError."""
    found = _open(request, version)
    _check_day(identity_on, found.received_on, "identity_on")
    found.identity_paper, found.identity_on, found.identity_by = identity_paper, identity_on, by
    return _saved(found)


@transaction.atomic
def forward(request: RightsRequest, version: int, *, forwarded_on: date, forwarded_to: str, by: User):
    """Note that the request was handed to the prefecture, which decides. Raises EditConflict and DomainError."""
    found = _open(request, version)
    _check_day(forwarded_on, found.received_on, "forwarded_on")
    if not forwarded_to.strip():
        raise DomainError("引き継いだ課・担当を書いてください。", "forwarded_to")
    found.forwarded_on, found.forwarded_to = forwarded_on, forwarded_to.strip()
    return _saved(found)


@transaction.atomic
def decide(request: RightsRequest, version: int, *, decision: str, decided_on: date, instruction: str, by: User):
    """Note what the prefecture decided. Raises EditConflict, and DomainError before it was handed over."""
    found = _open(request, version)
    if not found.forwarded_on:
        raise DomainError("先に、県に引き継いだことを記録してください。決めるのは県です。")
    _check_day(decided_on, found.forwarded_on, "decided_on")
    found.decision, found.decided_on, found.instruction = decision, decided_on, instruction.strip()
    return _saved(found)


@transaction.atomic
def finish(request: RightsRequest, version: int, *, finished_on: date, outcome: str, by: User):
    """Close a request that was carried out as decided. Raises EditConflict, and DomainError before the decision."""
    found = _open(request, version)
    if not found.decided_on:
        raise DomainError("県の決定を記録してから、終えてください。")
    if found.decision != RightsRequest.Decision.REFUSED and found.kind != Kind.THIRD_PARTY and not found.identity_on:
        raise DomainError("本人確認を記録してから、終えてください。")
    _check_day(finished_on, found.decided_on, "finished_on")
    if not outcome.strip():
        raise DomainError("何をしたかを書いてください。", "outcome")
    found.finished_on, found.outcome = finished_on, outcome.strip()
    return _saved(found)


@transaction.atomic
def withdraw(request: RightsRequest, version: int, *, withdrawn_on: date, by: User):
    """Note that the request was taken back. Raises EditConflict and DomainError."""
    found = _open(request, version)
    _check_day(withdrawn_on, found.received_on, "withdrawn_on")
    found.withdrawn_on = withdrawn_on
    return _saved(found)


def _open(request: RightsRequest, version: int) -> RightsRequest:
    found = lock_for_edit(RightsRequest, request.pk, version)
    if not found.is_open:
        raise DomainError("この請求は、すでに終わっています。")
    return found


def _check_day(day: date, first: date, field: str) -> None:
    if not first <= day <= timezone.localdate():
        raise DomainError(f"{first:%Y年%-m月%-d日}から今日までの日を入れてください。", field)


def _saved(found: RightsRequest) -> RightsRequest:
    found.save()
    return found

"""Taking a posting in or refusing it, and telling the employer why (職業安定法 5条の6 第1項)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from postings.labour_law.law_check import ACCEPTANCE, check
from postings.models import JobPosting, PostingAcceptance
from postings.rulebooks.book import Outcome

Decision = PostingAcceptance.Decision


def decide_acceptance(
    posting: JobPosting,
    *,
    decision: str,
    is_inappropriate: bool,
    grounds: Collection[str] = (),
    advice: str = "",
    told_by: str,
    told_on: date,
    by: User,
) -> PostingAcceptance:
    """Record a decision the employer was told of; it supersedes the earlier ones, which stay.

    `is_inappropriate` is what a person holds of the terms (ground A2), `grounds` are keys such as "A3". Raises
    DomainError for a refusal by a role that may not, without a ground that holds or without advice, for an acceptance
    against a ground that holds, and for a day to come.
    """
    if told_on > timezone.localdate():
        raise DomainError("知らせた日に先の日付は入れられません。", "told_on")
    with transaction.atomic():
        record = (
            JobPosting.objects.select_for_update(of=("self",))
            .select_related("establishment__corporation", "minimum_wage")
            .get(pk=posting.pk)
        )
        if told_on < record.received_on:
            raise DomainError("知らせた日は、受付の日より後の日を入れてください。", "told_on")
        findings = grounds_of(record, is_inappropriate=is_inappropriate)
        if decision == Decision.REFUSED:
            _check_refusal(findings, grounds, advice, by)
        else:
            _check_acceptance(findings)
        return PostingAcceptance.objects.create(
            posting=record,
            posting_version=record.version,
            decision=decision,
            is_inappropriate=is_inappropriate,
            grounds=sorted(grounds) if decision == Decision.REFUSED else [],
            findings=findings,
            advice=advice,
            told_by=told_by,
            told_on=told_on,
            decided_by=by,
        )


def grounds_of(posting: JobPosting, *, is_inappropriate: bool | None) -> dict[str, str]:
    """{ground: outcome} as the book of refusals sees the posting today; met means that the ground does not apply."""
    found = check(posting, timezone.localdate(), is_inappropriate=is_inappropriate)
    acceptance = next((one for one in found.judgements if one.version.book == ACCEPTANCE), None)
    if acceptance is None:
        raise DomainError("求人の内容に確かめられない値があります。先に求人の内容を直してください。")
    return {finding.key: str(finding.outcome) for finding in acceptance.findings}


def refused_of(posting_ids: Collection[int]) -> set[int]:
    """The keys of the postings whose latest decision is a refusal: one query."""
    newest = PostingAcceptance.objects.filter(posting__in=posting_ids).order_by("posting_id", "-pk")
    decisions = newest.distinct("posting_id").values_list("posting_id", "decision")
    return {key for key, decision in decisions if decision == Decision.REFUSED}


def _check_refusal(findings: dict[str, str], grounds: Collection[str], advice: str, by: User) -> None:
    if not may(by, "postings.refuse"):
        raise DomainError("不受理を決められるのは、精査担当者と統括責任者です。", "decision")
    if not grounds:
        raise DomainError("不受理の理由を1つ以上選んでください。", "grounds")
    if void := sorted(key for key in grounds if findings.get(key, Outcome.MET) == Outcome.MET):
        raise DomainError(f"{'・'.join(void)}には当たらないため、不受理の理由にできません。", "grounds")
    if not advice.strip():
        raise DomainError("企業への改善の助言を入れてください。", "advice")


def _check_acceptance(findings: dict[str, str]) -> None:
    if broken := [key for key, outcome in findings.items() if outcome == Outcome.NOT_MET]:
        raise DomainError(
            f"{'・'.join(broken)}に当たるため受理できません。求人の内容を直していただくか、不受理にしてください。",
            "decision",
        )

"""Recording what an employer declares of itself (職業安定法 5条の6 第1項; DOMAIN 3.2)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import StoredFile, User
from employers.models import Corporation
from postings.models import SelfDeclaration
from postings.rulebooks.posting_acceptance import months_later


def declare(
    corporation: Corporation,
    *,
    declared_on: date,
    answers: dict[str, bool],
    corrected_on: date | None = None,
    declarant_role: str,
    valid_until: date | None = None,
    paper: StoredFile | None = None,
    by: User,
) -> SelfDeclaration:
    """Record a declaration; it supersedes the earlier ones, which stay as they are.

    `answers` is {ground: whether it applies}. Without `valid_until` it holds for POSTING_DECLARATION_MONTHS months.
    Raises DomainError for a day to come, or a correction after the declaration.
    """
    if declared_on > timezone.localdate():
        raise DomainError("申告の日に先の日付は入れられません。", "declared_on")
    if corrected_on and corrected_on > declared_on:
        raise DomainError("是正した日は、申告の日までの日を入れてください。", "corrected_on")
    until = valid_until or months_later(declared_on, settings.POSTING_DECLARATION_MONTHS)
    if until < declared_on:
        raise DomainError("有効期限は、申告の日より後の日を入れてください。", "valid_until")
    with transaction.atomic():
        Corporation.objects.select_for_update().get(pk=corporation.pk)
        return SelfDeclaration.objects.create(
            corporation=corporation,
            version=SelfDeclaration.objects.filter(corporation=corporation).count() + 1,
            declared_on=declared_on,
            valid_until=until,
            corrected_on=corrected_on,
            declarant_role=declarant_role,
            paper=paper,
            recorded_by=by,
            **answers,
        )


def latest_declaration(corporation_id: int) -> SelfDeclaration | None:
    """The declaration that counts: the one recorded last."""
    declarations = SelfDeclaration.objects.filter(corporation=corporation_id).select_related("recorded_by")
    return declarations.order_by("-version").first()

"""The secret in the address on which a partner answers: signed and random; the paper or mail alone knows it, the
database its hash."""

import hashlib
import secrets
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from centre.contracts import contract_of
from centre.errors import DomainError
from centre.models import User
from referrals.models import Handoff, HandoffLink
from referrals.withdrawing import end_links

SIGNER = Signer(salt="referrals.handoff", sep=".")


def make_link(handoff: Handoff, *, by: User) -> tuple[HandoffLink, str]:
    """(link, token for the address) of a new secret of 256 bits; the address given out before is dead at once.

    Raises DomainError when nothing of the hand-off may be shown, and when the partner has finished it.
    """
    with transaction.atomic():
        record = Handoff.objects.select_for_update().get(pk=handoff.pk)
        if not Handoff.objects.tellable().filter(pk=record.pk).exists():
            raise DomainError(
                "このつなぎは見せられません（受けたもの、同意の撤回、利用の停止、対応できないとの返事、連携の終わり）。"
            )
        if record.answer == Handoff.Answer.HANDLED:
            raise DomainError("対応済みの返事があるため、回答のページは要りません。")
        end_links(Handoff.objects.filter(pk=record.pk))
        secret = secrets.token_urlsafe(32)
        today = timezone.localdate()
        link = HandoffLink.objects.create(
            handoff=record,
            token_hash=_hash(secret),
            expires_on=today + timedelta(days=contract_of(today).handoff_answer_days),
            made_by=by,
        )
    return link, SIGNER.sign(secret)


def link_of(token: str) -> HandoffLink | None:
    """The link that a token belongs to; None for one that the product never gave out."""
    try:
        secret = SIGNER.unsign(token)
    except BadSignature:
        return None
    found = HandoffLink.objects.select_related("handoff__agency", "handoff__consent_text")
    return found.filter(token_hash=_hash(secret)).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

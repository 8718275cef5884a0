"""The secret in the address of an answer page: signed, never kept, and good until somebody has answered.

No token and no hash of one is stored: the signature alone proves that the product gave it out, and the row of an
invitation is gone once it was used. A list of links can therefore be printed again, and only for the unused ones.
"""

import uuid

from django.core.signing import BadSignature, Signer

from surveys.models import Invitation, InvitationBatch

SIGNER = Signer(salt="surveys.invitation", sep=".")


def token_of(batch: InvitationBatch, number: int) -> str:
    """The token of a link by its number in its batch."""
    return SIGNER.sign(f"{batch.pk.hex}-{number}")


def found_by(token: str) -> tuple[InvitationBatch, Invitation | None] | None:
    """The batch a token belongs to and its invitation, None when that was used; None for a token never given out."""
    try:
        key, _, number = SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    batch = InvitationBatch.objects.select_related("survey").filter(pk=uuid.UUID(key)).first()
    if batch is None:
        return None
    return batch, batch.unused.filter(number=int(number)).first()

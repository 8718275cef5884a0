"""The secret in the address of an answer page: signed and random; the mail alone knows it, the database its hash."""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer

from postings.models import RenewalMail

SIGNER = Signer(salt="postings.renewal", sep=".")


def new_secret() -> tuple[str, str]:
    """(token for the address, hash to keep) of a new secret of 256 bits."""
    secret = secrets.token_urlsafe(32)
    return SIGNER.sign(secret), _hash(secret)


def mail_of(token: str) -> RenewalMail | None:
    """The mail that carried a token; None for one that the product never gave out."""
    try:
        secret = SIGNER.unsign(token)
    except BadSignature:
        return None
    return RenewalMail.objects.select_related("establishment").filter(token_hash=_hash(secret)).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

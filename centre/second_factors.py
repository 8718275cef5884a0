"""Secrets of second factors and the seeds of recovery codes stand in the database encrypted (ASVS 6.5.2)."""

import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from centre.secret_texts import encrypted, is_of_newest_key, opened

PURPOSE = "centre.second_factors"
# Tells what is encrypted from what an earlier version kept in clear, which has letters and digits only.
MARK = "sealed:"
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}

logger = logging.getLogger(__name__)


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts what allauth keeps."""

    def encrypt(self, text: str) -> str:
        return MARK + encrypted(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Also what still stands in clear. Raises InvalidToken when no key of the settings opens it."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        return opened(encrypted_text.removeprefix(MARK), PURPOSE)


def encrypt_anew() -> int:
    """Encrypt with the newest key what is in clear or under an older one; answers how many were.

    What no key opens is told in the log and left: its owner needs a new second factor.
    """
    return sum(_encrypt_anew(pk) for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _encrypt_anew(pk: int) -> bool:
    # Locked: a recovery code that is used meanwhile writes into the same column.
    one = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        return False
    field, adapter = SECRETS[one.type], MFAAdapter()
    kept = one.data[field]
    if kept.startswith(MARK) and is_of_newest_key(kept.removeprefix(MARK), PURPOSE):
        return False
    try:
        one.data[field] = adapter.encrypt(adapter.decrypt(kept))
    except InvalidToken:
        logger.error("no key of the settings opens the second factor of user %s", one.user_id)
        return False
    one.save(update_fields=["data"])
    return True

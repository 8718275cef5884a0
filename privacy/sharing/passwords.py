"""Passwords of archives: drawn by chance, kept under a seal until they were shown once, then gone.

The seal is a key derived from SECRET_KEY: a copy of the database alone does not open the archives in it.
"""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# Letters that are not taken for one another when a password is read out on the telephone; 5 bits each.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 4


def draw() -> str:
    """A new password such as `k7mx-2fqe-w9hd-c4tn-r8pu`, of about 99 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def seal(password: str) -> str:
    """A password as it may stand in the database."""
    return _seal().encrypt(password.encode()).decode()


def unseal(sealed: str) -> str:
    """The password under a seal; "" when the key has changed since."""
    try:
        return _seal().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _seal() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"privacy.sharing.passwords").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

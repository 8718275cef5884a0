"""Short secrets that must be read again stand in the database encrypted: a copy of it alone opens none of them.

Each purpose has a key of its own, derived from SECRET_KEY. Those of SECRET_KEY_FALLBACKS still open
what they encrypted.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypted(text: str, purpose: str) -> str:
    """`text` as it may stand in the database."""
    return _key(settings.SECRET_KEY, purpose).encrypt(text.encode()).decode()


def opened(token: str, purpose: str) -> str:
    """What `encrypted` was given. Raises InvalidToken when no key of the settings opens it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_key(key, purpose) for key in keys]).decrypt(token.encode()).decode()


def is_of_newest_key(token: str, purpose: str) -> bool:
    """Whether SECRET_KEY opens it, so that no fallback is needed for it."""
    try:
        _key(settings.SECRET_KEY, purpose).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def _key(secret: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

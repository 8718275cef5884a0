"""Passwords of archives: drawn by chance, kept under a seal until they were shown once, then gone.

A copy of the database alone does not open the archives in it (`centre.secret_texts`).
"""

import secrets

from cryptography.fernet import InvalidToken

from centre.secret_texts import encrypted, opened

# Letters that are not taken for one another when a password is read out on the telephone; 5 bits each.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 4
PURPOSE = "privacy.sharing.passwords"


def draw() -> str:
    """A new password such as `k7mx-2fqe-w9hd-c4tn-r8pu`, of about 99 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def seal(password: str) -> str:
    """A password as it may stand in the database."""
    return encrypted(password, PURPOSE)


def unseal(sealed: str) -> str:
    """The password under a seal; "" when the key has changed since."""
    try:
        return opened(sealed, PURPOSE)
    except InvalidToken:
        return ""

"""The words of the access log go too; who looked at what and when stays, and every line is still proven.

A line keeps the hash it was written and sealed with. `ErasedLogLine` says what its hash is without the words, signed
with the key of the seals, which the database does not have: an erasure is told apart from a forgery.
"""

import hashlib
import hmac

from django.conf import settings
from django.db import connection

from privacy.models import ErasedLogLine, Erasure
from privacy.models.sealing import HASHED

WITHOUT_WORDS = " ".join(
    (
        "SELECT l.id, l.row_hash,",
        HASHED.format(row="l"),
        "FROM (SELECT id, at, user_id, role, action, subject, subject_id, ''::text AS detail, ''::text AS reason,",
        "address, row_hash FROM privacy_accesslog WHERE id = ANY(%s)) l",
    )
)
SIGNED = (
    "SELECT e.line, l.row_hash, e.hash_now, e.mark FROM privacy_erasedlogline e"
    " JOIN privacy_accesslog l ON l.id = e.line ORDER BY e.line"
)


def keep_provable(erasure: Erasure, lines: list[int]) -> None:
    """Note what the hashes of these lines will be once their words are gone."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_WORDS, [lines])
        found = cursor.fetchall()
    ErasedLogLine.objects.bulk_create(
        ErasedLogLine(line=line, erasure=erasure, hash_now=now, mark=mark_of(line, before, now))
        for line, before, now in found
    )


def mark_of(line: int, before: bytes, now: bytes) -> str:
    """The signature of the erasure of a line's words."""
    told = f"{line}:{bytes(before).hex()}:{bytes(now).hex()}"
    return hmac.new(settings.LOG_SEAL_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()


def falsely_erased() -> int | None:
    """The first line that somebody gave out for erased without the key."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(SIGNED)
        while rows := cursor.fetchmany(2000):
            for line, before, now, mark in rows:
                if not hmac.compare_digest(mark, mark_of(line, before, now)):
                    return line
    return None

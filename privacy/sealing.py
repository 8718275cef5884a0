"""Sealing the access log, and finding whether anybody changed it since (特記事項 第6)."""

import hashlib
import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from privacy.erasing.log_words import falsely_erased
from privacy.models import AccessLog, LogSeal
from privacy.models.sealing import HASHED, WRITING

ROWS = 10_000
ENTRY = 40
CHUNK = 2_000
# A stretch as one value: the numbers and hashes of its lines as they are now, and whether each still has its own hash.
# A line whose words were erased lawfully counts as what it was sealed as; signatures of erasures are looked at apart.
LINES = " ".join(
    (
        "privacy_accesslog l LEFT JOIN privacy_erasedlogline e ON e.line = l.id, LATERAL (SELECT",
        HASHED.format(row="l"),
        "AS hash) written, LATERAL (SELECT CASE WHEN e.hash_now = written.hash THEN l.row_hash ELSE written.hash END",
        "AS now) h",
    )
)
STRETCH = " ".join(
    (
        "SELECT sha256(string_agg(int8send(l.id) || h.now, ''::bytea ORDER BY l.id)), bool_and(l.row_hash = h.now)",
        "FROM",
        LINES,
        "WHERE l.id > %s AND l.id <= %s",
    )
)
LIVE = " ".join(("SELECT l.id, l.row_hash, h.now FROM", LINES))

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verified:
    """What a look over the whole log found.

    `rows` were compared, `seals` checked; `fault` names the first thing that is wrong ("" when nothing is) and `row`
    the line it concerns; `open_rows` came after the last seal: of them only changes are found, not what was taken out.
    """

    rows: int
    seals: int
    head: str
    fault: str = ""
    row: int | None = None
    open_rows: int = 0

    @property
    def sound(self) -> bool:
        return not self.fault


def seal() -> list[LogSeal]:
    """Seal every line that no seal holds yet; answers the new seals.

    While somebody is writing a line nothing is sealed; the next call does it.
    """
    made = []
    while (one := _seal_some()) is not None:
        made.append(one)
        logger.warning("access log sealed: number %s digest %s", one.number, one.digest)
        if one.rows < ROWS:
            break
    return made


def head() -> LogSeal | None:
    """The newest seal; its digest stands for the whole log up to it, and is printed on the monthly report."""
    return LogSeal.objects.defer("entries").first()


def verify() -> Verified:
    """Compare every line with its seal, every seal with the one before; name the first fault."""
    with transaction.atomic():
        if (line := falsely_erased()) is not None:
            return Verified(0, 0, "", "語の消去の署名が違います。", line)
        rows, previous, number = 0, "", 0
        last = 0
        for number, one in enumerate(LogSeal.objects.order_by("number").iterator(1), start=1):
            if fault := _fault_of(one, number, previous):
                return Verified(rows, number - 1, previous, fault)
            row, fault = _first_difference(one, last)
            if fault:
                return Verified(rows, number - 1, previous, fault, row)
            rows, previous, last = rows + one.rows, one.digest, one.last_id
        return _verify_the_rest(rows, number, previous, last)


def _seal_some() -> LogSeal | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [WRITING])
        if not cursor.fetchone()[0]:
            return None
        before = head()
        rows = list(
            AccessLog.objects.filter(pk__gt=before.last_id if before else 0)
            .order_by("pk")
            .values_list("pk", "row_hash")[:ROWS]
        )
        if not rows:
            return None
        entries = b"".join(pk.to_bytes(8) + bytes(row_hash) for pk, row_hash in rows)
        previous = before.digest if before else ""
        digest = _digest(previous, entries)
        return LogSeal.objects.create(
            number=before.number + 1 if before else 1,
            first_id=rows[0][0],
            last_id=rows[-1][0],
            rows=len(rows),
            entries=entries,
            previous=previous,
            digest=digest,
            mark=_mark(digest),
        )


def _fault_of(one: LogSeal, number: int, previous: str) -> str:
    entries = bytes(one.entries)
    if one.number != number:
        return f"第{number}号の封印がありません。"
    if one.previous != previous or one.digest != _digest(previous, entries) or len(entries) != one.rows * ENTRY:
        return f"第{number}号の封印が書き換えられています。"
    if not hmac.compare_digest(one.mark, _mark(one.digest)):
        return f"第{number}号の封印の署名が違います。"
    return ""


def _first_difference(one: LogSeal, after: int) -> tuple[int | None, str]:
    """The first line between two seals that is not as it was sealed, with what is wrong about it."""
    entries = bytes(one.entries)
    with connection.cursor() as cursor:
        cursor.execute(STRETCH, [after, one.last_id])
        digest, own = cursor.fetchone()
    if own and bytes(digest) == hashlib.sha256(entries).digest():
        return None, ""
    sealed = (entries[start : start + ENTRY] for start in range(0, len(entries), ENTRY))
    live = _live("WHERE l.id > %s AND l.id <= %s", [after, one.last_id])
    expected, found = next(sealed, None), next(live, None)
    while expected is not None or found is not None:
        wanted = int.from_bytes(expected[:8]) if expected else None
        if found is None or (wanted is not None and wanted < found[0]):
            return wanted, "行が消されています。"
        if wanted is None or found[0] < wanted:
            return found[0], "封印のあとで行が足されています。"
        if not expected[8:] == bytes(found[1]) == bytes(found[2]):
            return wanted, "行が書き換えられています。"
        expected, found = next(sealed, None), next(live, None)
    return None, ""


def _verify_the_rest(rows: int, seals: int, digest: str, last: int) -> Verified:
    """The lines after the last seal: each still has the hash it was written with."""
    count = 0
    for pk, kept, now in _live("WHERE l.id > %s", [last]):
        if bytes(kept) != bytes(now):
            return Verified(rows, seals, digest, "行が書き換えられています。", pk)
        count += 1
    return Verified(rows + count, seals, digest, open_rows=count)


def _live(condition: str, parameters: list) -> Iterator[tuple[int, bytes, bytes]]:
    with connection.chunked_cursor() as cursor:
        cursor.itersize = CHUNK
        cursor.execute(f"{LIVE} {condition} ORDER BY l.id", parameters)
        while lines := cursor.fetchmany(CHUNK):
            yield from lines


def _digest(previous: str, entries: bytes) -> str:
    return hashlib.sha256(previous.encode() + entries).hexdigest()


def _mark(digest: str) -> str:
    """Signed with a key outside the database: who can rewrite every table still cannot make a seal."""
    return hmac.new(settings.LOG_SEAL_KEY.encode(), digest.encode(), hashlib.sha256).hexdigest()

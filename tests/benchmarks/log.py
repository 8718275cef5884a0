"""The access log: what a line costs when many save at once, and how fast the whole log is looked over (B9, T19).

A save without the log and a save with its line run in turn, at eight connections each, in the same run.
"""

import statistics
import sys
import threading
import time

import psycopg
from django.core.management import call_command
from django.db import connection

from centre.models import User
from consultations.models import Consultation
from privacy.models import AccessLog
from privacy.sealing import seal, verify

CONNECTIONS, SECONDS, TURNS = 8, 4, 3
LINES = 200_000
LEAST_RATIO, LEAST_ROWS = 0.50, 100_000
SAVE = "UPDATE consultations_consultation SET version = version + 1 WHERE id = %s"
LINE = (
    "INSERT INTO privacy_accesslog (at, user_id, role, action, subject, subject_id, detail, reason, row_hash)"
    " VALUES (now(), %s, 'counsellor', 'read', 'consultations.Consultation', %s, '', '', '')"
)


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=0.2, verbosity=0)
    user = User.objects.order_by("pk").first()
    numbers = list(Consultation.objects.order_by("pk").values_list("pk", flat=True)[: CONNECTIONS * 8])
    bare, audited = [], []
    for _ in range(TURNS):
        bare.append(saves_per_second(numbers, None))
        audited.append(saves_per_second(numbers, user.pk))
    ratio = statistics.median(audited) / statistics.median(bare)
    sys.stdout.write(
        f"save at {CONNECTIONS} connections: bare {statistics.median(bare):,.0f}/s,"
        f" with its hashed line {statistics.median(audited):,.0f}/s, ratio {ratio:.2f} (goal >= {LEAST_RATIO})\n"
    )
    rate = verified_per_second(user)
    return int(ratio < LEAST_RATIO or rate < LEAST_ROWS)


def saves_per_second(numbers: list[int], user: int | None) -> float:
    """Transactions a second of eight connections, each with rows of its own."""
    counts = [0] * CONNECTIONS
    until = time.perf_counter() + SECONDS

    def work(number: int) -> None:
        mine = numbers[number::CONNECTIONS]
        with psycopg.connect(**address()) as db:
            while time.perf_counter() < until:
                pk = mine[counts[number] % len(mine)]
                with db.transaction():
                    db.execute(SAVE, [pk])
                    if user is not None:
                        db.execute(LINE, [user, pk])
                counts[number] += 1

    threads = [threading.Thread(target=work, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def verified_per_second(user: User) -> float:
    """Rows a second when the whole log is compared with its seals."""
    AccessLog.objects.bulk_create(
        (
            AccessLog(user=user, role=user.role, action="read", subject="jobseekers.Jobseeker", subject_id=number)
            for number in range(LINES)
        ),
        batch_size=5_000,
    )
    begun = time.perf_counter()
    seals = seal()
    sealed = time.perf_counter()
    found = verify()
    seconds = time.perf_counter() - sealed
    rate = found.rows / seconds
    sys.stdout.write(
        f"{found.rows:,} lines sealed in {sealed - begun:.1f} s ({len(seals)} seals), looked over in {seconds:.1f} s:"
        f" {rate:,.0f} rows/s (goal >= {LEAST_ROWS:,}), {'sound' if found.sound else found.fault}\n"
    )
    return rate if found.sound else 0


def address() -> dict:
    kept = connection.get_connection_params()
    return {name: kept[name] for name in ("host", "port", "user", "password", "dbname") if kept.get(name)}

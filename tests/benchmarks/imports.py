"""Import of 100,000 rows in CP932: rows per second beside COPY into the same tables, and the peak of memory.

`make bench-imports` runs it on a fresh throw-away server. COPY writes the very same corporations, establishments,
contacts and registrations into the same tables, with their indexes and history triggers. Exits with 1 below the goal.
"""

import resource
import subprocess
import sys
import time

from django.core.management import call_command
from django.db import connection, transaction

ROWS = 100_000
GOAL_RATIO, GOAL_MEGABYTES = 0.20, 300
TABLES = ("registration", "contact", "establishment", "corporation")


def write(line: str) -> None:
    """A line of the report."""
    sys.stdout.write(line + "\n")


def list_in_cp932(rows: int) -> bytes:
    """A list of fictional employers, as a prefecture's spreadsheet saves it."""
    from config.sample.employers import corporate_number

    lines = ["事業所名,法人番号,郵便番号,所在地,電話番号,業種,従業員数,資本金（万円）,担当者,メール,登録日"]
    lines += (
        f"株式会社見本{n:06d}製作所,{corporate_number(6_000_000 + n)},860-{n % 10000:04d},"
        f"熊本市中央区見本町{n % 9 + 1}丁目{n}番,096-{n // 10000:03d}-{n % 10000:04d},製造業,{n % 300 + 1},"
        f"{n % 90 + 10},見本 {n:06d}郎,saiyo{n}@example.jp,2026-04-01"
        for n in range(rows)
    )
    return "\r\n".join(lines).encode("cp932")


def carried(kind: str, params: dict):
    """A job, asked for and carried as a worker does it; with its seconds."""
    from centre.jobs import carry
    from centre.models import Job

    job = Job.objects.create(kind=kind, key="bench", params=params)
    begun = time.perf_counter()
    carry(job.pk)
    seconds = time.perf_counter() - begun
    job.refresh_from_db()
    if job.state != "done":
        raise SystemExit(f"{kind}: {job.state} {job.message}")
    return seconds


def import_all(batch_id: int) -> dict[str, float]:
    """Read and take in a batch in this process: seconds of both, and the peak of memory in MB."""
    reading = carried("read_import", {"batch": batch_id})
    taking = carried("take_in_import", {"batch": batch_id, "leave_out_rejected": False})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"reading": reading, "taking in": taking, "peak": peak}


def in_own_process(batch_id: int) -> dict[str, float]:
    """`import_all` in a fresh process, so that its memory is its own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.imports", str(batch_id)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {key: float(value) for key, value in (line.split("=") for line in done.stdout.split("\n") if "=" in line)}


def copy_again() -> float:
    """Seconds of COPY: the very rows the import wrote, into the same tables of a fresh schema, with the same care."""
    from centre.bulk import speed_up_triggers

    with connection.cursor() as cursor:
        kept = {}
        for table in reversed(TABLES):
            with cursor.copy(f"COPY employers_{table} TO STDOUT") as source:
                kept[table] = b"".join(bytes(part) for part in source)
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        speed_up_triggers("bench")
        for table in reversed(TABLES):
            with cursor.copy(f"COPY employers_{table} FROM STDIN") as target:
                target.write(kept[table])
            cursor.execute(f"ANALYZE employers_{table}")
    return time.perf_counter() - begun


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    from centre.files import store
    from employers.importing.reading import open_batch
    from employers.models import Establishment

    call_command("migrate", verbosity=0)
    content = list_in_cp932(ROWS)
    batch = open_batch(store("一覧.csv", "text/csv", content), None)
    told = in_own_process(batch.pk)
    if (count := Establishment.objects.count()) != ROWS:
        raise SystemExit(f"{count} of {ROWS} rows arrived")
    again = open_batch(store("一覧.csv", "text/csv", content), None)
    same = carried("read_import", {"batch": again.pk})
    again.refresh_from_db()
    copying = copy_again()
    seconds = told["reading"] + told["taking in"]
    ratio = copying / seconds
    write(f"{ROWS:,} rows, {len(content) / 1e6:.1f} MB in CP932")
    write(f"  read, checked, compared  {told['reading']:7.1f} s  {ROWS / told['reading']:9,.0f} rows/s")
    write(f"  taken in, effects noted  {told['taking in']:7.1f} s  {ROWS / told['taking in']:9,.0f} rows/s")
    write(f"  import as a whole        {seconds:7.1f} s  {ROWS / seconds:9,.0f} rows/s")
    write(f"  COPY, same tables        {copying:7.1f} s  {ROWS / copying:9,.0f} rows/s")
    write(f"  the same list again      {same:7.1f} s  {again.counts['same']:,} rows unchanged")
    write(f"  import ÷ COPY            {ratio:7.2f}    goal ≥ {GOAL_RATIO}")
    write(f"  peak of the process      {told['peak']:7.0f} MB goal ≤ {GOAL_MEGABYTES}")
    return int(ratio < GOAL_RATIO or told["peak"] > GOAL_MEGABYTES or again.counts["same"] != ROWS)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for name, value in import_all(int(sys.argv[1])).items():
        write(f"{name}={value}")

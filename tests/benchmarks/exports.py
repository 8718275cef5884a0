"""How fast the list of employers becomes a file, against the writers it is built on, and how much memory it takes.

    python -m config.embedded --temporary -- python -m tests.benchmarks.exports

The real path (job, query, masks, guards, file, storing, access log) is set against XlsxWriter in constant-memory mode
and csv.writer, which write the same cells from a list in memory, by turns in the same run. Each figure of memory is
the peak of a process of its own. Exits with 1 below the goal, or when memory grows with the rows.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import django

RUNS = 3
GOAL = 0.80
# The Excel path is measured at the size the goal names; memory at two sizes of which one is fifty times the other.
FEW, SOME, MANY = 10_000, 100_000, 500_000
GROWTH = 1.25

# What each made-up row says, as SQL over its number n; what is left out gets the model's own default.
WEIGHTED = (
    "(SELECT sum(substr('99' || lpad(n::text, 10, '0'), 13 - i, 1)::int * (2 - i % 2)) FROM generate_series(1, 12) i)"
)
CORPORATION = {
    "id": "n",
    "corporate_number": f"(9 - {WEIGHTED} % 9) || '99' || lpad(n::text, 10, '0')",
    "name": "'株式会社見本製作所' || n",
    "kind": "'company'",
    "capital_yen": "(n % 90 + 3) * 1000000",
    "created_at": "now()",
    "updated_at": "now()",
}
ESTABLISHMENT = {
    "id": "n",
    "corporation_id": "n",
    "name": "'株式会社見本製作所' || n || ' 熊本工場'",
    "kana": "'みほんせいさくしょくまもとこうじょう'",
    "postal_code": "'860-' || lpad((n % 10000)::text, 4, '0')",
    "municipality_id": "CASE WHEN n % 3 = 0 THEN '43202' ELSE '43101' END",
    "address": "'熊本市中央区見本町' || n % 900 || '番地' || n",
    "phone": "'096-000-' || lpad((n % 10000)::text, 4, '0')",
    "email": "'info' || n || '@mihon.example'",
    "website": "'https://mihon.example/' || n",
    "industry_id": "chr(65 + n % 18)",
    "employees": "n % 400",
    "note": "CASE WHEN n % 4 = 0 THEN '=見本' || n ELSE '' END",
    "last_confirmed_on": "date '2026-11-01' - n % 400",
    "created_at": "now()",
    "updated_at": "now() - n * interval '1 second'",
}
CONTACT = {
    "establishment_id": "n",
    "name": "'見本 太郎' || n",
    "department": "'総務部'",
    "phone": "'096-000-0000'",
    "email": "'saiyo' || n || '@mihon.example'",
    "is_main": "n % 2 = 0",
}
REGISTRATION = {
    "establishment_id": "n",
    "source": "'visit'",
    "scope": "'public'",
    "items": "ARRAY['name', 'phone']",
    "registered_on": "date '2026-04-01' - n % 300",
    "recorded_at": "now()",
}


def grow(until: int) -> None:
    """Fill the register with made-up employers up to a number of rows."""
    from employers.models import Contact, Corporation, Establishment, Registration

    first = Establishment.objects.count() + 1
    for model, values in (
        (Corporation, CORPORATION),
        (Establishment, ESTABLISHMENT),
        (Contact, CONTACT),
        (Registration, REGISTRATION),
    ):
        insert(model, values, first, until)


def insert(model, values: dict[str, str], first: int, last: int) -> None:
    """Make one row of a model for each number, past its triggers, and tell the planner."""
    from django.db import connection

    values = dict(values)
    for field in model._meta.concrete_fields:
        if field.attname not in values and not field.primary_key and not field.null:
            values[field.attname] = f"'{field.get_default()}'"
    names = ", ".join(f'"{name}"' for name in values)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        rows = f"SELECT {', '.join(values.values())} FROM generate_series({first}, {last}) n"
        cursor.execute(f"INSERT INTO {table} ({names}) {rows}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"VACUUM ANALYZE {table}")


def export(file_format: str) -> float:
    """Seconds of one export of the whole list with every column, from claiming the job to its file in the database."""
    from centre import jobs
    from centre.models import User
    from centre.roles import Role
    from employers.export_columns import EMPLOYERS
    from privacy.exporting import ask_export

    by, _ = User.objects.get_or_create(email="bench@mihon.example", defaults={"name": "見本", "role": Role.COUNSELLOR})
    job = ask_export(
        EMPLOYERS,
        query="",
        columns=[{"key": key} for key in EMPLOYERS.offered],
        file_format=file_format,
        reason="速さを測るため",
        address=None,
        by=by,
    )
    begun = time.perf_counter()
    jobs.carry(job.pk)
    seconds = time.perf_counter() - begun
    job.refresh_from_db()
    if job.state != "done":
        raise SystemExit(f"the export ended with: {job.message}")
    return seconds


def same_cells() -> tuple[list[tuple], Callable]:
    """The cells of the export in memory, and a fresh cursor over the same rows as the database gives them."""
    from django.utils import timezone

    from centre.exporting.cells import CHUNK, prepared
    from centre.exporting.columns import choose
    from centre.exporting.listing import values_of
    from centre.models import User
    from employers.export_columns import EMPLOYERS

    columns = choose(EMPLOYERS.offered, [{"key": key} for key in EMPLOYERS.offered])
    rows = EMPLOYERS.prepare(EMPLOYERS.shown("", User.objects.get()).rows, timezone.localdate())

    def cursor():
        return values_of(rows, columns, CHUNK)

    return [row for chunk in prepared(cursor(), columns, {}) for row in chunk], cursor


def plain_workbook(cells: list[tuple], folder: Path) -> float:
    """Seconds that XlsxWriter alone takes for the cells, by its typed calls, which are its fastest."""
    import xlsxwriter

    begun = time.perf_counter()
    book = xlsxwriter.Workbook(str(folder / "plain.xlsx"), {"constant_memory": True, "tmpdir": str(folder)})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/mm/dd"})
    for number, row in enumerate(cells):
        for at, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(number, at, cell)
            elif isinstance(cell, datetime | date):
                sheet.write_datetime(number, at, cell, day)
            else:
                sheet.write_number(number, at, cell)
    book.close()
    return time.perf_counter() - begun


def plain_csv(rows, folder: Path) -> float:
    """Seconds that csv.writer alone takes for rows."""
    begun = time.perf_counter()
    with (folder / "plain.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return time.perf_counter() - begun


def rates() -> dict[str, float]:
    """The best seconds of each way, taken by turns so that a busy machine slows all of them alike."""
    cells, cursor = same_cells()
    ways: dict[str, Callable[[Path], float]] = {
        "xlsx": lambda folder: export("xlsx"),
        "XlsxWriter": lambda folder: plain_workbook(cells, folder),
        "csv": lambda folder: export("csv_utf8"),
        "csv.writer": lambda folder: plain_csv(cells, folder),
        "csv.writer + cursor": lambda folder: plain_csv(cursor(), folder),
    }
    best: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(RUNS):
            for name, seconds in ways.items():
                best[name] = min(best.get(name, 1e9), seconds(Path(folder)))
    return best


def high_water() -> int:
    """The most memory this program has held, in bytes; getrusage would count its parent's with it."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


def peak(file_format: str) -> dict[str, float]:
    """The peak memory of this process after one export, in bytes."""
    seconds = export(file_format)
    return {"seconds": seconds, "peak": high_water()}


def alone(*arguments: str) -> dict:
    """What a measurement in a process of its own answers."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.exports", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Grow the register step by step, measure, print, compare with the goals."""
    from django.core.management import call_command

    say = sys.stdout.write
    call_command("migrate", verbosity=0)
    grow(FEW)
    memory = {FEW: {name: alone("peak", name) for name in ("xlsx", "csv_utf8")}}
    grow(SOME)
    best = alone("rates")
    grow(MANY)
    memory[MANY] = {name: alone("peak", name) for name in ("xlsx", "csv_utf8")}

    say(f"\n{SOME:,}行を書き出す速さ（26列、{RUNS}回のうち最も速い回）\n")
    for name, seconds in best.items():
        say(f"  {name:<20} {SOME / seconds:>10,.0f} 行/秒 {seconds:>8.2f} 秒\n")
    ratio = best["XlsxWriter"] / best["xlsx"]
    say(f"  xlsx ÷ XlsxWriter            {ratio:.2f}（目標 {GOAL:.2f} 以上）\n")
    # Reading the rows and keeping the file take longer than csv.writer takes for cells in memory: no goal of its own.
    for name in ("csv.writer", "csv.writer + cursor"):
        say(f"  {f'csv ÷ {name}':<28} {best[name] / best['csv']:.2f}（参考）\n")
    say("\n最大の使用メモリ（書出しだけの処理）\n")
    flat = True
    for name in ("xlsx", "csv_utf8"):
        few, many = (memory[rows][name]["peak"] for rows in (FEW, MANY))
        flat = flat and many <= few * GROWTH
        say(f"  {name:<10} {FEW:,}行 {few / 1e6:.0f} MB　{MANY:,}行 {many / 1e6:.0f} MB　× {many / few:.2f}\n")
    return int(ratio < GOAL or not flat)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    match sys.argv[1:]:
        case ["peak", wanted]:
            sys.stdout.write(json.dumps(peak(wanted)))
        case ["rates"]:
            sys.stdout.write(json.dumps(rates()))
        case _:
            sys.exit(main())

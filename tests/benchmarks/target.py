"""The target page, the home card, the next actions and the nightly check over ledgers of ten and of a hundred years.

`make bench-target`; scales in BENCH_SCALES (default `10`; `10 100` needs some minutes and a gigabyte).
"""

import os
import sys
import time

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.benchmarks.pages import measure, signed_in

PAGES = {
    "目標": "/postings/target/",
    "ホーム": "/",
    "次の一手": "/postings/target/actions/",
    "数えた行（延長）": "/postings/ledger/?counted=per_posting_per_day&counted_as=extended&eligible=true&year=2026",
}


def seconds(act) -> float:
    """How long an act takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def record_a_line() -> None:
    """Somebody changes a listing: the page must count on from the last check."""
    from postings.models import PublicationEvent

    listed = PublicationEvent.objects.in_force_on(timezone.localdate()).first()
    PublicationEvent.objects.create(
        posting=listed.posting, kind="changed", effective_on=timezone.localdate(), listed_until=listed.listed_until,
        eligible=listed.eligible,
    )  # fmt: skip


def report(label: str) -> None:
    """Queries and milliseconds of each page."""
    client = signed_in()
    for name, address in PAGES.items():
        queries, milliseconds = measure(client, address)
        sys.stdout.write(f"  {label}　{name}: {queries} 問合せ　{milliseconds:,.0f} ms\n")


def main() -> int:
    """Seed, check and foretell, measure; then once more after a line was recorded."""
    from centre.fiscal_year import FiscalYear
    from postings.models import PublicationEvent
    from postings.toward_target.checking import check_counts, disagreements
    from postings.toward_target.outlook import keep_outlook

    today = timezone.localdate()
    year = FiscalYear.of(today)
    differing = []
    for scale in map(float, os.environ.get("BENCH_SCALES", "10").split()):
        call_command("migrate", verbosity=0)
        call_command("seed_demo", scale=scale, seed=2026, verbosity=0)
        sys.stdout.write(f"規模 {scale:g}　掲載履歴 {PublicationEvent.objects.count():,} 行\n")
        sys.stdout.write(f"  2つの計算の確かめ（3つの数え方）: {seconds(lambda: check_counts(today)):.1f} s\n")
        sys.stdout.write(f"  見込み: {seconds(lambda: keep_outlook(today, year)):.1f} s\n")
        report("確かめのあと")
        record_a_line()
        report("1行増えたあと")
        differing += disagreements(year)
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return int(bool(differing))

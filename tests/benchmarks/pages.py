"""Queries and milliseconds of the ten main pages at scale 1 and scale 10, and the weight of the first page load.

`make bench` runs it on fresh throw-away servers. The limit is measured in the same run: the health page passes the
same middleware and asks the database one question. Exits with 1 when a page asks more questions at scale 10.
"""

import gzip
import re
import statistics
import sys
import time
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

RUNS = 15
GOAL_FIRST_LOAD, GOAL_SCRIPT = 60_000, 20_000


def pages() -> dict[str, str]:
    """The ten main pages with an address that exists."""
    from consultations.models import Consultation
    from postings.models import JobPosting

    with_contacts = Consultation.objects.filter(establishment__contacts__isnull=False)
    busiest = with_contacts.values_list("establishment", flat=True).first()
    person = Consultation.objects.filter(jobseeker__isnull=False).values_list("jobseeker", flat=True).first()
    posting = JobPosting.objects.filter(listed_from__isnull=False).values_list("pk", flat=True).first()
    return {
        "ホーム": "/",
        "企業の一覧": "/employers/",
        "企業をさがす": "/employers/?q=みどり",
        "企業": f"/employers/{busiest}/",
        "求人の一覧": "/postings/",
        "求人": f"/postings/{posting}/",
        "目標": "/postings/target/",
        "相談の一覧": "/consultations/",
        "就職希望者の一覧": "/jobseekers/",
        "就職希望者": f"/jobseekers/{person}/",
    }


def measure(client: Client, address: str) -> tuple[int, float]:
    """Queries of one view and the median of its milliseconds."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    asked = len(queries)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return asked, statistics.median(times)


def signed_in() -> Client:
    """A browser in which the demo's supervisor is logged in; the role that may open all ten pages."""
    from centre.models import User
    from config.sample.accounts import address

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=address("supervisor")))
    return client


def first_load(client: Client) -> dict[str, int]:
    """Gzipped bytes of the home page and of every file it asks for."""
    page = client.get("/").content
    weights = {"HTML": len(gzip.compress(page))}
    for path in re.findall(rb'(?:src|href)="/static/([^"?]+\.(?:css|js|svg))"', page):
        name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path.decode())
        weights[name] = len(gzip.compress(Path(finders.find(name)).read_bytes()))
    return weights


def report(client: Client) -> None:
    """Print the weight of the first load against its goals."""
    weights = first_load(client)
    script = sum(size for name, size in weights.items() if name.endswith(".js") and "htmx" not in name)
    sys.stdout.write("\n初回の読込み（gzip）\n")
    for name, size in weights.items():
        sys.stdout.write(f"  {name:<40} {size:>8,} B\n")
    sys.stdout.write(f"  合計 {sum(weights.values()):,} B（目標 {GOAL_FIRST_LOAD:,} B 以下）\n")
    sys.stdout.write(f"  JavaScript（htmx を除く） {script:,} B（目標 {GOAL_SCRIPT:,} B 以下）\n")


def main() -> int:
    """Seed scale 1, measure, seed scale 10, measure, compare."""
    results: dict[str, list[tuple[int, float]]] = {}
    limits = []
    for scale in (1, 10):
        call_command("migrate", verbosity=0)
        call_command("seed_demo", scale=scale, seed=2026)
        client = signed_in()
        limits.append(measure(client, "/health/")[1])
        for name, address in pages().items():
            results.setdefault(name, []).append(measure(client, address))
        if scale == 1:
            report(client)
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    sys.stdout.write(f"\n上限（health）: {limits[0]:.1f} ms ／ {limits[1]:.1f} ms\n")
    sys.stdout.write(f"{'画面':<14}{'問合せ x1':>10}{'x10':>6}{'ms x1':>9}{'ms x10':>9}{'÷上限':>8}\n")
    for name, ((queries, ms), (queries_10, ms_10)) in results.items():
        sys.stdout.write(f"{name:<14}{queries:>10}{queries_10:>6}{ms:>9.1f}{ms_10:>9.1f}{ms_10 / limits[1]:>8.1f}\n")
    return int(any(few[0] != many[0] for few, many in results.values()))

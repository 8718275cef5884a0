"""The pages of the people and employers with the longest stories: milliseconds at the server, questions asked.

`make bench-stories` seeds a fresh throw-away server (BENCH_SCALE, 100 by default) and opens each page as a counsellor
does. The limit of the same run is the health page, which passes the same middleware. Exits with 1 above the goal.
"""

import os
import statistics
import sys
import time

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

SCALE, PAGES, GOAL_MS = float(os.environ.get("BENCH_SCALE", "100")), 100, 100
# Each consultation of the measured records is laid down so many times more, a day apart: hundreds in every story.
TIMES = 60


def busiest(model, field: str) -> list:
    """The records with the most consultations."""
    from django.db.models import Count

    from consultations.models import Consultation

    rows = Consultation.objects.filter(**{f"{field}__isnull": False}).values_list(field)
    keys = [key for key, _ in rows.annotate(n=Count("pk")).order_by("-n")[:PAGES]]
    return list(model.objects.filter(pk__in=keys))


def lengthen(records: list, field: str) -> int:
    """Give records a long story; answers how many consultations the shortest one has then."""
    from django.db.models import Count

    from consultations.models import Consultation

    names = [one.column for one in Consultation._meta.concrete_fields if one.column not in ("id", "held_at")]
    columns = ", ".join(f'"{name}"' for name in names)
    keys = [record.pk for record in records]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO consultations_consultation (held_at, {columns})"
            f" SELECT held_at - n * interval '1 day', {columns}"
            f" FROM consultations_consultation CROSS JOIN generate_series(1, %s) AS n WHERE {field}_id = ANY(%s)",
            [TIMES, keys],
        )
        cursor.execute("VACUUM ANALYZE consultations_consultation")
    counted = Consultation.objects.filter(**{f"{field}__in": keys}).values_list(field).annotate(n=Count("pk"))
    return min(count for _, count in counted.order_by())


def opened(client, address: str) -> float:
    """Milliseconds of one request at the server."""
    begun = time.perf_counter()
    response = client.get(address)
    spent = (time.perf_counter() - begun) * 1000
    assert response.status_code == 200, (address, response.status_code)
    return spent


def main() -> int:
    from django.test import Client

    from centre.models import User
    from centre.roles import Role
    from employers.models import Establishment
    from jobseekers.models import Jobseeker

    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=SCALE, seed=2026, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(role=Role.COUNSELLOR).first())
    health = statistics.median(opened(client, "/health/") for _ in range(50))
    sys.stdout.write(f"scale {SCALE:g}; health page {health:.1f} ms\n")
    sys.stdout.write(f"{'page':<24}{'opened':>8}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'queries':>9}\n")
    worst = 0.0
    for name, model, field in (("person", Jobseeker, "jobseeker"), ("employer", Establishment, "establishment")):
        records = busiest(model, field)
        least = lengthen(records, field)
        opened(client, records[0].get_absolute_url())
        spent = sorted(opened(client, record.get_absolute_url()) for record in records)
        with CaptureQueriesContext(connection) as asked:
            opened(client, records[0].get_absolute_url())
        p95 = spent[int(len(spent) * 0.95)]
        sys.stdout.write(
            f"{f'{name}, {least}+ talks':<24}{len(spent):>8}{statistics.median(spent):>9.1f}{p95:>9.1f}"
            f"{spent[-1]:>9.1f}{len(asked):>9}\n"
        )
        worst = max(worst, p95)
    sys.stdout.write(f"load at the end {os.getloadavg()[0]:.1f}; goal: p95 ≤ {GOAL_MS} ms\n")
    return int(worst > GOAL_MS)

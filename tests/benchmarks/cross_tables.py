"""Tables on request over a million consultations: how many seconds an answer takes.

`make bench-cross_tables`; number of consultations in BENCH_CONSULTATIONS (default a million).
"""

import os
import statistics
import sys
import time
from datetime import date

from tests.benchmarks.many_consultations import seed

TODAY = date(2026, 11, 28)
RUNS = 3
GOAL = 2.0
FIVE_YEARS, THIS_YEAR = date(2021, 12, 1), date(2026, 4, 1)
# (figures, rows, columns, within, first day)
ASKED = (
    (("employer_consultations",), "method", "topic", {}, FIVE_YEARS),
    (("person_consultations",), "age", "gender", {}, FIVE_YEARS),
    (("person_consultations",), "prefecture", "method", {}, FIVE_YEARS),
    (("person_consultations",), "each_month", "method", {}, FIVE_YEARS),
    (("person_consultations",), "wished_occupation", "", {}, FIVE_YEARS),
    (("person_consultations",), "wished_area", "timing", {}, FIVE_YEARS),
    (("person_consultations", "employer_consultations"), "topic", "", {"method": "電話"}, FIVE_YEARS),
    (("person_consultations",), "topic", "", {"wished_area": "県央"}, FIVE_YEARS),
    (("person_consultations",), "age", "gender", {"wished_area": "県央", "method": "電話"}, FIVE_YEARS),
    (("people_advised", "employers_advised"), "each_month", "", {}, FIVE_YEARS),
    (("person_consultations",), "wished_area", "wished_occupation", {}, THIS_YEAR),
)


def main() -> int:
    """Seed once, ask each question some times; answers 1 when one takes longer than the goal."""
    from consultations.models import Consultation
    from reports.cross_tables.answering import answer
    from reports.cross_tables.choices import figures
    from reports.cross_tables.question import Question, period_of

    if not os.environ.get("BENCH_SEEDED"):
        seed(int(os.environ.get("BENCH_CONSULTATIONS", "1000000")), TODAY)
    sys.stdout.write(f"相談 {Consultation.objects.count():,} 件（目標 {GOAL:.0f} 秒以下）\n")
    slowest = 0.0
    for keys, rows, columns, within, first in ASKED:
        question = Question(tuple(figures()[key] for key in keys), period_of(first, TODAY), rows, columns, within)
        times = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            answer(question, masked=True)
            times.append(time.perf_counter() - begun)
        slowest = max(slowest, statistics.median(times))
        name = "・".join(keys)
        sys.stdout.write(f"  {statistics.median(times):.2f} 秒　{name}　{rows} × {columns or '—'} {within or ''}\n")
    return int(slowest > GOAL)

"""The reports of the month and of the year over a million consultations, against plain SQL; PDF pages a second.

`make bench-reports`; number of consultations in BENCH_CONSULTATIONS (default a million). Plain SQL counts every figure
of the same tables and charts, its value alone; a report also keeps the ids behind each figure and freezes both.
"""

import hashlib
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.many_consultations import seed

TODAY = date(2026, 11, 28)
RUNS = 5
MONTHLY_GOAL, YEAR_GOAL, PDF_GOAL = 5, 2, 0.5
# A process that does nothing else. VmHWM is its own peak; what getrusage tells begins with the peak of its parent.
IN_A_PROCESS = """
import re, django
django.setup()
from centre.fiscal_year import Month
from reports.lifecycle import draft_monthly
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
before = peak()
draft_monthly(Month(2026, 10), by=None)
print(before, peak())
"""


def median(act: Callable[[], object]) -> float:
    """The median of the seconds an act takes."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def plain_counts(pairs) -> list[str]:
    """SQL that counts each (metric, period, dimensions), values alone; what no query can count is left out."""
    from reports.metrics.definition import values_by

    with CaptureQueriesContext(connection) as asked:
        for metric, period, dimensions in pairs:
            if not metric.compute:
                values_by(metric, period, *dimensions)
    return [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]


def of_the_month(month) -> list:
    """What the tables of the monthly report count."""
    from reports.compiling import month_period, year_to_date
    from reports.tables import MONTHLY, Lines

    pairs = []
    for block in (block for table in MONTHLY for block in table.blocks):
        if isinstance(block, Lines):
            pairs += [(line.metric, month_period(month), ()) for line in block.lines]
            pairs += [(line.metric, year_to_date(month), ()) for line in block.lines if line.in_year]
        else:
            pairs.append((block.metric, month_period(month), tuple(filter(None, (block.rows, block.columns)))))
    return pairs


def of_the_charts(month) -> list[str]:
    """SQL behind the charts of the monthly report; they count values alone."""
    from reports.charts.of_a_month import charts_of

    with CaptureQueriesContext(connection) as asked:
        charts_of(month)
    return [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]


def of_the_annual_report(year) -> list:
    """What the annual report shows: every line of the monthly report in each month that has begun, and of the year."""
    from reports.compiling import month_period
    from reports.metrics.definition import Period
    from reports.year.annual import LINES
    from reports.year.chapters import CHAPTERS

    months = [month for month in year.months if month.start <= TODAY]
    periods = [*map(month_period, months), Period(year.start, months[-1].end, "")]
    lines = [line for chapter in CHAPTERS for block in chapter.blocks() for line in block.lines]
    return [(LINES[line.metric.key].metric, period, ()) for line in lines for period in periods]


def of_the_year(year) -> list:
    """What the target report of the year counts."""
    from reports.metrics import postings
    from reports.metrics.definition import Period
    from reports.target import KINDS

    period = Period(year.start, min(year.end, TODAY), "")
    whole = (postings.BASELINE, *KINDS, postings.BASELINE_ALL, postings.ADDED_ALL)
    return [(metric, period, ()) for metric in whole] + [
        (metric, period, ("month",)) for metric in (*KINDS, postings.ADDED_ALL)
    ]


def of_the_ledger(year) -> list[str]:
    """SQL behind the count toward the target and its forecast, which are no plain counts."""
    from postings.toward_target.outlook import outlook_of
    from postings.toward_target.target import policy_of
    from postings.toward_target.target_sql import tally

    with CaptureQueriesContext(connection) as asked:
        tally(year, policy_of(year))
        outlook_of(year, policy_of(year), TODAY)
    return [query["sql"] for query in asked.captured_queries]


def run(statements: list[str]) -> None:
    """Ask the database, and take the answers."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def peak() -> tuple[int, int]:
    """Megabytes of a process before and after it drafted the month."""
    answer = subprocess.run([sys.executable, "-W", "ignore", "-c", IN_A_PROCESS], check=True, capture_output=True)
    before, after = answer.stdout.split()
    return int(before), int(after)


def plain_pages(pages: int) -> bytes:
    """So many pages of one table in the same font, made by platypus with nothing around it."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table

    from centre.documents.fonts import REGULAR, register

    register()
    buffer = io.BytesIO()
    rows = [[f"架空の項目 {row}", "1,234", "567", "89", "1,890"] for row in range(42 * pages)]
    table = Table(rows, repeatRows=1)
    table.setStyle([("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("GRID", (0, 0), (-1, -1), 0.4, colors.grey)])
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build([table])
    return buffer.getvalue()


def pages_of(content: bytes) -> int:
    """How many pages a PDF has."""
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def compare(name: str, seconds: float, limit: float, goal: float) -> bool:
    """Print a ratio to its limit; answers whether the goal is met."""
    ratio = seconds / limit
    sys.stdout.write(f"{name}: {seconds:.3f} s ÷ 素の SQL {limit:.3f} s ＝ {ratio:.1f}（目標 {goal} 以下）\n")
    return ratio <= goal


def measure_pdf(document) -> bool:
    """Pages a second of the report against plain tables, and the same bytes again."""
    from reports.documents.pdf import write_pdf

    first = write_pdf(document)
    same = hashlib.sha256(first).digest() == hashlib.sha256(write_pdf(document)).digest()
    pages = pages_of(first)
    ours = pages / median(lambda: write_pdf(document))
    plain_count = pages_of(plain_pages(pages))
    plain = plain_count / median(lambda: plain_pages(pages))
    sys.stdout.write(
        f"PDF: {pages}ページ　{ours:.1f} ページ/秒 ÷ 表だけの PDF {plain:.1f} ページ/秒 ＝ {ours / plain:.2f}"
        f"（目標 {PDF_GOAL} 以上）　2回目も同じ: {'はい' if same else 'いいえ'}\n"
    )
    return same and ours / plain >= PDF_GOAL


def main() -> int:
    """Seed once, measure all; answers 1 when a goal is missed."""
    from centre.fiscal_year import FiscalYear, Month
    from consultations.models import Consultation
    from reports.documents.content import ReportDocument
    from reports.lifecycle import draft_annual_report, draft_monthly, draft_target_report

    if not os.environ.get("BENCH_SEEDED"):
        seed(int(os.environ.get("BENCH_CONSULTATIONS", "1000000")), TODAY)
    month, year = Month(2026, 10), FiscalYear(2026)
    sys.stdout.write(f"相談 {Consultation.objects.count():,} 件\n")
    monthly = plain_counts(of_the_month(month)) + of_the_charts(month)
    target = plain_counts(of_the_year(year)) + of_the_ledger(year)
    annual = plain_counts(of_the_annual_report(year))
    for one in year.months:
        if one.start <= TODAY:
            draft_monthly(one, by=None)
    report = draft_monthly(month, by=None)
    good = [
        compare(name, median(act), median(lambda sql=sql: run(sql)), goal)
        for name, act, sql, goal in (
            ("月次報告", lambda: draft_monthly(month, by=None), monthly, MONTHLY_GOAL),
            ("実績報告書", lambda: draft_annual_report(year, by=None), annual, YEAR_GOAL),
            ("目標の報告", lambda: draft_target_report(year, by=None), target, YEAR_GOAL),
        )
    ]
    before, after = peak()
    sys.stdout.write(f"月次報告のメモリ: 最大 {after} MB（うち起動 {before} MB）\n")
    good.append(measure_pdf(ReportDocument.from_json(report.document)))
    return int(not all(good))

"""The same report gives the same bytes: again, in another process, with another hash seed, in another time zone."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports.documents.content import ReportDocument
from reports.documents.excel import write_excel
from reports.documents.json_file import write_json
from reports.documents.pdf import write_pdf
from tests.reports.documents.documents import report

WRITERS = {"pdf": write_pdf, "xlsx": write_excel, "json": write_json}
ROOT = Path(__file__).resolve().parents[3]
ELSEWHERE = """
import hashlib, json, sys
from reports.documents.content import ReportDocument
from reports.documents.excel import write_excel
from reports.documents.json_file import write_json
from reports.documents.pdf import write_pdf
document = ReportDocument.from_json(json.load(sys.stdin))
files = {"pdf": write_pdf(document), "xlsx": write_excel(document), "json": write_json(document)}
sys.stdout.write(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}))
"""


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_report_made_twice_is_the_same_file(write, time_machine):
    time_machine.move_to("2026-11-02 09:00+09:00")
    first = write(report())
    time_machine.move_to("2031-03-31 23:59+09:00")
    assert write(ReportDocument.from_json(report().to_json())) == first


def test_another_process_makes_the_same_files():
    given = json.dumps(report().to_json())
    here = {name: hashlib.sha256(write(report())).hexdigest() for name, write in WRITERS.items()}
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    made = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    assert json.loads(made.stdout) == here


def test_another_report_made_in_between_leaves_no_trace():
    first = write_pdf(report())
    write_pdf(report(title="別の報告 𠀋", tables=()))
    assert write_pdf(report()) == first

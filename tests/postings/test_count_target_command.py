"""`count_target` reads ledgers as offices write them, needs no database for a file, refuses with row and status 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = "posting,kind,effective_on,listed_until,eligible\n"


def run(file: Path, *more: str) -> subprocess.CompletedProcess:
    """The command in a process of its own, with a database that does not answer."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    command = [sys.executable, "manage.py", "count_target", "--ledger", str(file), "--year", "2026", *more]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_figures_come_as_json_with_exactly_these_keys(tmp_path):
    file = tmp_path / "ledger.csv"
    file.write_text(f"{HEAD}A,new,2026-03-01,2026-03-31,1\nA,extended,2026-04-01,2026-06-30,1\nB,new,2026-05-01,,0\n")
    done = run(file, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "year": 2026,
        "baseline": 0,
        "additions": {"new": 0, "extended": 1, "changed": 0, "relisted": 0},
        "count": 1,
        "count_all": 2,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_japanese_days_and_words_are_read_in_every_encoding(tmp_path, encoding):
    file = tmp_path / "掲載履歴.csv"
    file.write_bytes("求人番号,区分,効力の日,掲載期限,対象\r\n熊本１,新規,令和８年５月１日,,○\r\n".encode(encoding))
    done = run(file, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["additions"]["new"] == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("A,changed,2026-05-01,,1\n", "2行目"),
        ("A,new,2026-05-01,,1\nA,extended,2026-13-01,,1\n", "3行目"),
        ("A,born,2026-05-01,,1\n", "2行目"),
        ("A,new,,,1\n", "2行目"),
        ("A,new,2026-05-01,,たぶん\n", "2行目"),
    ],
)
def test_a_bad_ledger_ends_with_status_2_and_names_the_row(tmp_path, body, words):
    file = tmp_path / "ledger.csv"
    file.write_text(HEAD + body)
    done = run(file, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_an_unknown_policy_and_a_missing_file_say_what_there_is(tmp_path):
    file = tmp_path / "ledger.csv"
    file.write_text(f"{HEAD}A,new,2026-05-01,,1\n")
    unknown, missing = run(file, "--policy", "mine"), run(tmp_path / "none.csv")
    assert (unknown.returncode, missing.returncode) == (2, 2)
    assert "per_posting_per_day" in unknown.stderr
    assert "ファイルを読めません" in missing.stderr

"""The tables of docs/security answer every requirement, and each test they name exists."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATUSES = {"met", "partly", "open", "operation", "n/a"}
# How many requirements of level 1 and 2 each section of ASVS 5.0.0 has; they come first in every section.
LEVELS_1_AND_2 = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 2, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3,
    "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3,
    "16.5": 3,
}  # fmt: skip
# Chapters that apply in no part: one line says why.
WHOLLY_OUT = {"10", "17"}


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/security/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def functions_of(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def exists(test: str) -> bool:
    """Whether a folder, a file or `file::test` is there."""
    path, _, name = test.partition("::")
    place = ROOT / path
    return place.exists() and (not name or name in functions_of(place))


def test_every_requirement_of_level_1_and_2_is_answered_once():
    wanted = [f"v5.0.0-{section}.{n}" for section, last in LEVELS_1_AND_2.items() for n in range(1, last + 1)]
    wanted += [f"v5.0.0-{chapter}" for chapter in WHOLLY_OUT]
    assert sorted(row["requirement"] for row in rows()) == sorted(wanted)
    chapters = {row["requirement"].removeprefix("v5.0.0-").split(".")[0] for row in rows()}
    assert chapters == {str(number) for number in range(1, 18)}


def test_every_answer_says_how_and_what_is_met_names_a_test():
    for row in rows():
        assert row["status"] in STATUSES, row
        assert row["how"], row
        assert bool(row["tests"]) or row["status"] != "met", row
        assert row["status"] != "n/a" or not row["tests"] or row["how"], row


def test_every_named_test_exists():
    named = {test for row in rows() for test in row["tests"].split()}
    for page in ("SECURITY.md", "docs/security/ipa.md"):
        named |= set(re.findall(r"`(tests/[\w/.:]+)`", (ROOT / page).read_text()))
    assert len(named) > 80
    assert sorted(test for test in named if not exists(test)) == []


def test_the_threat_model_names_every_kind_of_threat_and_the_ten_risks():
    text = (ROOT / "SECURITY.md").read_text()
    for letter in ("Spoofing", "Tampering", "Repudiation", "Information disclosure", "Denial of service", "Elevation"):
        assert letter in text
    assert re.findall(r"^\| (A\d\d) ", text, re.MULTILINE) == [f"A{number:02}" for number in range(1, 11)]
    weaknesses = re.findall(r"^\| (\d+) ", (ROOT / "docs/security/ipa.md").read_text(), re.MULTILINE)
    assert weaknesses == [str(number) for number in range(1, 12)]

"""The six grounds on which a posting may be refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postings.rulebooks.posting_acceptance import months_later
from tests.postings.rulebooks.samples import ON, ask

FINE = {
    "lawful": True,
    "inappropriate": False,
    "terms_stated": True,
    "declared_on": "2026-11-01",
    "declaration_valid_until": "2027-05-01",
    "repeated_violation": False,
    "referred_and_published": False,
    "published": False,
    "corrected_on": None,
    "organised_crime": False,
    "refuses_report": False,
}
VIOLATIONS = ("repeated_violation", "referred_and_published", "published")


def outcome(key: str, on: date = ON, **changed) -> str:
    return {found.key: found.outcome for found in ask("posting_acceptance", FINE | changed, on).findings}[key]


def test_a_posting_without_any_ground_is_taken_in():
    assert ask("posting_acceptance", FINE).verdict_in_words == "受理できる"
    assert ask("posting_acceptance", FINE | {"organised_crime": True}).verdict_in_words == "不受理の理由あり"


@pytest.mark.parametrize(
    ("key", "changed", "expected"),
    [
        ("A1", {"lawful": False}, "not_met"),
        ("A1", {"lawful": None}, "unknown"),
        ("A2", {"inappropriate": True}, "not_met"),
        ("A2", {"inappropriate": None}, "unknown"),
        ("A3", {"repeated_violation": True}, "not_met"),
        ("A3", {"referred_and_published": True}, "not_met"),
        ("A3", {"published": True}, "not_met"),
        ("A3", {"published": None}, "unknown"),
        ("A4", {"terms_stated": False}, "not_met"),
        ("A4", {"terms_stated": None}, "unknown"),
        ("A5", {"organised_crime": True}, "not_met"),
        ("A5", {"organised_crime": None}, "unknown"),
        ("A6", {"refuses_report": True}, "not_met"),
        ("A6", {"refuses_report": None}, "unknown"),
    ],
)
def test_each_ground_alone_refuses_and_is_open_when_unknown(key, changed, expected):
    assert outcome(key, **changed) == expected


@pytest.mark.parametrize("key", ["A3", "A5", "A6"])
def test_without_a_current_declaration_nobody_can_tell(key):
    assert outcome(key, declared_on=None) == "unknown"
    assert outcome(key, declaration_valid_until=None) == "unknown"
    assert outcome(key, declaration_valid_until="2026-11-19") == "unknown"
    assert outcome(key, declaration_valid_until="2026-11-20") == "met"
    assert outcome(key, declared_on="2026-11-21") == "unknown"


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_violation_counts_until_six_months_after_its_correction(violation):
    corrected = {violation: True, "corrected_on": "2026-05-20"}
    assert outcome("A3", date(2026, 11, 19), **corrected) == "not_met"
    assert outcome("A3", date(2026, 11, 20), **corrected) == "met"


def test_a_declared_ground_counts_also_from_a_declaration_that_ran_out():
    assert outcome("A5", organised_crime=True, declaration_valid_until="2026-01-01") == "not_met"


def test_months_end_on_a_day_that_exists():
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 5, 20), 6) == date(2026, 11, 20)
    assert months_later(date(2026, 12, 31), 12) == date(2027, 12, 31)


FORGETTABLE = sorted(set(FINE) - {"corrected_on"})


@given(
    flags=st.fixed_dictionaries({key: st.booleans() for key in FINE if isinstance(FINE[key], bool)}),
    corrected=st.sampled_from([None, "2026-01-01", "2026-10-01"]),
    forgotten=st.sets(st.sampled_from(FORGETTABLE)),
)
def test_what_is_told_holds_whatever_the_unknown_facts_are(flags, corrected, forgotten):
    facts = FINE | flags | {"corrected_on": corrected}
    before = ask("posting_acceptance", facts | dict.fromkeys(forgotten))
    after = {found.key: found.outcome for found in ask("posting_acceptance", facts).findings}
    for found in before.findings:
        assert found.outcome in ("unknown", after[found.key])

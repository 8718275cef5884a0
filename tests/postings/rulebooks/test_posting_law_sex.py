"""L4: men only and women only; and the book as a whole."""

import pytest

from postings.rulebooks.facts import FactError
from tests.postings.rulebooks.samples import LAW, ask, law


@pytest.mark.parametrize(
    ("limit", "reason", "outcome"),
    [
        ("none", None, "met"),
        ("none", "none", "met"),
        ("male", "none", "not_met"),
        ("female", "none", "not_met"),
        ("male", None, "unknown"),
        ("female", None, "unknown"),
        ("male", "arts", "met"),
        ("female", "arts", "met"),
        ("male", "security", "met"),
        ("female", "religious", "met"),
        ("male", "sports", "met"),
        ("female", "positive_action", "unknown"),
        ("male", "positive_action", "not_met"),
        ("male", "other", "unknown"),
        (None, None, "unknown"),
        (None, "arts", "unknown"),
    ],
)
def test_l4_asks_for_a_ground_when_only_one_sex_is_wanted(limit, reason, outcome):
    assert law("L4", sex_limit=limit, sex_reason=reason).outcome == outcome


@pytest.mark.parametrize(
    ("written", "meant"),
    [("なし", "none"), ("男性のみ", "male"), ("女性のみ", "female"), ("MALE", "male")],
)
def test_a_limit_may_be_written_in_japanese(written, meant):
    assert law("L4", sex_limit=written) == law("L4", sex_limit=meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("religion", "religious"), ("宗教", "religious"), ("防犯", "security"), ("sport", "sports"), ("なし", "none")],
)
def test_a_ground_may_be_written_in_several_ways(written, meant):
    assert law("L4", sex_limit="male", sex_reason=written) == law("L4", sex_limit="male", sex_reason=meant)


@pytest.mark.parametrize("facts", [{"sex_limit": "both"}, {"sex_reason": "力仕事"}, {"sex_limit": True}])
def test_an_unknown_word_is_refused(facts):
    with pytest.raises(FactError, match="sex_"):
        law("L4", **facts)


def test_a_lawful_posting_meets_everything():
    judgement = ask("posting_law", LAW)
    assert [(found.key, found.outcome) for found in judgement.findings] == [
        (key, "met") for key in ("L1", "L2", "L3", "L4")
    ]
    assert judgement.verdict_in_words == "適法"


def test_one_thing_wrong_is_a_likely_violation_and_one_thing_unknown_is_to_be_found_out():
    assert ask("posting_law", LAW | {"sex_limit": "male"}).verdict_in_words == "違反のおそれ"
    assert ask("posting_law", LAW | {"sex_limit": None}).verdict_in_words == "要確認"
    assert ask("posting_law", LAW | {"sex_limit": "male", "annual_work_hours": None}).verdict == "not_eligible"


def test_without_facts_nothing_can_be_told():
    assert {found.outcome for found in ask("posting_law", {}).findings} == {"unknown"}


def test_every_finding_brings_what_to_tell_the_employer_and_its_source():
    for found in ask("posting_law", {}).findings:
        assert found.requirement.advice.endswith("。")
        assert "法" in found.requirement.source

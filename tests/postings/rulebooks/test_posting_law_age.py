"""L3: limits of age and their numbered exceptions, each condition broken once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postings.rulebooks.facts import FactError
from postings.rulebooks.posting_law_age import REASONS
from tests.postings.rulebooks.samples import LAW, ask, law

RETIREMENT = {"age_reason": "1号", "age_max": 60, "retirement_age": 60}
BY_LAW = {"age_reason": "2号", "age_min": 18}
CAREER = {"age_reason": "3号イ", "age_max": 35, "experience_required": False}
SKILLS = {"age_reason": "3号ロ", "age_min": 30, "age_max": 39}
ARTS = {"age_reason": "3号ハ", "age_min": 10, "age_max": 15}
POLICY = {"age_reason": "3号ニ", "age_min": 60}


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"age_reason": "none"}, "met"),
        ({"age_reason": None}, "unknown"),
        ({"age_reason": "1号"}, "unknown"),
        ({"age_reason": "none", "age_max": 40}, "not_met"),
        ({"age_reason": "none", "age_min": 18}, "not_met"),
        ({"age_reason": None, "age_max": 40}, "unknown"),
    ],
)
def test_without_an_exception_age_is_not_limited(facts, outcome):
    assert law("L3", **facts).outcome == outcome


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "met"),
        ({"age_max": 59}, "met"),
        ({"age_max": 58}, "not_met"),
        ({"age_max": 61}, "not_met"),
        ({"age_max": 65, "retirement_age": 65}, "met"),
        ({"age_max": 64, "retirement_age": 65}, "met"),
        ({"age_max": 70, "retirement_age": 70}, "unknown"),
        ({"age_min": 18}, "not_met"),
        ({"contract": "fixed"}, "not_met"),
        ({"contract": None}, "unknown"),
        ({"retirement_age": None}, "unknown"),
        ({"retirement_age": None, "contract": "fixed"}, "not_met"),
        ({"age_max": None, "age_min": 18}, "not_met"),
    ],
)
def test_1_the_retirement_age_as_upper_bound(changed, outcome):
    assert law("L3", **RETIREMENT | changed).outcome == outcome


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "met"),
        ({"contract": "fixed"}, "met"),
        ({"age_max": 40}, "not_met"),
        ({"age_min": None, "age_max": 40}, "not_met"),
        ({"age_min": 65}, "unknown"),
    ],
)
def test_2_a_statute_sets_a_lower_bound(changed, outcome):
    assert law("L3", **BY_LAW | changed).outcome == outcome


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "met"),
        ({"age_max": 44}, "met"),
        ({"age_max": 45}, "met"),
        ({"age_max": 46}, "unknown"),
        ({"age_min": 18}, "not_met"),
        ({"age_max": None, "age_min": 18}, "not_met"),
        ({"contract": "fixed"}, "not_met"),
        ({"contract": None}, "unknown"),
        ({"experience_required": True}, "not_met"),
        ({"experience_required": None}, "unknown"),
        ({"experience_required": None, "contract": "fixed"}, "not_met"),
    ],
)
def test_3i_young_people_for_a_long_career(changed, outcome):
    assert law("L3", **CAREER | changed).outcome == outcome


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "unknown"),
        ({"age_max": 34}, "unknown"),
        ({"age_max": 40}, "unknown"),
        ({"age_min": 40, "age_max": 49}, "unknown"),
        ({"age_max": 33}, "not_met"),
        ({"age_max": 41}, "not_met"),
        ({"age_min": 29}, "not_met"),
        ({"age_min": 45, "age_max": 50}, "not_met"),
        ({"age_min": None}, "not_met"),
        ({"age_max": None}, "not_met"),
        ({"contract": "fixed"}, "not_met"),
        ({"contract": None}, "unknown"),
    ],
)
def test_3ro_a_thin_age_group_whose_share_a_person_checks(changed, outcome):
    assert law("L3", **SKILLS | changed).outcome == outcome


@pytest.mark.parametrize(
    ("changed", "outcome"), [({}, "met"), ({"contract": "fixed"}, "met"), ({"age_max": 64}, "met"),
                             ({"age_max": 65}, "unknown")],
)  # fmt: skip
def test_3ha_the_truth_of_artistic_expression(changed, outcome):
    assert law("L3", **ARTS | changed).outcome == outcome


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "met"),
        ({"age_min": 64}, "met"),
        ({"age_min": 65}, "unknown"),
        ({"age_min": 59}, "unknown"),
        ({"age_max": 64}, "unknown"),
        ({"age_min": 35, "age_max": 55}, "unknown"),
        ({"contract": "fixed"}, "met"),
    ],
)
def test_3ni_older_people_or_a_group_that_a_policy_names(changed, outcome):
    assert law("L3", **POLICY | changed).outcome == outcome


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1号", "1号"), ("1", "1号"), ("１号", "1号"), ("2", "2号"), ("3号イ", "3号イ"), ("3i", "3号イ"),
        ("3-I", "3号イ"), ("３イ", "3号イ"), ("3ro", "3号ロ"), ("3号ロ", "3号ロ"), ("3ha", "3号ハ"), ("3ﾊ", "3号ハ"),
        ("3ni", "3号ニ"), ("3-ni", "3号ニ"), ("none", "none"), ("なし", "none"),
    ],
)  # fmt: skip
def test_a_ground_may_be_written_in_several_ways(written, meant):
    sample = {"age_min": 18, "age_max": 40}
    assert law("L3", **sample, age_reason=written) == law("L3", **sample, age_reason=meant)
    assert meant in REASONS


@pytest.mark.parametrize(
    "facts", [{"age_reason": "4号"}, {"age_reason": 1}, {"age_min": 40, "age_max": 30}, {"age_max": -1},
              {"age_min": 151}, {"age_max": 40.5}, {"age_max": "40"}],
)  # fmt: skip
def test_an_impossible_age_or_ground_is_refused(facts):
    with pytest.raises(FactError, match="age_"):
        law("L3", **facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (RETIREMENT | {"contract": "fixed", "age_min": 18}, "契約が有期、下限を付けている"),
        (RETIREMENT | {"age_max": 50}, "上限が定年（60歳）と違う"),
        (RETIREMENT | {"retirement_age": None}, "定年が分からないため要確認"),
        (CAREER | {"experience_required": True}, "職務経験を求めている"),
        (CAREER | {"age_max": 50}, "おおむね45歳未満"),
        (SKILLS, "2分の1以下"),
        (SKILLS | {"age_max": 49}, "幅が5年から10年でない"),
        ({"age_reason": "none", "age_min": 20, "age_max": 40}, "（20歳以上40歳以下）に、例外の該当事由がない"),
    ],
)
def test_the_reason_names_what_is_wrong(facts, words):
    assert words in law("L3", **facts).reason


AGES = st.one_of(st.none(), st.integers(15, 70))


@given(
    bounds=st.tuples(AGES, AGES),
    reason=st.sampled_from([*REASONS]),
    contract=st.sampled_from(["indefinite", "fixed"]),
    retirement=st.integers(55, 75),
    experienced=st.booleans(),
    forgotten=st.sets(st.sampled_from(["age_reason", "contract", "retirement_age", "experience_required"])),
)
def test_what_is_told_of_an_age_limit_holds_whatever_the_unknown_facts_are(
    bounds, reason, contract, retirement, experienced, forgotten
):
    least, most = bounds
    if least is not None and most is not None and least > most:
        least, most = most, least
    facts = LAW | {
        "age_min": least,
        "age_max": most,
        "age_reason": reason,
        "contract": contract,
        "retirement_age": retirement,
        "experience_required": experienced,
    }

    def outcome(known) -> str:
        return ask("posting_law", known).findings[2].outcome

    assert outcome(facts | dict.fromkeys(forgotten)) in ("unknown", outcome(facts))


def test_the_facts_of_a_whole_posting_survive_json():
    assert ask("posting_law", json.loads(json.dumps(LAW | RETIREMENT))).verdict == "eligible"

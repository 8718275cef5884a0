"""The terms a posting must state: each one left out once, before and after the change of 2024-04-01."""

from datetime import date

import pytest

from tests.postings.rulebooks.samples import ON, ask

EVERY_ANSWER = {
    "duties": True,
    "duties_scope": True,
    "contract": "fixed",
    "contract_period": True,
    "has_trial": True,
    "trial_terms": True,
    "renewable": True,
    "renewal_rule": True,
    "renewal_limit": True,
    "work_place": True,
    "work_place_scope": True,
    "working_time": True,
    "overtime": True,
    "break_time": True,
    "holidays": True,
    "wage": True,
    "has_fixed_overtime": True,
    "fixed_overtime_base": True,
    "fixed_overtime_hours_and_amount": True,
    "fixed_overtime_excess": True,
    "health_insurance": True,
    "pension_insurance": True,
    "accident_insurance": True,
    "employment_insurance": True,
    "employer": True,
    "is_dispatch": True,
    "dispatch_stated": True,
    "smoking": True,
}
WHERE = {
    "duties": "T1", "duties_scope": "T1", "contract_period": "T2", "trial_terms": "T3", "renewable": "T4",
    "renewal_rule": "T4", "renewal_limit": "T4", "work_place": "T5", "work_place_scope": "T5", "working_time": "T6",
    "overtime": "T6", "break_time": "T6", "holidays": "T6", "wage": "T7", "fixed_overtime_base": "T7-2",
    "fixed_overtime_hours_and_amount": "T7-2", "fixed_overtime_excess": "T7-2", "health_insurance": "T8",
    "pension_insurance": "T8", "accident_insurance": "T8", "employment_insurance": "T8", "employer": "T9",
    "dispatch_stated": "T10", "smoking": "T11", "has_trial": "T3", "contract": "T2",
}  # fmt: skip


def outcomes(on: date = ON, **changed) -> dict:
    return {found.key: found for found in ask("posting_terms", EVERY_ANSWER | changed, on).findings}


def test_a_posting_that_states_everything_is_complete():
    assert {found.outcome for found in outcomes().values()} == {"met"}
    assert ask("posting_terms", EVERY_ANSWER).verdict_in_words == "すべて明示"


@pytest.mark.parametrize(("item", "key"), WHERE.items())
def test_a_term_that_nobody_states_is_not_met_and_is_named(item, key):
    found = outcomes(**{item: None})
    assert found[key].outcome == "not_met"
    label = next(fact.label for fact in ask("posting_terms", {}).version.vocabulary if fact.key == item)
    assert label in found[key].reason
    others = {other for other, one in found.items() if one.outcome == "not_met"} - {key}
    assert others == set()


@pytest.mark.parametrize("item", [item for item in WHERE if item not in ("has_trial", "contract", "renewable")])
def test_stated_as_missing_is_the_same_as_not_stated(item):
    assert outcomes(**{item: False})[WHERE[item]].outcome == "not_met"


@pytest.mark.parametrize(
    ("changed", "key", "outcome"),
    [
        ({"contract": "indefinite", "contract_period": None}, "T2", "met"),
        ({"contract": "indefinite", "renewable": None, "renewal_rule": None, "renewal_limit": None}, "T4", "met"),
        ({"contract": None}, "T4", "unknown"),
        ({"renewable": False, "renewal_rule": None, "renewal_limit": None}, "T4", "met"),
        ({"has_trial": False, "trial_terms": None}, "T3", "met"),
        ({"has_fixed_overtime": False, "fixed_overtime_base": None}, "T7-2", "met"),
        ({"has_fixed_overtime": None}, "T7-2", "unknown"),
        ({"is_dispatch": False, "dispatch_stated": None}, "T10", "met"),
        ({"is_dispatch": None}, "T10", "unknown"),
    ],
)
def test_some_terms_are_asked_for_only_when_they_apply(changed, key, outcome):
    assert outcomes(**changed)[key].outcome == outcome


@pytest.mark.parametrize(
    ("item", "key"), [("duties_scope", "T1"), ("work_place_scope", "T5"), ("renewal_limit", "T4")]
)
def test_the_scope_of_change_and_the_limit_of_renewals_are_asked_for_since_april_2024(item, key):
    assert outcomes(date(2024, 3, 31), **{item: None})[key].outcome == "met"
    assert outcomes(date(2024, 4, 1), **{item: None})[key].outcome == "not_met"

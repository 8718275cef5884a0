"""Which single fact would turn a verdict."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from postings.rulebooks.book import judge
from postings.rulebooks.library import choose
from postings.rulebooks.turning import turning_points
from tests.postings.rulebooks.samples import COMPLETE, CORPORATION, ON, POSTING
from tests.postings.rulebooks.test_book import cases

OKU = 100_000_000


def points(book: str, **changed) -> dict[tuple[str, str], tuple]:
    """{(fact, new verdict): values} for the sample with some facts changed."""
    found = turning_points(choose(book, ON), COMPLETE[book] | changed, ON)
    return {(point.fact.key, point.verdict.value): point.values for point in found}


def sentences(book: str, **changed) -> list[str]:
    return [point.sentence for point in turning_points(choose(book, ON), COMPLETE[book] | changed, ON)]


def test_too_few_hours_turn_at_twenty():
    assert points("relocation_posting", weekly_hours=19.5) == {("weekly_hours", "eligible"): (20,)}
    assert sentences("relocation_posting", weekly_hours=19.5) == [
        "週の所定労働時間が20時間以上になれば、対象になります。"
    ]


def test_an_eligible_posting_says_what_would_end_it():
    found = points("relocation_posting")
    assert found["weekly_hours", "not_eligible"] == (19,)
    assert found["contract", "not_eligible"] == ("fixed",)
    assert found["transfer", "not_eligible"] == (True,)
    assert ("new_hire", "eligible") not in found


def test_two_reasons_have_no_single_way_out():
    assert points("relocation_posting", weekly_hours=10, contract="fixed") == {}


def test_an_unknown_fact_says_what_each_answer_would_give():
    assert points("relocation_posting", contract=None) == {
        ("contract", "eligible"): ("indefinite",),
        ("contract", "not_eligible"): ("fixed",),
        ("weekly_hours", "not_eligible"): (19,),
        ("new_hire", "not_eligible"): (False,),
        ("transfer", "not_eligible"): (True,),
    }
    assert "契約の期間（無期か有期か）が「無期」と分かれば、対象になります。" in sentences(
        "relocation_posting", contract=None
    )


def test_an_unknown_number_is_tried_on_both_sides_of_its_threshold():
    found = points("relocation_posting", weekly_hours=None)
    assert (found["weekly_hours", "eligible"], found["weekly_hours", "not_eligible"]) == ((20,), (19,))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"capital_yen": 20 * OKU},
            {("capital_yen", "eligible"): (10 * OKU - 1,), ("governor_recommendation", "eligible"): (True,)},
        ),
        (
            {"capital_yen": 50 * OKU, "governor_recommendation": True},
            {("capital_yen", "eligible"): (10 * OKU - 1, 10 * OKU)},
        ),
    ],
)
def test_capital_turns_at_one_and_at_five_billion(facts, expected):
    found = points("relocation_corporation", **facts)
    assert {key: value for key, value in found.items() if key[0] != "kind"} == expected


def test_amounts_are_said_as_spans():
    found = sentences("relocation_corporation", capital_yen=60 * OKU, governor_recommendation=True)
    assert "資本金が10億円未満か10億円以上50億円未満になれば、対象になります。" in found


def test_the_thresholds_are_those_of_the_version():
    version = choose("relocation_posting", ON)
    version = replace(version, parameters=version.parameters | {"least_weekly_hours": 30})
    (point,) = turning_points(version, POSTING | {"weekly_hours": 20}, ON)
    assert (point.values, point.sentence) == ((30,), "週の所定労働時間が30時間以上になれば、対象になります。")


def test_an_answer_that_contradicts_the_others_is_not_offered():
    found = turning_points(
        choose("relocation_corporation", ON),
        CORPORATION | {"officers_total": 0, "kind": "sole_proprietor", "officers_from_large": 0},
        ON,
    )
    assert all(point.fact.key != "kind" or "company" not in point.values for point in found)


@settings(max_examples=60, deadline=None)
@given(case=cases())
def test_every_turning_point_does_turn_the_verdict(case):
    book, _, partial = case
    version = choose(book, ON)
    before = judge(version, partial, on=ON).verdict
    for point in turning_points(version, partial, ON):
        assert point.verdict is not before
        for value in point.values:
            assert judge(version, partial | {point.fact.key: value}, on=ON).verdict is point.verdict

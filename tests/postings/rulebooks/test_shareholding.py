"""C3 against the table of the rule and against a simulation of every way the unknown facts may be."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.postings.rulebooks.samples import answer, finding

OKU = 100_000_000


def holder(share, oku):
    return {"share": share, "capital_yen": None if oku is None else oku * OKU}


@pytest.mark.parametrize(
    ("shareholders", "outcome"),
    [
        ([], "met"),
        (None, "unknown"),
        ([holder(0.5, 10)], "not_met"),
        ([holder("1/2", 10)], "not_met"),
        ([holder(0.49, 10)], "met"),
        ([holder("49.999%", 10)], "met"),
        ([{"share": 0.5, "capital_yen": 10 * OKU - 1}], "met"),
        ([holder(0.5, None)], "unknown"),
        ([holder(0.49, None)], "met"),
        ([holder(None, 10)], "unknown"),
        ([holder(None, 9)], "met"),
        ([holder(None, 10), holder(0.6, 0)], "met"),
        ([holder(None, 10), holder(0.5, 0)], "unknown"),
        ([holder(None, None)], "unknown"),
        ([holder("1/3", 10), holder("1/3", 10)], "not_met"),
        ([holder(1 / 3, 10), holder(1 / 3, 10)], "not_met"),
        ([holder(0.33, 10), holder(0.33, 10)], "met"),
        ([holder(0.33, 10), holder(0.34, 10)], "not_met"),
        ([holder(0.3333, 10), holder(0.3333, 10)], "met"),
        ([holder("1/3", 10), holder("1/3", None)], "unknown"),
        ([holder("1/3", 10), holder("1/4", None)], "met"),
        ([holder(0.4, 10), holder(0.2, 10), holder(0.4, 1)], "met"),
        ([holder(0.4, 10), holder(None, 10), holder(0.4, 1)], "met"),
        ([holder(0.4, 10), holder(None, 10), holder(0.3, 1)], "unknown"),
    ],
)
def test_c3a_and_c3b_count_the_shares_of_large_corporations(shareholders, outcome):
    assert answer("C3", shareholders=shareholders) == outcome


@pytest.mark.parametrize(
    ("total", "from_large", "outcome"),
    [
        (4, 2, "not_met"),
        (4, 1, "met"),
        (5, 2, "met"),
        (5, 3, "not_met"),
        (1, 1, "not_met"),
        (4, 0, "met"),
        (None, 0, "met"),
        (None, 1, "unknown"),
        (4, None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_c3c_counts_the_officers_shared_with_large_corporations(total, from_large, outcome):
    assert answer("C3", officers_total=total, officers_from_large=from_large) == outcome


@pytest.mark.parametrize(
    ("oku", "recommended", "outcome"),
    [
        (49, True, "met"),
        (50, True, "not_met"),
        (49, False, "not_met"),
        (49, None, "unknown"),
        (50, None, "not_met"),
        (None, True, "unknown"),
        (None, False, "unknown"),
    ],
)
def test_c3x_lifts_parents_below_the_higher_limit_with_a_recommendation(oku, recommended, outcome):
    assert answer("C3", shareholders=[holder(0.6, oku)], governor_recommendation=recommended) == outcome


def test_c3x_is_not_for_a_group_with_one_parent_beyond_the_higher_limit():
    group = [holder(0.4, 20), holder(0.3, 60)]
    assert answer("C3", shareholders=group, governor_recommendation=True) == "not_met"


def test_c3x_does_not_reach_the_officers():
    facts = {"officers_total": 2, "officers_from_large": 1, "governor_recommendation": True}
    assert answer("C3", **facts) == "not_met"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("sole_proprietor", "met"),
        ("social_welfare", "met"),
        ("npo", "met"),
        ("school", "met"),
        ("company", "unknown"),
        ("medical", "unknown"),
        ("cooperative", "unknown"),
        ("other", "unknown"),
        (None, "unknown"),
    ],
)
def test_kinds_without_shares_need_no_list_of_shareholders(kind, outcome):
    assert answer("C3", kind=kind, shareholders=None) == outcome


def test_a_sole_proprietor_needs_no_officers():
    nothing = {"shareholders": None, "officers_total": None, "officers_from_large": None}
    assert answer("C3", kind="sole_proprietor", **nothing) == "met"
    assert answer("C3", kind="sole_proprietor", officers_total=0, officers_from_large=0) == "met"


def test_what_is_stated_against_the_kind_is_judged_as_stated():
    assert answer("C3", kind="npo", shareholders=[holder(0.5, 10)]) == "not_met"
    assert answer("C3", kind="sole_proprietor", officers_total=1, officers_from_large=1) == "not_met"
    assert answer("C3", kind="sole_proprietor", officers_total=None, officers_from_large=1) == "unknown"
    assert answer("C3", kind="sole_proprietor", officers_total=1, officers_from_large=None) == "met"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"shareholders": [holder(0.5, 10)]}, "C3a"),
        ({"shareholders": [holder(0.4, 10), holder(0.3, 10)]}, "C3b"),
        ({"officers_from_large": 2}, "C3c"),
        ({"shareholders": [holder(0.6, 20)], "governor_recommendation": True}, "C3x"),
        ({"shareholders": [holder(0.6, None)]}, "株主・出資者の資本金が分からない"),
        ({"shareholders": [holder(None, 20)]}, "持株の割合が分からない"),
        ({"officers_total": None, "officers_from_large": 1}, "役員の総数が分からない"),
        (
            {"shareholders": [holder(0.6, 20)], "governor_recommendation": None},
            "市町村長の推薦・知事の認定が分からない",
        ),
    ],
)
def test_the_reason_names_the_criterion_or_the_missing_fact(facts, words):
    assert words in finding("C3", **facts).reason


SHARES = [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1)]
CAPITALS = [9 * OKU, 10 * OKU, 49 * OKU, 50 * OKU]
OFFICERS = [(total, from_large) for total in (1, 2, 3, 9) for from_large in range(total + 1)]
HOLDERS = st.fixed_dictionaries(
    {"share": st.sampled_from([None, *SHARES]), "capital_yen": st.sampled_from([None, *CAPITALS])}
)
LISTS = [
    entries
    for size in range(3)
    for entries in product(product(SHARES, CAPITALS), repeat=size)
    if sum(share for share, _ in entries) <= 1
]


def literal(holders, total, from_large, recommended) -> str:
    """The table of the rule, word by word, for facts that are all known."""
    large = [(share, capital) for share, capital in holders if capital >= 10 * OKU and share > 0]
    owner = [capital for share, capital in large if share * 2 >= 1]
    c3a = bool(owner) and not (recommended and max(owner) < 50 * OKU)
    group = sum(share for share, _ in large) * 3 >= 2
    c3b = group and not (recommended and max(capital for _, capital in large) < 50 * OKU)
    return "not_met" if c3a or c3b or from_large * 2 >= total else "met"


def written(share: Fraction | None) -> str | None:
    return None if share is None else f"{share.numerator}/{share.denominator}"


def completions(holders):
    if holders is None:
        return LISTS
    options = [
        product(
            SHARES if entry["share"] is None else [entry["share"]],
            CAPITALS if entry["capital_yen"] is None else [entry["capital_yen"]],
        )
        for entry in holders
    ]
    return [entries for entries in product(*options) if sum(share for share, _ in entries) <= 1]


@settings(max_examples=300, deadline=None)
@given(
    holders=st.none() | st.lists(HOLDERS, max_size=2),
    total=st.sampled_from([None, 1, 2, 3]),
    from_large=st.sampled_from([None, 0, 1, 2, 3]),
    recommended=st.sampled_from([None, True, False]),
)
def test_an_answer_is_given_exactly_when_every_completion_of_the_facts_agrees(holders, total, from_large, recommended):
    known = [entry["share"] for entry in holders or () if entry["share"] is not None]
    officers = [pair for pair in OFFICERS if total in {None, pair[0]} and from_large in {None, pair[1]}]
    assume(sum(known) <= 1 and officers)
    plain = None if holders is None else [entry | {"share": written(entry["share"])} for entry in holders]
    possible = {
        literal(entries, *pair, choice)
        for entries in completions(holders)
        for pair in officers
        for choice in ([True, False] if recommended is None else [recommended])
    }
    expected = possible.pop() if len(possible) == 1 else "unknown"
    facts = {"shareholders": plain, "officers_total": total, "officers_from_large": from_large}
    assert answer("C3", governor_recommendation=recommended, **facts) == expected

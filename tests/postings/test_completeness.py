"""The bar says what is still missing, for which purpose."""

import pytest

from postings.models import JobPosting
from postings.sheets.completeness import completeness


def missing(**terms) -> dict[str, set[str]]:
    """{purpose: names of the missing fields} of a posting that holds these terms."""
    return {row.label: {name for name, _ in row.missing} for row in completeness(JobPosting(title="事務", **terms))}


def test_a_title_is_enough_to_begin_and_the_rest_is_named():
    rows = {row.label: row for row in completeness(JobPosting(title="事務"))}
    assert (rows["掲載"].done, rows["掲載"].total) == (2, 7)
    assert ("weekly_hours", "週の所定労働時間") in rows["対象の判定"].missing


def test_no_is_an_answer():
    assert "has_trial" not in missing(has_trial=False)["法定の明示"]
    assert "excluded_allowances_yen" not in missing(excluded_allowances_yen=0)["法定の明示"]


@pytest.mark.parametrize(
    ("terms", "asked"),
    [
        (
            {"contract": "fixed"},
            {"contract_from", "contract_until", "renewal_kind", "contract_renewal", "renewal_limit"},
        ),
        ({"has_trial": True}, {"trial_period"}),
        (
            {"has_fixed_overtime": True},
            {"fixed_overtime_yen", "fixed_overtime_hours", "fixed_overtime_excess_paid"},
        ),
    ],
)
def test_an_answer_may_ask_for_more(terms, asked):
    assert asked <= missing(**terms)["法定の明示"]
    assert not asked & missing()["法定の明示"]


def test_a_contract_that_is_not_renewed_needs_no_terms_of_renewal():
    asked = missing(contract="fixed", renewal_kind="none")["法定の明示"]
    assert not asked & {"contract_renewal", "renewal_limit"}

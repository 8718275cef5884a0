"""The table of steps, what each lacks, and when the municipality must recommend."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.errors import DomainError
from postings.eligibility.course_rules import (
    CLOSED,
    NEXT,
    Act,
    Paper,
    Stand,
    State,
    check_step,
    lacking,
    months_later,
    needs_recommendation,
    next_act,
    next_state,
    recommendation_decides,
    renewable_from,
)

DAY = date(2026, 11, 20)
REQUIRED = {"application": "登録申請書", "pledge": "誓約書"}
LARGE, EXEMPT_BELOW = 10**9, 5 * 10**9
FACTS = {
    "kind": "company",
    "capital_yen": 30_000_000,
    "shareholders": [],
    "officers_total": 4,
    "officers_from_large": 0,
}


def stand(state: State, *papers: Paper, **known) -> Stand:
    return Stand(state, REQUIRED, papers, **known)


def paper(kind: str, state: str = "checked", until: date = DAY, number: int = 1) -> Paper:
    return Paper(number, kind, REQUIRED.get(kind, "登記事項証明書"), state, None if state == "asked" else until)


BOTH = (paper("application"), paper("pledge"))


def test_papers_are_good_through_their_last_day():
    found = stand(State.REGISTERED, *BOTH)
    assert lacking(found, State.DOCUMENTS, DAY) == []
    assert lacking(found, State.DOCUMENTS, DAY + timedelta(days=1)) == [
        "登録申請書の期限が切れています",
        "誓約書の期限が切れています",
    ]


def test_what_is_missing_is_said_in_words():
    found = stand(State.REGISTERED, paper("pledge", "refused"), paper("registry", "asked"))
    assert lacking(found, State.DOCUMENTS, DAY) == [
        "登録申請書を受け取っていません",
        "誓約書を受け取っていません",
        "登記事項証明書を依頼しています（まだ届いていません）",
    ]


def test_a_paper_asked_for_is_waited_for_and_said_once():
    assert lacking(stand(State.REGISTERED, BOTH[0], paper("pledge", "asked")), State.DOCUMENTS, DAY) == [
        "誓約書を依頼しています（まだ届いていません）"
    ]


def test_nothing_is_certified_on_papers_nobody_checked():
    found = stand(State.DOCUMENTS, BOTH[0], paper("pledge", "received"), recommendation=False)
    assert lacking(found, State.CERTIFIED, DAY) == ["誓約書の中身を確かめていません"]
    assert next_act(found, DAY) == Act.CHECK


@pytest.mark.parametrize(
    ("recommendation", "words", "act"),
    [
        (None, ["市町村の推薦が要るかどうか、県に確かめていません"], Act.SETTLE),
        (True, ["市町村の推薦がまだです"], Act.RECOMMEND),
        (False, [], Act.CERTIFY),
    ],
)
def test_an_unknown_recommendation_is_not_taken_for_none(recommendation, words, act):
    found = stand(State.DOCUMENTS, *BOTH, recommendation=recommendation)
    assert (lacking(found, State.CERTIFIED, DAY), next_act(found, DAY)) == (words, act)


def test_after_the_recommendation_comes_the_certification():
    found = stand(State.RECOMMENDED, *BOTH, recommendation=True)
    assert (lacking(found, State.CERTIFIED, DAY), next_act(found, DAY)) == ([], Act.CERTIFY)


def test_a_certification_opens_the_site_through_its_last_day_and_no_longer():
    found = stand(State.CERTIFIED, valid_until=DAY, renewable_from=DAY - timedelta(days=60))
    assert lacking(found, State.LISTABLE, DAY) == []
    assert lacking(found, State.LISTABLE, DAY + timedelta(days=1)) == ["認定の期限が切れています"]


def test_the_renewal_begins_with_the_first_reminder():
    first = renewable_from(DAY, 60)
    assert first == date(2026, 9, 21)
    found = stand(State.LISTABLE, valid_until=DAY, renewable_from=first)
    assert next_act(found, first - timedelta(days=1)) is None
    assert next_act(found, first) == Act.RENEW
    with pytest.raises(DomainError, match="2026年9月21日から"):
        check_step(found, State.RENEWED, first - timedelta(days=1))


@pytest.mark.parametrize("state", State)
def test_no_step_leads_where_the_table_does_not(state):
    for to in set(State) - set(NEXT[state]):
        with pytest.raises(DomainError, match="進めません"):
            check_step(stand(state, *BOTH, recommendation=False, valid_until=DAY), to, DAY)


@pytest.mark.parametrize("state", State)
def test_the_next_step_is_one_of_the_table(state):
    found = next_state(stand(state, recommendation=True))
    assert (found is None) == (state in CLOSED)
    assert found is None or found in NEXT[state]
    assert (next_act(stand(state), DAY) is None) == (state in CLOSED)


@pytest.mark.parametrize(
    ("facts", "decides"),
    [
        ({}, False),
        ({"capital_yen": LARGE - 1}, False),
        ({"capital_yen": LARGE}, True),
        ({"capital_yen": EXEMPT_BELOW - 1}, True),
        # No recommendation helps from here on.
        ({"capital_yen": EXEMPT_BELOW}, False),
        ({"capital_yen": None}, None),
        ({"kind": "medical", "capital_yen": LARGE}, False),
        ({"shareholders": [{"share": "0.5", "capital_yen": LARGE}]}, True),
        ({"shareholders": None}, None),
        ({"officers_total": 1, "officers_from_large": 5}, None),
        # What the corporation says of a recommendation it has does not matter.
        ({"governor_recommendation": True}, False),
        ({"capital_yen": LARGE, "governor_recommendation": True}, True),
    ],
)
def test_the_exceptions_of_c2_and_c3_hang_on_the_recommendation(facts, decides):
    assert recommendation_decides(FACTS | facts, DAY) is decides


def test_a_day_no_rule_book_covers_tells_nothing():
    assert recommendation_decides(FACTS, date(1999, 1, 1)) is None


@pytest.mark.parametrize(
    ("by_exception", "by_procedure", "found_out", "needed"),
    [
        (True, False, False, True),
        (False, False, None, False),
        (False, None, None, None),
        (None, False, None, None),
        (None, True, None, True),
        (False, True, None, True),
        (False, True, False, False),
        (None, None, False, False),
        (None, False, True, True),
    ],
)
def test_who_decides_that_a_recommendation_is_needed(by_exception, by_procedure, found_out, needed):
    found = needs_recommendation(by_exception=by_exception, by_procedure=by_procedure, found_out=found_out)
    assert found is needed


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 20), 12, date(2027, 11, 20)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2027, 3, 31), 12, date(2028, 3, 31)),
    ],
)
def test_a_year_is_counted_by_the_calendar(day, months, later):
    assert months_later(day, months) == later


@given(st.dates(date(2019, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_months_later_is_that_month_and_never_a_later_day(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)

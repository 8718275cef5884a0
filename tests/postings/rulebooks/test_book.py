from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postings.rulebooks.book import DateBasis, Finding, Judgement, Outcome, RuleBook
from postings.rulebooks.library import BOOKS, BookError, choose, version_on
from postings.rulebooks.relocation_corporation import KINDS
from postings.rulebooks.shareholding import WITHOUT_OFFICERS, WITHOUT_SHARES
from postings.rulebooks.wording import yen
from tests.postings.rulebooks.samples import COMPLETE, CORPORATION, ON, ask

VERSIONS = [version for book in BOOKS.values() for version in book.versions]


def test_the_books_begin_with_the_national_scheme():
    assert choose("relocation_corporation", date(2019, 4, 1)).name == "2019-04-01"
    assert choose("relocation_posting", ON).date_basis is DateBasis.POSTING
    with pytest.raises(BookError, match="2019年3月31日"):
        choose("relocation_posting", date(2019, 3, 31))


def test_an_unknown_book_is_refused_with_the_names_of_the_others():
    with pytest.raises(BookError, match="relocation_corporation、relocation_posting"):
        choose("relocation", ON)


def test_the_version_in_force_on_the_day_is_chosen():
    first = replace(VERSIONS[0], valid_to=date(2023, 6, 22))
    second = replace(VERSIONS[0], valid_from=date(2023, 6, 23))
    book = RuleBook("sample", "例", (first, second))
    assert version_on(book, date(2023, 6, 22)) is first
    assert version_on(book, date(2023, 6, 23)) is second


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        (["met", "met"], "eligible"),
        (["met", "unknown"], "unknown"),
        (["unknown", "not_met"], "not_eligible"),
        (["met", "not_met"], "not_eligible"),
    ],
)
def test_the_verdict_follows_from_the_findings(outcomes, verdict):
    version = VERSIONS[0]
    findings = tuple(Finding(version.requirements[0], Outcome(outcome), "") for outcome in outcomes)
    assert Judgement(version, ON, findings).verdict == verdict


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.book} {version.name}")
def test_every_requirement_says_its_words_source_evidence_and_what_it_reads(version):
    facts = {fact.key for fact in version.vocabulary}
    assert {key for requirement in version.requirements for key in requirement.reads} == facts
    assert len({requirement.key for requirement in version.requirements}) == len(version.requirements)
    for requirement in version.requirements:
        assert requirement.words
        assert requirement.source
        assert requirement.evidence
        assert requirement.certainty in {"found", "found_verify", "own_knowledge_verify", "unread"}
        assert len(requirement.title) <= 120
        assert len(requirement.source) <= 200


@pytest.mark.parametrize("book", [key for key in BOOKS if key.startswith("posting_")])
def test_every_requirement_of_the_law_says_what_to_tell_the_employer(book):
    for version in BOOKS[book].versions:
        for requirement in version.requirements:
            assert requirement.advice.endswith("。")
            assert len(requirement.advice) >= 15


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.book} {version.name}")
def test_the_versions_of_a_book_do_not_overlap_and_leave_no_gap(version):
    versions = BOOKS[version.book].versions
    assert versions[-1].valid_to is None
    assert all(earlier.valid_to < later.valid_from for earlier, later in pairwise(versions))


def test_amounts_are_written_exactly():
    assert [yen(amount) for amount in (0, 1, 999_999_999, 1_000_000_000, 5_000_000_000, 100_000_001)] == [
        "0円",
        "1円",
        "9億9,999万9,999円",
        "10億円",
        "50億円",
        "1億1円",
    ]


FLAG = st.booleans()
SHARES = st.sampled_from(["0", "1/4", "1/3", "1/2"])
CAPITALS = st.sampled_from([0, 999_999_999, 1_000_000_000, 4_999_999_999, 5_000_000_000])
PLACES = st.sampled_from(
    [("熊本県", "八代市"), ("東京都", "千代田区"), ("東京都", "檜原村"), ("東京都", "八王子市"), ("千葉県", "多古町")]
)
DAYS = st.dates(date(2026, 9, 1), date(2026, 12, 31)).map(date.isoformat)


@st.composite
def corporations(draw):
    """Facts that are all known and do not contradict their kind (nobody owns an NPO)."""
    kind = draw(st.sampled_from(list(KINDS)))
    total = draw(st.integers(1, 4))
    prefecture, municipality = draw(PLACES)
    holders = draw(st.lists(st.fixed_dictionaries({"share": SHARES, "capital_yen": CAPITALS}), max_size=2))
    return {key: draw(FLAG) for key in CORPORATION} | {
        "kind": kind,
        "capital_yen": draw(CAPITALS),
        "shareholders": [] if kind in WITHOUT_SHARES else holders,
        "officers_total": total,
        "officers_from_large": 0 if kind in WITHOUT_OFFICERS else draw(st.integers(0, total)),
        "head_office_prefecture": prefecture,
        "head_office_municipality": municipality,
    }


@st.composite
def job_postings(draw):
    prefecture, municipality = draw(PLACES)
    return {
        "weekly_hours": draw(st.sampled_from([19, 20, 40])),
        "contract": draw(st.sampled_from(["indefinite", "fixed"])),
        "new_hire": draw(FLAG),
        "transfer": draw(FLAG),
        "work_prefecture": prefecture,
        "work_municipality": municipality,
        "listed_as_eligible_on": draw(DAYS),
        "applied_on": draw(DAYS),
    }


@st.composite
def cases(draw):
    """A book, facts that are all known, and the same facts with some of them forgotten."""
    book, complete = draw(
        st.one_of(
            corporations().map(lambda facts: ("relocation_corporation", facts)),
            job_postings().map(lambda facts: ("relocation_posting", facts)),
        )
    )
    forgotten = draw(st.sets(st.sampled_from(list(complete))))
    partial = {key: None if key in forgotten else value for key, value in complete.items()}
    if partial.get("shareholders"):
        partial["shareholders"] = [
            {key: None if draw(FLAG) else value for key, value in holder.items()} for holder in partial["shareholders"]
        ]
    return book, complete, partial


@settings(max_examples=400, deadline=None)
@given(case=cases())
def test_what_is_told_with_facts_unknown_stays_told_when_they_become_known(case):
    book, complete, partial = case
    after = {finding.key: finding.outcome for finding in ask(book, complete).findings}
    for before in ask(book, partial).findings:
        if before.outcome is not Outcome.UNKNOWN:
            assert before.outcome is after[before.key], before.reason


@settings(max_examples=200, deadline=None)
@given(case=cases())
def test_the_verdict_stays_too_and_every_reason_is_one_short_sentence(case):
    book, complete, partial = case
    before, after = ask(book, partial), ask(book, complete)
    assert before.verdict in {"unknown", after.verdict}
    for finding in (*before.findings, *after.findings):
        assert 0 < len(finding.reason) <= 400
        assert ("要確認" in finding.reason) is (finding.outcome is Outcome.UNKNOWN)


@settings(max_examples=100, deadline=None)
@given(case=cases())
def test_facts_all_known_leave_open_only_what_no_fact_can_tell(case):
    book, complete, _ = case
    open_keys = {finding.key for finding in ask(book, complete).findings if finding.outcome is Outcome.UNKNOWN}
    assert open_keys <= {"C2", "C4"}
    if "C2" in open_keys:
        assert complete["kind"] == "other"
    if "C4" in open_keys:
        assert complete["head_office_municipality"] in {"八王子市", "多古町"}


@pytest.mark.parametrize("book", COMPLETE)
def test_forgetting_one_fact_never_refuses_a_sample_that_meets_everything(book):
    for key in COMPLETE[book]:
        assert ask(book, COMPLETE[book] | {key: None}).verdict in {"eligible", "unknown"}

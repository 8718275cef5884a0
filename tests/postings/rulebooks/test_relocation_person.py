"""What a person who moves is asked, at every day on which the rule changes."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postings.rulebooks.book import Outcome, judge
from postings.rulebooks.facts import FactError
from postings.rulebooks.library import BOOKS, BookError, choose, choose_for
from postings.rulebooks.places import rows
from postings.rulebooks.relocation_person import ROUTES, STATUSES
from tests.postings.rulebooks.people import PERSON, TODAY, ask_person, found, outcome, period


def test_somebody_from_the_wards_who_works_at_an_eligible_posting_meets_everything():
    judgement = ask_person()
    assert [finding.key for finding in judgement.findings] == [f"P{number}" for number in range(1, 12)]
    assert {finding.outcome for finding in judgement.findings} == {"met"}
    assert judgement.verdict == "eligible"
    assert [item.key for item in judgement.left_out] == ["P12"]


def test_without_facts_nothing_can_be_told():
    judgement = judge(choose("relocation_person", TODAY), {}, on=TODAY)
    assert {finding.outcome for finding in judgement.findings} == {"unknown"}
    assert judgement.verdict == "unknown"


@pytest.mark.parametrize(
    ("moved", "version"),
    [
        ("2019-04-01", "2019-04-01"),
        ("2019-10-15", "2019-04-01"),
        ("2019-10-16", "2019-10-16"),
        ("2020-03-31", "2019-10-16"),
        ("2020-04-01", "2020-04-01"),
        ("2021-03-31", "2020-04-01"),
        ("2021-04-01", "2021-04-01"),
        ("2022-03-31", "2021-04-01"),
        ("2022-04-01", "2022-04-01"),
        ("2023-03-31", "2022-04-01"),
        ("2023-04-01", "2023-04-01"),
        ("2023-06-22", "2023-04-01"),
        ("2023-06-23", "2023-06-23"),
        ("2025-04-01", "2023-06-23"),
    ],
)
def test_the_version_goes_by_the_day_of_moving_in_whatever_today_is(moved, version):
    assert choose_for("relocation_person", {"moved_in_on": moved}, TODAY).name == version


def test_a_move_before_the_national_scheme_has_no_version():
    with pytest.raises(BookError, match="2019年3月31日"):
        choose_for("relocation_person", {"moved_in_on": "2019-03-31"}, TODAY)


def test_a_version_is_not_applied_to_a_move_of_another_time():
    with pytest.raises(FactError, match="別の版"):
        judge(choose("relocation_person", TODAY), {"moved_in_on": "2020-01-01"}, on=TODAY)


def test_without_the_day_of_moving_nothing_that_hangs_on_it_is_told():
    judgement = ask_person(moved_in_on=None)
    told = {finding.key for finding in judgement.findings if finding.outcome != "unknown"}
    assert told == {"P5", "P6", "P7", "P9", "P10"}


@pytest.mark.parametrize(("moved", "expected"), [("2019-10-15", "not_met"), ("2019-10-16", "met")])
def test_p1_the_scheme_of_kumamoto_began_on_16_october_2019(moved, expected):
    assert outcome("P1", moved_in_on=moved, applied_on=None) == expected


@pytest.mark.parametrize(
    ("prefecture", "municipality", "expected"),
    [
        ("熊本県", None, "met"),
        (None, "43202", "met"),
        ("福岡県", None, "not_met"),
        (None, None, "unknown"),
    ],
)
def test_p1_asks_for_a_move_into_kumamoto(prefecture, municipality, expected):
    assert outcome("P1", destination_prefecture=prefecture, destination_municipality=municipality) == expected


@pytest.mark.parametrize(
    ("moved", "applied", "place", "expected"),
    [
        ("2019-11-01", "2020-03-31", "八代市", "met"),
        ("2019-11-01", "2020-03-31", "阿蘇市", "not_met"),
        ("2019-11-01", "2020-03-31", "玉名郡和水町", "not_met"),
        ("2019-11-01", "2020-03-31", "43367", "not_met"),
        ("2019-11-01", "2020-03-31", "西原村", "not_met"),
        ("2019-11-01", "2020-03-31", "相良村", "not_met"),
        ("2019-11-01", "2020-03-31", "五木村", "not_met"),
        ("2019-11-01", "2020-04-01", "八代市", "unknown"),
        ("2019-11-01", "2020-04-01", "阿蘇市", "unknown"),
        ("2025-03-31", "2025-04-01", "八代市", "unknown"),
        ("2025-04-01", "2026-03-31", "阿蘇市", "met"),
        ("2025-04-01", "2026-03-31", "熊本市中央区", "met"),
        ("2025-04-01", "2026-03-31", "43101", "met"),
        ("2025-04-01", "2026-04-01", "阿蘇市", "unknown"),
        ("2025-05-01", "2025-06-01", "どこにもない町", "unknown"),
        ("2025-05-01", None, "八代市", "unknown"),
        ("2025-05-01", "2025-06-01", None, "unknown"),
    ],
)
def test_p2_only_2019_and_2025_are_known(moved, applied, place, expected):
    assert outcome("P2", moved_in_on=moved, applied_on=applied, destination_municipality=place) == expected


def test_p2_counts_39_municipalities_in_2019_and_45_in_2025():
    years = [row["fiscal_year"] for row in rows("kumamoto_participation.csv")]
    assert (years.count("2019"), years.count("2025"), len(years)) == (39, 45, 84)


@pytest.mark.parametrize(
    ("moved", "applied", "expected"),
    [
        ("2023-06-22", "2023-09-21", "not_met"),
        ("2023-06-22", "2023-09-22", "met"),
        ("2023-06-22", "2024-06-22", "met"),
        ("2023-06-22", "2024-06-23", "not_met"),
        ("2023-06-23", "2023-06-23", "met"),
        ("2023-06-23", "2024-06-23", "met"),
        ("2023-06-23", "2024-06-24", "not_met"),
        ("2019-11-30", "2020-02-28", "not_met"),
        ("2019-11-30", "2020-02-29", "met"),
        ("2024-02-29", "2025-02-28", "met"),
        ("2024-02-29", "2025-03-01", "not_met"),
        ("2025-05-01", None, "unknown"),
    ],
)
def test_p4_asks_for_an_application_within_a_year_and_once_for_three_months_of_waiting(moved, applied, expected):
    assert outcome("P4", moved_in_on=moved, applied_on=applied) == expected


@pytest.mark.parametrize(
    ("key", "fact", "good"),
    [
        ("P5", "stays_five_years", True),
        ("P7", "antisocial", False),
        ("P9", "relative_in_management", False),
        ("P10", "works_five_years", True),
    ],
)
def test_one_fact_answers(key, fact, good):
    assert outcome(key, **{fact: good}) == "met"
    assert outcome(key, **{fact: not good}) == "not_met"
    assert outcome(key, **{fact: None}) == "unknown"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("japanese", "met"),
        ("permanent_resident", "met"),
        ("spouse_of_japanese", "met"),
        ("spouse_of_permanent_resident", "met"),
        ("long_term_resident", "met"),
        ("special_permanent_resident", "met"),
        ("other", "not_met"),
        (None, "unknown"),
    ],
)
def test_p6_asks_for_japanese_nationality_or_one_of_five_statuses(status, expected):
    assert outcome("P6", status=status) == expected


@pytest.mark.parametrize(
    ("moved", "route", "expected"),
    [
        ("2021-03-31", "employment", "met"),
        ("2021-03-31", "telework", "not_met"),
        ("2021-04-01", "telework", "unknown"),
        ("2021-03-31", "professional", "unknown"),
        ("2021-03-31", "local_ties", "unknown"),
        ("2021-03-31", "startup", "unknown"),
        ("2021-03-31", None, "unknown"),
    ],
)
def test_p8_telework_is_a_way_from_april_2021(moved, route, expected):
    assert outcome("P8", moved_in_on=moved, applied_on=None, route=route) == expected


def test_what_is_asked_of_employees_is_not_held_against_other_ways():
    for key, facts in (("P9", {"relative_in_management": True}), ("P10", {"works_five_years": False})):
        assert outcome(key, route="telework", **facts) == "unknown"
        assert outcome(key, route=None, **facts) == "unknown"


@pytest.mark.parametrize(
    ("moved", "since", "applied", "expected"),
    [
        ("2023-06-22", "2023-07-01", "2023-09-30", "not_met"),
        ("2023-06-22", "2023-07-01", "2023-10-01", "met"),
        ("2023-06-22", None, "2023-10-01", "unknown"),
        ("2023-06-22", "2023-07-01", None, "unknown"),
        ("2023-06-23", "2023-07-01", "2023-07-02", "met"),
        ("2023-06-23", None, None, "met"),
    ],
)
def test_p11_three_months_in_employment_were_asked_up_to_22_june_2023(moved, since, applied, expected):
    assert outcome("P11", moved_in_on=moved, employed_since=since, applied_on=applied) == expected


def amount(**changed) -> str:
    return next(item.reason for item in ask_person(applied_on=None, **changed).left_out)


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ("2022-03-31", "世帯で100万円以内（額は市町村が決める）"),
        ("2022-04-01", "18歳未満の子2人で最大60万円"),
        ("2023-03-31", "18歳未満の子2人で最大60万円"),
        ("2023-04-01", "18歳未満の子2人で最大200万円"),
        ("2025-04-01", "18歳未満の子2人で最大200万円"),
    ],
)
def test_the_amount_for_children_goes_by_the_day_of_moving_and_is_for_the_municipality_to_say(moved, words):
    assert words in amount(moved_in_on=moved)


def test_the_amounts_are_words_beside_the_verdict():
    assert amount(household=False) == "単身で60万円以内（額は市町村が決める）"
    assert "1人につき最大100万円" in amount(children_under_18=None)
    assert "転入日が分かると" in amount(moved_in_on=None)


def test_refunds_and_who_decides_are_handed_on_as_text():
    for version in BOOKS["relocation_person"].versions:
        assert version.notes[0] == "参考。受給の可否は市町村が決めます。"
        assert any("全額" in note for note in version.notes)
        assert any("半額" in note for note in version.notes)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"applied_on": "2025-04-30"}, "applied_on"),
        ({"periods": [{"from": "2020-01-02", "to": "2020-01-01"}]}, "periods"),
        ({"periods": [{"place_prefecture": "埼玉県", "place_municipality": "131016"}]}, "periods"),
        ({"destination_prefecture": "熊本県", "destination_municipality": "131016"}, "destination_municipality"),
        ({"status": "日本人"}, "status"),
        ({"periods": [{"kind": "living"}]}, "periods"),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(facts, field):
    with pytest.raises(FactError) as error:
        ask_person(**facts)
    assert error.value.field == field


def test_every_reason_that_is_open_says_so():
    for key in PERSON:
        for finding in ask_person(**{key: None}).findings:
            assert ("要確認" in finding.reason) is (finding.outcome == "unknown"), finding


def test_the_days_are_named():
    assert "2025年8月1日" in found("P4").reason
    assert date.fromisoformat(PERSON["moved_in_on"]).year == 2025


FLAG = st.booleans()
PLACES = st.sampled_from([("熊本県", "八代市"), ("熊本県", "阿蘇市"), ("福岡県", "福岡市")])
MOVES = [
    date(2019, 10, 15),
    date(2019, 11, 1),
    date(2021, 3, 31),
    date(2023, 6, 22),
    date(2023, 6, 23),
    date(2025, 5, 1),
]


@st.composite
def people(draw):
    """Everything about a person, known."""
    moved = draw(st.sampled_from(MOVES))
    prefecture, municipality = draw(PLACES)
    return {
        "moved_in_on": moved.isoformat(),
        "applied_on": draw(st.dates(moved, date(moved.year + 2, 1, 1))).isoformat(),
        "destination_prefecture": prefecture,
        "destination_municipality": municipality,
        "periods": draw(st.sampled_from([[], [period("2012-01-01", "2025-04-30")], [period(None, "2025-04-30")]])),
        "status": draw(st.sampled_from(list(STATUSES))),
        "route": draw(st.sampled_from(list(ROUTES))),
        "employed_since": draw(st.dates(date(2019, 1, 1), date(2025, 12, 31))).isoformat(),
        "children_under_18": draw(st.integers(0, 3)),
    } | {
        name: draw(FLAG)
        for name in ("stays_five_years", "antisocial", "relative_in_management", "works_five_years", "household")
    }


@settings(max_examples=400, deadline=None)
@given(complete=people(), forgotten=st.sets(st.sampled_from(list(PERSON))))
def test_what_is_told_with_facts_unknown_stays_told_when_they_become_known(complete, forgotten):
    before = ask_person(**{key: None if key in forgotten else value for key, value in complete.items()})
    after = ask_person(**complete)
    outcomes = {finding.key: finding.outcome for finding in after.findings}
    for finding in before.findings:
        if finding.outcome is not Outcome.UNKNOWN:
            assert finding.outcome is outcomes[finding.key], finding.reason
    assert before.verdict in {"unknown", after.verdict}

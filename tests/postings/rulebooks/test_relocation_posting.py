from datetime import date

import pytest

from postings.rulebooks.book import Phase, judge
from postings.rulebooks.library import choose
from tests.postings.rulebooks.samples import ON, POSTING, answer, ask, finding


def test_a_new_job_without_end_in_the_prefecture_meets_everything():
    judgement = ask("relocation_posting", POSTING)
    assert [(found.key, found.outcome) for found in judgement.findings] == [
        (key, "met") for key in ("J1", "J2", "J3", "J4", "J5")
    ]
    assert judgement.verdict == "eligible"


def test_without_facts_nothing_can_be_told():
    judgement = ask("relocation_posting", {})
    assert {found.outcome for found in judgement.findings} == {"unknown"}
    assert judgement.verdict == "unknown"


@pytest.mark.parametrize(
    ("hours", "contract", "outcome"),
    [
        (20, "indefinite", "met"),
        (20.0, "indefinite", "met"),
        (19.9, "indefinite", "not_met"),
        (0, "indefinite", "not_met"),
        (40, "fixed", "not_met"),
        (None, "fixed", "not_met"),
        (19, None, "not_met"),
        (None, "indefinite", "unknown"),
        (20, None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_j1_asks_for_twenty_hours_a_week_and_a_contract_without_end(hours, contract, outcome):
    assert answer("J1", weekly_hours=hours, contract=contract) == outcome


@pytest.mark.parametrize(
    ("new_hire", "transfer", "outcome"),
    [
        (True, False, "met"),
        (True, True, "not_met"),
        (False, False, "not_met"),
        (False, True, "not_met"),
        (None, True, "not_met"),
        (False, None, "not_met"),
        (True, None, "unknown"),
        (None, False, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_j2_asks_for_a_new_employment_that_is_no_transfer(new_hire, transfer, outcome):
    assert answer("J2", new_hire=new_hire, transfer=transfer) == outcome


@pytest.mark.parametrize(
    ("prefecture", "municipality", "outcome"),
    [
        ("熊本県", None, "met"),
        ("熊本", "八代市", "met"),
        ("43", "43202", "met"),
        (None, "432024", "met"),
        (None, "熊本県八代市", "met"),
        ("東京都", "千代田区", "not_met"),
        ("東京都", "八王子市", "not_met"),
        ("東京都", "檜原村", "not_met"),
        ("福岡県", None, "not_met"),
        (None, None, "unknown"),
        (None, "八代市", "unknown"),
    ],
)
def test_j3_asks_for_a_workplace_in_the_prefecture(prefecture, municipality, outcome):
    assert answer("J3", work_prefecture=prefecture, work_municipality=municipality) == outcome


@pytest.mark.parametrize(
    ("listed", "outcome"),
    [("2026-10-01", "met"), ("2026-11-20", "met"), ("2026-11-21", "not_met"), (None, "unknown")],
)
def test_j4_asks_for_a_listing_as_eligible_by_the_day_of_judgement(listed, outcome):
    assert answer("J4", on=date(2026, 11, 20), listed_as_eligible_on=listed) == outcome


@pytest.mark.parametrize(
    ("listed", "applied", "outcome"),
    [
        ("2026-10-01", "2026-10-01", "met"),
        ("2026-10-01", "2026-10-02", "met"),
        ("2026-10-01", "2026-09-30", "not_met"),
        ("2026-10-01", None, "unknown"),
        (None, "2026-10-01", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_j5_asks_for_an_application_on_or_after_the_day_of_listing(listed, applied, outcome):
    assert answer("J5", listed_as_eligible_on=listed, applied_on=applied) == outcome


@pytest.mark.parametrize(
    ("until", "applied", "outcome"),
    [
        ("2026-10-15", "2026-10-15", "met"),
        ("2026-10-16", "2026-10-15", "met"),
        ("2026-10-14", "2026-10-15", "unknown"),
        ("2026-10-14", None, "unknown"),
    ],
)
def test_j6_an_application_after_the_listing_lapsed_is_open_never_refused(until, applied, outcome):
    assert answer("J6", listed_until=until, applied_on=applied) == outcome


def test_j6_without_the_last_day_of_the_listing_is_left_out_and_said():
    judgement = ask("relocation_posting", POSTING | {"listed_until": None})
    assert [(item.key, "判定に入れていない" in item.reason) for item in judgement.left_out] == [("J6", True)]


@pytest.mark.parametrize(
    ("key", "facts", "words"),
    [
        ("J1", {"weekly_hours": None}, "週の所定労働時間が分からないため要確認"),
        ("J1", {"weekly_hours": 19.5, "contract": "fixed"}, "20時間未満（19.5時間）、契約が有期"),
        ("J2", {"transfer": None}, "転勤・出向・研修による勤務地の変更かが分からないため要確認"),
        ("J3", {"work_prefecture": "東京都", "work_municipality": "13101"}, "熊本県内でない（東京都千代田区）"),
        ("J4", {"listed_as_eligible_on": None}, "対象としての掲載日が分からないため要確認"),
        ("J5", {"applied_on": "2026-09-30"}, "応募日（2026年9月30日）が対象としての掲載日（2026年10月1日）より前"),
    ],
)
def test_the_reason_names_the_fact(key, facts, words):
    assert words in finding(key, **facts).reason


def test_a_vetting_before_publication_leaves_listing_and_application_out():
    version = choose("relocation_posting", ON)
    facts = POSTING | {"listed_as_eligible_on": None, "applied_on": None}
    assert judge(version, facts, on=ON).verdict == "unknown"
    before = judge(version, facts, on=ON, phases=[Phase.VETTING])
    assert [found.key for found in before.findings] == ["J1", "J2", "J3"]
    assert before.verdict == "eligible"

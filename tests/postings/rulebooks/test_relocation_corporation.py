from dataclasses import replace

import pytest

from postings.rulebooks.book import judge
from postings.rulebooks.library import choose
from tests.postings.rulebooks.samples import CORPORATION, ON, answer, ask, finding

OKU = 100_000_000
PRIVATE_NOT_FOR_PROFIT = ["medical", "social_welfare", "npo", "cooperative", "school"]


def test_a_small_company_of_the_prefecture_meets_everything():
    judgement = ask("relocation_corporation", CORPORATION)
    assert [found.key for found in judgement.findings] == ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]
    assert {found.outcome for found in judgement.findings} == {"met"}
    assert judgement.verdict == "eligible"


def test_without_facts_nothing_can_be_told():
    judgement = ask("relocation_corporation", {})
    assert {found.outcome for found in judgement.findings} == {"unknown"}
    assert judgement.verdict == "unknown"
    assert all("要確認" in found.reason for found in judgement.findings)


def test_absent_and_null_mean_the_same():
    empty = dict.fromkeys(CORPORATION)
    assert ask("relocation_corporation", empty).findings == ask("relocation_corporation", {}).findings


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"kind": "public_body"}, "not_met"),
        ({"kind": "public_body", "capital_yen": None, "receives_local_subsidy": None}, "not_met"),
        ({"kind": "independent_agency"}, "not_met"),
        ({"kind": "independent_agency", "receives_local_subsidy": True}, "not_met"),
        *[({"kind": kind}, "met") for kind in ["company", "sole_proprietor", "other", *PRIVATE_NOT_FOR_PROFIT]],
        ({"kind": None}, "unknown"),
        ({"kind": "third_sector", "capital_yen": 10 * OKU - 1}, "met"),
        ({"kind": "third_sector", "capital_yen": 10 * OKU}, "not_met"),
        ({"kind": "third_sector", "capital_yen": 10 * OKU, "receives_local_subsidy": True}, "met"),
        ({"kind": "third_sector", "capital_yen": 10 * OKU, "receives_local_subsidy": None}, "unknown"),
        ({"kind": "third_sector", "capital_yen": 1, "receives_local_subsidy": None}, "met"),
        ({"kind": "third_sector", "capital_yen": None, "receives_local_subsidy": True}, "met"),
        ({"kind": "third_sector", "capital_yen": None, "receives_local_subsidy": False}, "unknown"),
        ({"kind": "third_sector", "capital_yen": None, "receives_local_subsidy": None}, "unknown"),
    ],
)
def test_c1_public_bodies_are_out_but_small_or_subsidised_third_sector_corporations_are_in(facts, outcome):
    assert answer("C1", **facts) == outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"capital_yen": 0}, "met"),
        ({"capital_yen": 10 * OKU - 1}, "met"),
        ({"capital_yen": 10 * OKU - 1, "governor_recommendation": None}, "met"),
        ({"capital_yen": 10 * OKU}, "not_met"),
        ({"capital_yen": 10 * OKU, "governor_recommendation": True}, "met"),
        ({"capital_yen": 10 * OKU, "governor_recommendation": None}, "unknown"),
        ({"capital_yen": 50 * OKU - 1, "governor_recommendation": True}, "met"),
        ({"capital_yen": 50 * OKU, "governor_recommendation": True}, "not_met"),
        ({"capital_yen": 50 * OKU, "governor_recommendation": None}, "not_met"),
        ({"capital_yen": None}, "unknown"),
        ({"capital_yen": None, "governor_recommendation": True}, "unknown"),
        *[({"kind": kind, "capital_yen": 60 * OKU}, "met") for kind in PRIVATE_NOT_FOR_PROFIT],
        *[({"kind": kind, "capital_yen": None}, "met") for kind in PRIVATE_NOT_FOR_PROFIT],
        ({"kind": "sole_proprietor", "capital_yen": None}, "met"),
        ({"kind": "third_sector", "capital_yen": 10 * OKU, "receives_local_subsidy": True}, "met"),
        ({"kind": "public_body", "capital_yen": None}, "met"),
        ({"kind": "other", "capital_yen": 10 * OKU}, "unknown"),
        ({"kind": "other", "capital_yen": 10 * OKU - 1}, "met"),
        ({"kind": None, "capital_yen": 10 * OKU}, "unknown"),
        ({"kind": None, "capital_yen": 10 * OKU - 1}, "met"),
        ({"kind": None, "capital_yen": 20 * OKU, "governor_recommendation": True}, "met"),
    ],
)
def test_c2_large_capital_of_a_company_for_profit_is_out_unless_recommended(facts, outcome):
    assert answer("C2", **facts) == outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"head_office_prefecture": "大分県", "head_office_municipality": None}, "met"),
        ({"head_office_prefecture": "東京都", "head_office_municipality": "千代田区"}, "not_met"),
        ({"head_office_prefecture": "神奈川県", "head_office_municipality": "川崎市中原区"}, "not_met"),
        (
            {
                "head_office_prefecture": "東京都",
                "head_office_municipality": "千代田区",
                "limited_work_location": True,
            },
            "met",
        ),
        (
            {
                "head_office_prefecture": "東京都",
                "head_office_municipality": "千代田区",
                "limited_work_location": None,
            },
            "unknown",
        ),
        ({"head_office_prefecture": "東京都", "head_office_municipality": "奥多摩町"}, "met"),
        (
            {
                "head_office_prefecture": "東京都",
                "head_office_municipality": "奥多摩町",
                "limited_work_location": None,
            },
            "met",
        ),
        ({"head_office_prefecture": "千葉県", "head_office_municipality": "白子町"}, "unknown"),
        ({"head_office_prefecture": "埼玉県", "head_office_municipality": "所沢市"}, "unknown"),
        (
            {"head_office_prefecture": "埼玉県", "head_office_municipality": "所沢市", "limited_work_location": True},
            "met",
        ),
        ({"head_office_prefecture": "東京都", "head_office_municipality": None}, "unknown"),
        ({"head_office_prefecture": None, "head_office_municipality": None}, "unknown"),
        (
            {"head_office_prefecture": None, "head_office_municipality": None, "limited_work_location": True},
            "met",
        ),
        ({"head_office_prefecture": None, "head_office_municipality": "131016"}, "not_met"),
    ],
)
def test_c4_a_head_office_in_the_centre_of_the_tokyo_area_is_out_unless_the_work_location_is_limited(facts, outcome):
    assert answer("C4", **facts) == outcome


@pytest.mark.parametrize(
    ("key", "fact", "good"),
    [
        ("C5", "employment_insurance", True),
        ("C6", "adult_entertainment", False),
        ("C7", "antisocial", False),
    ],
)
def test_c5_to_c7_answer_by_one_fact(key, fact, good):
    assert answer(key, **{fact: good}) == "met"
    assert answer(key, **{fact: not good}) == "not_met"
    assert answer(key, **{fact: None}) == "unknown"


def test_c5_reminds_that_the_prefecture_decides_on_sole_proprietors():
    found = finding("C5", kind="sole_proprietor")
    assert found.outcome == "met"
    assert "県の要領で確かめる" in found.reason


def asking_for_c8(**facts):
    """The judgement by a version in which the prefecture's additions are asked for."""
    version = choose("relocation_corporation", ON)
    version = replace(version, parameters=version.parameters | {"prefecture_additions": "yes"})
    return judge(version, CORPORATION | facts, on=ON)


def test_c8_stays_out_of_the_verdict_while_nobody_knows_what_it_asks():
    judgement = ask("relocation_corporation", CORPORATION | {"prefectural_tax_arrears": True})
    assert judgement.verdict == "eligible"
    assert [item.key for item in judgement.left_out] == ["C8"]
    assert "判定に入れていない" in judgement.left_out[0].reason


@pytest.mark.parametrize(
    ("arrears", "violation", "outcome"),
    [
        (False, False, "met"),
        (True, False, "not_met"),
        (False, True, "not_met"),
        (True, None, "not_met"),
        (None, True, "not_met"),
        (None, False, "unknown"),
        (False, None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_c8_is_judged_from_two_facts_once_a_version_asks_for_it(arrears, violation, outcome):
    judgement = asking_for_c8(prefectural_tax_arrears=arrears, labour_law_violation=violation)
    assert judgement.left_out == ()
    assert judgement.findings[-1].key == "C8"
    assert judgement.findings[-1].outcome == outcome


def test_one_requirement_that_is_not_met_decides_whatever_is_unknown():
    assert ask("relocation_corporation", {"antisocial": True}).verdict == "not_eligible"
    assert ask("relocation_corporation", {"kind": "independent_agency"}).verdict == "not_eligible"


@pytest.mark.parametrize(
    ("key", "facts", "words"),
    [
        ("C1", {"kind": None}, "法人の種別が分からないため要確認"),
        (
            "C1",
            {"kind": "third_sector", "capital_yen": None, "receives_local_subsidy": None},
            "資本金・地方公共団体の補助の有無が分からないため要確認",
        ),
        ("C2", {"capital_yen": None}, "資本金が分からないため要確認"),
        (
            "C2",
            {"capital_yen": 20 * OKU, "governor_recommendation": None},
            "市町村長の推薦・知事の認定が分からないため要確認",
        ),
        ("C2", {"capital_yen": 10 * OKU}, "資本金が10億円以上（10億円）"),
        ("C3", {"shareholders": None}, "株主・出資者の構成が分からないため要確認"),
        ("C4", {"head_office_prefecture": "東京", "head_office_municipality": None}, "本店の市区町村が分からない"),
        ("C4", {"head_office_prefecture": "東京", "head_office_municipality": "13101"}, "東京都千代田区"),
    ],
)
def test_the_reason_names_the_fact(key, facts, words):
    assert words in finding(key, **facts).reason

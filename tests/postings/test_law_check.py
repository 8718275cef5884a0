"""What the law says of a posting as it is in the database, and the letter that tells the employer."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from pypdf import PdfReader

from centre.roles import Role
from postings.labour_law import advice_letter
from postings.labour_law.announcing import announce_minimum_wage
from postings.labour_law.declaring import declare
from postings.labour_law.law_check import check
from postings.labour_law.law_facts import law_facts, terms_facts
from postings.models import MinimumWage
from postings.rulebooks.facts import read_facts
from postings.rulebooks.library import choose
from tests.factories.centre import UserFactory
from tests.factories.postings import JobPostingFactory
from tests.postings.test_declaring import NOTHING

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
WHOLE = {
    "received_on": TODAY,
    "starts_on": date(2027, 1, 4),
    "duties": "部品の検品",
    "duties_scope": "変更なし",
    "contract": "indefinite",
    "has_trial": False,
    "is_dispatch": False,
    "work_address": "熊本市中央区見本町1番",
    "work_place_scope": "変更なし",
    "working_time": "8:30〜17:30",
    "break_minutes": 60,
    "overtime": False,
    "holidays": "土日祝",
    "wage_kind": "monthly",
    "wage_from_yen": 210_000,
    "has_fixed_overtime": False,
    "excluded_allowances_yen": 0,
    "annual_hours": Decimal("1960.0"),
    "employment_insurance": True,
    "accident_insurance": True,
    "health_insurance": True,
    "pension_insurance": True,
    "smoking_measure": "no_smoking",
    "age_limited": False,
    "sex_limit": "none",
}


def outcomes(**changed) -> dict[str, str]:
    found = check(JobPostingFactory(**(WHOLE | changed)), TODAY)
    return {one.key: one.outcome for one in found.findings}


@pytest.fixture
def today():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def test_a_whole_and_lawful_posting_of_a_declared_employer_leaves_only_what_a_person_judges(today):
    posting = JobPostingFactory(**WHOLE)
    declare(
        posting.establishment.corporation, declared_on=TODAY, answers=NOTHING, declarant_role="社長", by=UserFactory()
    )
    found = check(posting, TODAY)
    assert [judgement.verdict_in_words for judgement in found.judgements] == ["適法", "すべて明示", "要確認"]
    assert [one.key for one in found.findings if one.outcome != "met"] == ["A2"]
    assert found.to_tell == ()
    assert advice_letter.as_text(posting, found) == ""


@pytest.mark.parametrize(
    ("changed", "key", "outcome"),
    [
        ({"wage_from_yen": 178_360}, "L2", "met"),
        ({"wage_from_yen": 178_359}, "L2", "not_met"),
        ({"wage_from_yen": 178_359}, "L1", "met"),
        ({"wage_from_yen": 198_360, "has_fixed_overtime": True, "fixed_overtime_yen": 20_000}, "L2", "met"),
        ({"wage_from_yen": 198_359, "has_fixed_overtime": True, "fixed_overtime_yen": 20_000}, "L2", "not_met"),
        ({"has_fixed_overtime": None}, "L1", "unknown"),
        ({"has_fixed_overtime": True}, "L1", "unknown"),
        ({"excluded_allowances_yen": None}, "L1", "unknown"),
        ({"annual_hours": None}, "L1", "unknown"),
        ({"annual_hours": 0}, "L1", "unknown"),
        ({"wage_from_yen": 178_359, "starts_on": None}, "L2", "unknown"),
        ({"age_limited": None}, "L3", "unknown"),
        ({"age_limited": True, "age_max": 60, "age_reason": "1号", "retirement_age": 60}, "L3", "met"),
        ({"age_limited": True, "age_max": 40}, "L3", "unknown"),
        ({"sex_limit": ""}, "L4", "unknown"),
        ({"sex_limit": "female", "sex_reason": "religion"}, "L4", "met"),
        ({"sex_limit": "female"}, "L4", "unknown"),
        ({"duties_scope": ""}, "T1", "not_met"),
        ({"contract": "fixed"}, "T2", "not_met"),
        ({"contract": "fixed", "renewal_kind": "none"}, "T4", "met"),
        ({"contract": "fixed", "renewal_kind": "conditional", "contract_renewal": "勤務成績"}, "T4", "not_met"),
        ({"overtime": None}, "T6", "not_met"),
        ({"has_fixed_overtime": True, "fixed_overtime_yen": 1, "fixed_overtime_hours": 1}, "T7-2", "not_met"),
        ({"has_fixed_overtime": None}, "T7-2", "unknown"),
        ({"pension_insurance": None}, "T8", "not_met"),
        ({"pension_insurance": False}, "T8", "met"),
        ({"is_dispatch": True}, "T10", "met"),
        ({"smoking_measure": ""}, "T11", "not_met"),
        ({"wage_from_yen": 100_000}, "A1", "not_met"),
        ({"wage_from_yen": 178_359}, "A1", "unknown"),
        ({"sex_limit": "male", "sex_reason": "positive_action"}, "A1", "not_met"),
        ({"age_limited": None}, "A1", "unknown"),
        ({"smoking_measure": ""}, "A4", "not_met"),
        ({}, "A5", "unknown"),
    ],
)
def test_what_the_posting_holds_reaches_the_rules(changed, key, outcome):
    assert outcomes(**changed)[key] == outcome


def test_every_fact_of_the_books_is_read_from_the_posting():
    posting = JobPostingFactory(**WHOLE)
    for book, facts in (("posting_law", law_facts(posting, TODAY)), ("posting_terms", terms_facts(posting))):
        assert set(facts) == {fact.key for fact in choose(book, TODAY).vocabulary}
        read_facts(choose(book, TODAY).vocabulary, facts)


def test_without_a_start_the_end_of_the_listing_decides_and_never_a_day_gone_by():
    listed = JobPostingFactory(listed_from=date(2026, 10, 1), listed_until=date(2026, 12, 31))
    assert law_facts(listed, TODAY)["starts_on"] == date(2026, 12, 31)
    assert law_facts(JobPostingFactory(starts_on=date(2026, 4, 1)), TODAY)["starts_on"] == TODAY
    assert law_facts(JobPostingFactory(), TODAY)["starts_on"] is None


def test_a_newly_announced_rate_is_used_at_once():
    posting = JobPostingFactory(**(WHOLE | {"starts_on": date(2027, 12, 1), "wage_from_yen": 180_000}))
    assert {one.key: one.outcome for one in check(posting, TODAY).findings}["L2"] == "met"
    announce_minimum_wage(
        kind="regional", name="熊本県最低賃金", yen_per_hour=1150, effective_from=date(2027, 10, 1),
        certainty="found", by=UserFactory(role=Role.SUPERVISOR),
    )  # fmt: skip
    assert {one.key: one.outcome for one in check(posting, TODAY).findings}["L2"] == "not_met"


def test_the_industrys_rate_of_the_posting_applies():
    rate = MinimumWage.objects.get(yen_per_hour=1074)
    short = {"wage_kind": "hourly", "wage_from_yen": 1073, "starts_on": TODAY}
    assert outcomes(**short)["L1"] == "met"
    assert outcomes(**short, minimum_wage=rate)["L1"] == "not_met"


def test_an_impossible_value_is_told_and_the_other_books_still_answer():
    found = check(JobPostingFactory(**(WHOLE | {"daily_hours": Decimal("25.00")})), TODAY)
    assert len(found.refusals) == 1
    assert "1日の所定労働時間" in found.refusals[0]
    assert {judgement.version.book for judgement in found.judgements} == {"posting_terms", "posting_acceptance"}


def test_the_letter_asks_for_what_is_wrong_first_with_its_ground():
    posting = JobPostingFactory(**(WHOLE | {"wage_from_yen": 178_359, "age_limited": None, "title": "見本の検品"}))
    text = advice_letter.as_text(posting, check(posting, TODAY))
    assert text.startswith(f"{posting.establishment.name} 御中")
    assert text.index("お直しをお願いしたい点") < text.index("お知らせいただきたい点")
    assert "2026年12月1日までに賃金の改めが要る" in text
    assert "（根拠：最低賃金法4条・14条）" in text
    assert "A1" not in text


def test_the_letter_is_printed_on_one_page():
    posting = JobPostingFactory()
    reader = PdfReader(io.BytesIO(advice_letter.write_pdf(posting, check(posting, TODAY))))
    assert len(reader.pages) == 1
    assert "求人内容のご確認のお願い" in reader.pages[0].extract_text()

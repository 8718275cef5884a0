"""Facts that meet everything, to be changed one at a time, and short ways to ask a book."""

from datetime import date

from postings.rulebooks.book import Judgement, judge
from postings.rulebooks.library import choose

ON = date(2026, 11, 20)

CORPORATION = {
    "kind": "company",
    "capital_yen": 30_000_000,
    "receives_local_subsidy": False,
    "governor_recommendation": False,
    "shareholders": [],
    "officers_total": 4,
    "officers_from_large": 0,
    "head_office_prefecture": "熊本県",
    "head_office_municipality": "熊本市",
    "limited_work_location": False,
    "employment_insurance": True,
    "adult_entertainment": False,
    "antisocial": False,
}

POSTING = {
    "weekly_hours": 40,
    "contract": "indefinite",
    "new_hire": True,
    "transfer": False,
    "work_prefecture": "熊本県",
    "work_municipality": "八代市",
    "listed_as_eligible_on": "2026-10-01",
    "applied_on": "2026-10-15",
}

LAW = {
    "wage_kind": "monthly",
    "wage_yen": 210_000,
    "fixed_overtime_yen": 0,
    "excluded_allowances_yen": 0,
    "annual_work_hours": 1920,
    "daily_work_hours": 8,
    "intake_on": "2026-11-20",
    "starts_on": "2027-01-04",
    "age_min": None,
    "age_max": None,
    "age_reason": "none",
    "contract": "indefinite",
    "retirement_age": 60,
    "experience_required": False,
    "sex_limit": "none",
    "sex_reason": "none",
}

COMPLETE = {"relocation_corporation": CORPORATION, "relocation_posting": POSTING}


def ask(book: str, facts: dict, on: date = ON) -> Judgement:
    """The judgement of exactly these facts."""
    return judge(choose(book, on), facts, on=on)


def answer(key: str, on: date = ON, **changed) -> str:
    """The outcome of one requirement for the sample with some facts changed."""
    return finding(key, on, **changed).outcome


def finding(key: str, on: date = ON, **changed):
    """The finding of one requirement for the sample with some facts changed."""
    book = "relocation_corporation" if key.startswith("C") else "relocation_posting"
    return {found.key: found for found in ask(book, COMPLETE[book] | changed, on).findings}[key]


def law(key: str, on: date = ON, **changed):
    """The finding of one requirement of `posting_law` for a lawful posting with some facts changed."""
    return {found.key: found for found in ask("posting_law", LAW | changed, on).findings}[key]

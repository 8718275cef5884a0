"""The rules of `posting_law`: what the law asks of the terms of a posting (L1 to L4)."""

from collections.abc import Mapping

from postings.rulebooks.book import Answer, Rule, load_book
from postings.rulebooks.facts import Fact, FactError, age, day, hours_up_to, one_of, read_facts, text, yen, yes_or_no
from postings.rulebooks.places import DATA
from postings.rulebooks.posting_law_age import CONTRACT, EXPERIENCE, GROUND, RETIREMENT, judge_age
from postings.rulebooks.posting_law_age import read_reason as read_age_reason
from postings.rulebooks.posting_law_sex import LIMIT, judge_sex, read_limit
from postings.rulebooks.posting_law_sex import read_reason as read_sex_reason
from postings.rulebooks.posting_law_wages import (
    ANNUAL,
    DAILY,
    EXCLUDED,
    INTAKE,
    KIND,
    OVERTIME,
    START,
    WAGE,
    WAGE_KINDS,
    Rate,
    against,
    hourly_pay,
    judge_intake,
    judge_until_start,
)

CONTRACTS = {"indefinite": "無期", "fixed": "有期"}

# `wage_yen` leaves bonuses out and includes the two amounts after it, which are of the same period as the wage.
VOCABULARY = (
    Fact("wage_kind", KIND, one_of(WAGE_KINDS)),
    Fact("wage_yen", WAGE, yen),
    Fact("fixed_overtime_yen", OVERTIME, yen),
    Fact("excluded_allowances_yen", EXCLUDED, yen),
    Fact("annual_work_hours", ANNUAL, hours_up_to(366 * 24)),
    Fact("daily_work_hours", DAILY, hours_up_to(24)),
    Fact("intake_on", INTAKE, day),
    Fact("starts_on", START, day),
    Fact("minimum_wage_industry", "当てはまる特定最低賃金の名称", text),
    Fact("age_min", "年齢の下限", age),
    Fact("age_max", "年齢の上限", age),
    Fact("age_reason", GROUND, read_age_reason),
    Fact("contract", CONTRACT, one_of(CONTRACTS)),
    Fact("retirement_age", RETIREMENT, age),
    Fact("experience_required", EXPERIENCE, yes_or_no),
    Fact("sex_limit", LIMIT, read_limit),
    Fact("sex_reason", "性別を限る理由", read_sex_reason),
)


def settle_law(facts: dict) -> dict:
    """The facts as they are. Raises FactError for a lower bound of age above the upper one."""
    least, most = facts["age_min"], facts["age_max"]
    if least is not None and most is not None and least > most:
        raise FactError(f"年齢の下限（age_min）の{least}歳が、上限（age_max）の{most}歳を上回っています。", "age_min")
    return facts


def judge_rate(facts: Mapping[str, object], rate: Rate) -> Answer:
    """What an hour earns against one rate, whatever its days. Raises FactError for an impossible value."""
    return against(hourly_pay(read_facts(VOCABULARY, facts)), rate)


RULES: dict[str, Rule] = {"L1": judge_intake, "L2": judge_until_start, "L3": judge_age, "L4": judge_sex}

BOOK = load_book(DATA / "posting_law.toml", rules=RULES, vocabulary=VOCABULARY, settle=settle_law)

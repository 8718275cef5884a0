"""L1 and L2: the minimum wage on the day of intake and until the work starts (DOMAIN 3.3; 最低賃金法 4条).

What an hour earns is a span when facts are unknown: a rate above the whole span is missed whatever they are, a rate
at or below it is kept whatever they are, and in between nobody can tell.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from postings.rulebooks.book import Answer, Terms, met, missing, not_met, unknown
from postings.rulebooks.facts import text
from postings.rulebooks.wording import hours, japanese_day, rate_of_pay

MASTER = Path(__file__).resolve().parent.parent / "masters" / "minimum_wages.csv"
WAGE_KINDS = {"hourly": "時給", "daily": "日給", "monthly": "月給", "annual": "年俸"}
# For wages by the hour or the day silence about additions means none; what is stated all the same is taken off.
SILENCE_MEANS_NONE = frozenset({"hourly", "daily"})
MONTHS = 12

KIND, WAGE = "賃金の形", "賃金の額"
OVERTIME, EXCLUDED = "固定残業代", "最低賃金に入れない手当"
DAILY, ANNUAL = "1日の所定労働時間", "年間の所定労働時間"
INTAKE, START = "受付の日", "就業開始の日"


@dataclass(frozen=True)
class Rate:
    """A minimum wage in yen per hour, in force from `first` to `last` (both included; None: no end announced)."""

    kind: str
    name: str
    yen: int
    first: date
    last: date | None
    certainty: str

    @property
    def is_verified(self) -> bool:
        """Whether the amount was seen in a source of its own, not second-hand or from memory."""
        return self.certainty in {"found", "found_end_unknown", "amount_found_date_own_knowledge"}

    def in_words(self) -> str:
        """The rate as reasons name it: 2026年12月1日からの熊本県最低賃金1,092円（未確認の額）."""
        mark = "" if self.is_verified else "（未確認の額）"
        return f"{japanese_day(self.first)}からの{self.name}{self.yen:,}円{mark}"


@dataclass(frozen=True)
class Pay:
    """What an hour earns, from `least` to `most` yen (`most` None: nothing bounds it), and what is not known."""

    least: Fraction
    most: Fraction | None
    formula: str
    lacking: tuple[str, ...]

    def in_words(self) -> str:
        """The amount with its arithmetic; where a part is unknown, the most it can be."""
        at_most = "多くても" if self.lacking else ""
        return f"{at_most}1時間当たり{rate_of_pay(self.most)}（{self.formula}）"


@cache
def announced_rates() -> tuple[Rate, ...]:
    """The rates in the master data, with their sources in `postings/masters/SOURCES.md`."""
    with MASTER.open(encoding="utf-8", newline="") as file:
        return tuple(
            Rate(
                kind=row["kind"],
                name=row["name"],
                yen=int(row["yen_per_hour"]),
                first=date.fromisoformat(row["effective_from"]),
                last=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
                certainty=row["certainty"],
            )
            for row in csv.DictReader(file)
        )


def judge_intake(facts: Mapping[str, object], terms: Terms) -> Answer:
    """L1: an hour earns at least the minimum wage of the day of intake; equal is lawful."""
    day, industry = facts["intake_on"], facts["minimum_wage_industry"]
    if day is None:
        return missing([INTAKE])
    rates = _rates_that_apply(terms, industry)
    in_force = [rate for rate in rates if rate.first <= day and (rate.last is None or day <= rate.last)]
    if not any(rate.kind == "regional" for rate in in_force):
        return unknown(f"{INTAKE}（{japanese_day(day)}）の最低賃金の額が登録されていないため要確認")
    highest = max(in_force, key=lambda rate: rate.yen)
    answer = against(hourly_pay(facts), highest, f"{INTAKE}（{japanese_day(day)}）の最低賃金（")
    if industry and not any(rate.kind == "industry" for rate in in_force) and answer.outcome == "met":
        return unknown(f"{INTAKE}（{japanese_day(day)}）の特定最低賃金（{industry}）の額が分からないため要確認")
    return answer


def judge_until_start(facts: Mapping[str, object], terms: Terms) -> Answer:
    """L2: an hour earns at least every rate that takes effect after the intake and up to the start of the work.

    Without a day of start only what is already announced can come; the one that would be missed is named.
    """
    intake, start = facts["intake_on"], facts["starts_on"]
    if intake is None:
        return missing([INTAKE])
    rates = sorted(_rates_that_apply(terms, facts["minimum_wage_industry"]), key=lambda rate: (rate.first, rate.yen))
    later = [rate for rate in rates if intake < rate.first and (start is None or rate.first <= start)]
    if not later:
        until = f"{START}（{japanese_day(start)}）までに" if start else ""
        return met(f"{INTAKE}（{japanese_day(intake)}）の翌日から{until}発効する最低賃金は、発表されていない")
    pay = hourly_pay(facts)
    answers = [against(pay, rate, f"{START}までに発効する最低賃金（") for rate in later]
    for outcome in ("not_met", "unknown"):
        if found := next(((a, r) for a, r in zip(answers, later, strict=True) if a.outcome == outcome), None):
            return _not_kept(*found, start)
    return max(zip(answers, later, strict=True), key=lambda pair: pair[1].yen)[0]


def hourly_pay(facts: Mapping[str, object]) -> Pay:
    """What an hour earns, exactly (never rounded).

    The deductions are amounts of the wage's own period that the wage includes: per month for a monthly wage, per
    year for an annual one. 月給 and 年俸: (wage - deductions) (x 12) / hours a year; 日給: / hours a day.
    """
    kind, wage = facts["wage_kind"], facts["wage_yen"]
    if unstated := [label for label, value in ((KIND, kind), (WAGE, wage)) if value is None]:
        return Pay(Fraction(0), None, "", tuple(unstated))
    deductions = ((OVERTIME, facts["fixed_overtime_yen"]), (EXCLUDED, facts["excluded_allowances_yen"]))
    silent = kind in SILENCE_MEANS_NONE
    lacking = [label for label, value in deductions if value is None and not silent]
    known = [(label, value) for label, value in deductions if value]
    most = Fraction(wage - sum(value for _, value in known))
    least = min(most, Fraction(0)) if lacking else most
    formula = "−".join([f"{WAGE_KINDS[kind]}{wage:,}円", *(f"{label}{value:,}円" for label, value in known)])
    if kind == "hourly":
        return Pay(least, most, formula, tuple(lacking))
    label, worked = (DAILY, facts["daily_work_hours"]) if kind == "daily" else (ANNUAL, facts["annual_work_hours"])
    if worked is None:
        # However few the hours, what is at or below nothing stays so; anything else may be any amount.
        return Pay(min(most, Fraction(0)), most if most <= 0 else None, formula, (*lacking, label))
    times = MONTHS if kind == "monthly" else 1
    if known:
        formula = f"（{formula}）"
    formula += f"{f'×{MONTHS}' if times > 1 else ''}÷{label}{hours(worked)}"
    return Pay(least * times / worked, most * times / worked, formula, tuple(lacking))


def against(pay: Pay, rate: Rate, which: str = "最低賃金（") -> Answer:
    """Whether what an hour earns reaches a rate; equal reaches it, and a span around it nobody can tell."""
    named = f"{which}{rate.in_words()}）"
    if pay.most is not None and pay.most < rate.yen:
        return not_met(f"{pay.in_words()}が、{named}を下回る")
    if pay.least >= rate.yen:
        return met(f"{pay.in_words()}が、{named}以上")
    return missing(pay.lacking)


def _not_kept(answer: Answer, rate: Rate, start: date | None) -> Answer:
    if answer.outcome == "unknown":
        return answer
    if start is None:
        return unknown(f"{answer.reason}。{START}が分からないため要確認")
    return not_met(f"{answer.reason}。{japanese_day(rate.first)}までに賃金の改めが要る")


def _rates_that_apply(terms: Terms, industry: str | None) -> Sequence[Rate]:
    rates: Iterable[Rate] = terms.parameters.get("rates", announced_rates())
    return [rate for rate in rates if rate.kind == "regional" or (industry and text(rate.name) == industry)]

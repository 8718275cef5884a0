"""The rules of `posting_terms`: whether a posting states every term the law asks for (T1 to T11; DOMAIN 3.1).

This book checks completeness: a term nobody has stated is not met, whatever the reason. Only where it is not known
whether a term has to be stated at all (a fixed term, fixed overtime, dispatched work) nobody can tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from postings.rulebooks.book import Answer, Rule, Terms, load_book, met, missing, not_met
from postings.rulebooks.facts import Fact, one_of, yes_or_no
from postings.rulebooks.places import DATA

CONTRACTS = {"indefinite": "無期", "fixed": "有期"}
CONTRACT, TRIAL = "契約の期間（無期か有期か）", "試用期間の有無"
OVERTIME_FIXED, DISPATCH, RENEWED = "固定残業代の有無", "派遣労働者として雇うか", "更新の有無"

# Each says whether the item is stated, except the open questions: contract, renewable, has_trial,
# has_fixed_overtime and is_dispatch hold the answer itself.
VOCABULARY = (
    Fact("duties", "仕事の内容（雇入れ直後）", yes_or_no),
    Fact("duties_scope", "仕事の内容の変更の範囲", yes_or_no),
    Fact("contract", CONTRACT, one_of(CONTRACTS)),
    Fact("contract_period", "有期契約の始まりと終わり", yes_or_no),
    Fact("has_trial", TRIAL, yes_or_no),
    Fact("trial_terms", "試用期間の長さと条件", yes_or_no),
    Fact("renewable", RENEWED, yes_or_no),
    Fact("renewal_rule", "更新の基準", yes_or_no),
    Fact("renewal_limit", "通算契約期間・更新回数の上限", yes_or_no),
    Fact("work_place", "就業の場所（雇入れ直後）", yes_or_no),
    Fact("work_place_scope", "就業の場所の変更の範囲", yes_or_no),
    Fact("working_time", "始業・終業の時刻", yes_or_no),
    Fact("overtime", "所定労働時間を超える労働の有無", yes_or_no),
    Fact("break_time", "休憩時間", yes_or_no),
    Fact("holidays", "休日", yes_or_no),
    Fact("wage", "賃金の形と額", yes_or_no),
    Fact("has_fixed_overtime", OVERTIME_FIXED, yes_or_no),
    Fact("fixed_overtime_base", "①固定残業代を除いた基本給", yes_or_no),
    Fact("fixed_overtime_hours_and_amount", "②固定残業代の時間数と金額", yes_or_no),
    Fact("fixed_overtime_excess", "③超えた分を追加で払うこと", yes_or_no),
    Fact("health_insurance", "健康保険", yes_or_no),
    Fact("pension_insurance", "厚生年金", yes_or_no),
    Fact("accident_insurance", "労災保険", yes_or_no),
    Fact("employment_insurance", "雇用保険", yes_or_no),
    Fact("employer", "求人者の氏名または名称", yes_or_no),
    Fact("is_dispatch", DISPATCH, yes_or_no),
    Fact("dispatch_stated", "派遣労働者として雇う旨", yes_or_no),
    Fact("smoking", "受動喫煙の防止措置", yes_or_no),
)
LABELS = {fact.key: fact.label for fact in VOCABULARY}


def always(*items: str) -> Rule:
    """A rule: each of these items is stated."""

    def rule(facts: Mapping[str, object], _terms: Terms) -> Answer:
        return _stated(facts, items)

    return rule


def with_scope(item: str, scope: str) -> Rule:
    """A rule: the item and, in versions that ask for it, the scope of its change."""

    def rule(facts: Mapping[str, object], terms: Terms) -> Answer:
        return _stated(facts, (item, scope) if terms.parameters["scope_of_change"] else (item,))

    return rule


@dataclass(frozen=True)
class Question:
    """An open question on which items depend: its fact, the answer that asks for them, and how else it is answered."""

    fact: str
    asks_when: object
    otherwise: str
    # Whether the question itself is a term that must be stated.
    must_be_answered: bool = False


def when(question: Question, *items: str) -> Rule:
    """A rule: these items are stated where the answer to a question asks for them."""

    def rule(facts: Mapping[str, object], _terms: Terms) -> Answer:
        value = facts[question.fact]
        if value is None:
            label = LABELS[question.fact]
            return not_met(f"{label}が書かれていない") if question.must_be_answered else missing([label])
        return _stated(facts, items) if value == question.asks_when else met(question.otherwise)

    return rule


def judge_renewal(facts: Mapping[str, object], terms: Terms) -> Answer:
    """T4: a fixed-term contract says whether and by what it is renewed, and (since 2024-04-01) how often or long."""
    contract, renewable = facts["contract"], facts["renewable"]
    if contract is None:
        return missing([CONTRACT])
    if contract == "indefinite":
        return met("契約が無期で、更新がない")
    if renewable is None:
        return not_met(f"{RENEWED}が書かれていない")
    if not renewable:
        return met("更新しないことが書かれている")
    return _stated(
        facts, ("renewal_rule", "renewal_limit") if terms.parameters["renewal_limit"] else ("renewal_rule",)
    )


def _stated(facts: Mapping[str, object], items: tuple[str, ...]) -> Answer:
    if lacking := [LABELS[item] for item in items if not facts[item]]:
        return not_met(f"{'、'.join(lacking)}が書かれていない")
    return met(f"{'、'.join(LABELS[item] for item in items)}が書かれている")


RULES: dict[str, Rule] = {
    "T1": with_scope("duties", "duties_scope"),
    "T2": when(
        Question("contract", asks_when="fixed", otherwise="契約が無期と書かれている", must_be_answered=True),
        "contract_period",
    ),
    "T3": when(
        Question("has_trial", asks_when=True, otherwise="試用期間がないと書かれている", must_be_answered=True),
        "trial_terms",
    ),
    "T4": judge_renewal,
    "T5": with_scope("work_place", "work_place_scope"),
    "T6": always("working_time", "overtime", "break_time", "holidays"),
    "T7": always("wage"),
    "T7-2": when(
        Question("has_fixed_overtime", asks_when=True, otherwise="固定残業代がない"),
        "fixed_overtime_base",
        "fixed_overtime_hours_and_amount",
        "fixed_overtime_excess",
    ),
    "T8": always("health_insurance", "pension_insurance", "accident_insurance", "employment_insurance"),
    "T9": always("employer"),
    "T10": when(Question("is_dispatch", asks_when=True, otherwise="派遣労働者としての雇用でない"), "dispatch_stated"),
    "T11": always("smoking"),
}

BOOK = load_book(DATA / "posting_terms.toml", rules=RULES, vocabulary=VOCABULARY, settle=dict)

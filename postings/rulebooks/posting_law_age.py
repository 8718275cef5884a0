"""L3: limits of age and their numbered exceptions (DOMAIN 3.2; 労働施策総合推進法 9条、同施行規則 1条の3 第1項).

A limit is described by the bounds it has: while a bound or a ground is stated, a bound that is absent is none. Only
when neither bounds nor ground are there it is not known whether age is limited.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from postings.rulebooks.book import Answer, Terms, met, missing, not_met, unknown
from postings.rulebooks.facts import one_of_the_spellings
from postings.rulebooks.logic import Truth

REASONS = {
    "1号": ("1",),
    "2号": ("2",),
    "3号イ": ("3i", "3-i", "3イ"),
    "3号ロ": ("3ro", "3-ro", "3ロ"),
    "3号ハ": ("3ha", "3-ha", "3ハ"),
    "3号ニ": ("3ni", "3-ni", "3ニ"),
    "none": ("なし",),
}
CONTRACT, RETIREMENT, EXPERIENCE = "契約の期間（無期か有期か）", "定年", "経験が要るか"
BOUNDS, GROUND, LIMITED = "年齢の下限・上限", "年齢制限の該当事由", "年齢の制限があるか"

read_reason = one_of_the_spellings(REASONS)


@dataclass(frozen=True)
class Condition:
    """A condition of an exception: whether it holds, what to say when not, and which fact is missing when unknown."""

    holds: Truth
    broken: str
    label: str = ""


@dataclass(frozen=True)
class Claim:
    """The conditions of a claimed exception and what a person must look at all the same."""

    conditions: tuple[Condition, ...] = ()
    doubts: tuple[str, ...] = ()


def judge_age(facts: Mapping[str, object], terms: Terms) -> Answer:
    """L3: no limit of age, or one that an exception allows, under 65 and with its ground."""
    least, most, reason = facts["age_min"], facts["age_max"], facts["age_reason"]
    if least is None and most is None:
        if reason == "none":
            return met("年齢の制限がない（年齢不問）")
        return missing([LIMITED if reason is None else BOUNDS])
    limit = "".join(f"{bound}歳{word}" for bound, word in ((least, "以上"), (most, "以下")) if bound is not None)
    if reason is None:
        return unknown(f"年齢の制限（{limit}）の該当事由が分からないため要確認")
    if reason == "none":
        return not_met(f"年齢の制限（{limit}）に、例外の該当事由がない")
    return _judge_claim(CLAIMS[reason](facts, terms.parameters), f"{reason}（{limit}）")


def _judge_claim(claim: Claim, name: str) -> Answer:
    if broken := [condition.broken for condition in claim.conditions if condition.holds is False]:
        return not_met(f"年齢の制限が例外{name}の条件に合わない：{'、'.join(broken)}")
    if lacking := [condition.label for condition in claim.conditions if condition.holds is None]:
        return missing(lacking)
    if claim.doubts:
        return unknown(f"年齢の制限が例外{name}に当たるか要確認：{'、'.join(claim.doubts)}")
    return met(f"年齢の制限が例外{name}の条件に合う")


def _retirement(facts: Mapping[str, object], parameters: Mapping[str, object]) -> Claim:
    """1号: an upper bound at the age of retirement (written “at most 60” or “at most 59”), never a lower one."""
    most, retirement = facts["age_max"], facts["retirement_age"]
    at_retirement = None if retirement is None else most in (retirement, retirement - 1)
    conditions = (
        _indefinite(facts),
        *_upper_only(facts),
        Condition(most is None or at_retirement, f"上限が定年（{retirement}歳）と違う", RETIREMENT),
    )
    # “At most 65” with retirement at 65 is the common way to write “under 65”.
    doubts = _beyond(facts, parameters) if most is not None and most > parameters["age_limits_below"] else ()
    return Claim(conditions, doubts)


def _by_law(facts: Mapping[str, object], parameters: Mapping[str, object]) -> Claim:
    """2号: a statute keeps younger people from the work; a lower bound only."""
    conditions = (
        Condition(facts["age_min"] is not None, "下限がない"),
        Condition(facts["age_max"] is None, "上限を付けている"),
    )
    return Claim(conditions, _beyond(facts, parameters))


def _career(facts: Mapping[str, object], parameters: Mapping[str, object]) -> Claim:
    """3号イ: young people for a long career; about under 45, without asking for experience."""
    most, about = facts["age_max"], parameters["career_below"]
    experience = facts["experience_required"]
    conditions = (
        _indefinite(facts),
        *_upper_only(facts),
        Condition(None if experience is None else not experience, "職務経験を求めている", EXPERIENCE),
    )
    older = most is not None and most > about
    return Claim(conditions, (f"上限がおおむね{about}歳未満といえるか",) if older else ())


def _skills(facts: Mapping[str, object], parameters: Mapping[str, object]) -> Claim:
    """3号ロ: a group of five to ten years within 30 to 49 that is thin among the staff."""
    least, most = facts["age_min"], facts["age_max"]
    conditions = [_indefinite(facts)]
    if least is None or most is None:
        conditions.append(Condition(holds=False, broken="下限と上限の両方がない"))
    else:
        first, last = parameters["skills_from"], parameters["skills_to"]
        narrowest, widest = parameters["skills_narrowest"], parameters["skills_widest"]
        conditions += [
            Condition(first <= least and most <= last, f"{first}歳から{last}歳までの範囲にない"),
            # “30 to 34” is five ages and “30 to 40” ten years apart: both ways of counting are in use.
            Condition(narrowest - 1 <= most - least <= widest, f"幅が{narrowest}年から{widest}年でない"),
        ]
    return Claim(tuple(conditions), ("その年齢層の人数が、同じ幅の上下の年齢層の2分の1以下か",))


def _arts(facts: Mapping[str, object], parameters: Mapping[str, object]) -> Claim:
    """3号ハ: the truth of artistic expression."""
    return Claim(doubts=_beyond(facts, parameters))


def _policy(facts: Mapping[str, object], parameters: Mapping[str, object]) -> Claim:
    """3号ニ: people of 60 or more without an upper bound, or an age group that a national policy names."""
    least, most = facts["age_min"], facts["age_max"]
    if least is not None and least >= parameters["older_from"] and most is None:
        return Claim(doubts=_beyond(facts, parameters))
    return Claim(doubts=("国の施策の対象となる年齢層か（施策の名）",))


CLAIMS: dict[str, Callable[[Mapping[str, object], Mapping[str, object]], Claim]] = {
    "1号": _retirement,
    "2号": _by_law,
    "3号イ": _career,
    "3号ロ": _skills,
    "3号ハ": _arts,
    "3号ニ": _policy,
}


def _indefinite(facts: Mapping[str, object]) -> Condition:
    contract = facts["contract"]
    return Condition(None if contract is None else contract == "indefinite", "契約が有期", CONTRACT)


def _upper_only(facts: Mapping[str, object]) -> tuple[Condition, Condition]:
    return (
        Condition(facts["age_min"] is None, "下限を付けている"),
        Condition(facts["age_max"] is not None, "上限がない"),
    )


def _beyond(facts: Mapping[str, object], parameters: Mapping[str, object]) -> tuple[str, ...]:
    """The doubt that the exceptions, which are for limits under 65, reach so far."""
    below = parameters["age_limits_below"]
    bounds = (facts["age_min"], facts["age_max"])
    return (f"{below}歳未満の制限でない",) if any(bound is not None and bound >= below for bound in bounds) else ()

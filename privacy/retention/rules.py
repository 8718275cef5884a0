"""The rules of retention as data: kind, period, from which day, on what ground (DOMAIN 4.2, 4.3, 5.2, 5.3)."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from privacy.declarations import declared


@dataclass(frozen=True)
class Rule:
    """How long a kind of record is kept.

    `said` are the words by which models declare it (`personal(keep=...)` begins with one of them); `months` is the
    period (None: no period of its own, or one that is not known), `counted_from` the day it begins with; `holds` what
    stays although the period is over; `needs_licence` marks records that only the forms B and C of the counter have.
    `until(contract)` answers the last day where the contract gives it.
    """

    key: str
    title: str
    period: str
    counted_from: str
    ground: str
    said: tuple[str, ...] = ()
    months: int | None = None
    holds: str = ""
    needs_licence: bool = False
    until: Callable[[Any], date | None] = lambda contract: None


@dataclass(frozen=True)
class Due:
    """What falls due by a rule: `find(day)` answers (key of the record, day since when it is due), soonest first."""

    rule: str
    model: type
    find: Callable[[date], Iterable[tuple[int, date]]]


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month when it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _end(contract) -> date:
    return contract.ends_on


def five_years_later(contract) -> date:
    """The last day of the fifth fiscal year after the year of the contract (12(2)): 31 March 2032 for 2026."""
    return date(contract.fiscal_year + 6, 3, 31)


RULES: tuple[Rule, ...] = (
    Rule(
        "contract",
        "就職希望者・相談・つなぎ・メールなどの記録",
        "契約の終了まで",
        "契約の履行期限",
        "個人情報取扱特記事項 第13（完了後ただちに返還・消去）",
        said=("契約の終了まで",),
        holds="法令により残す項目、保留",
        until=_end,
    ),
    Rule(
        "ended_support",
        "支援を終えた就職希望者の記録",
        "支援の終了から、設定の月数",
        "支援の終了日",
        "特記事項 第5（目的の範囲）。月数は県に確かめて「契約と目標」に入れる",
        holds="法令により残す項目、保留",
    ),
    Rule(
        "registers",
        "求人管理簿・求職管理簿・紹介状の控え（許可のあるとき）",
        "2年",
        "手続が完結した日",
        "職業安定法施行規則 第24条の7・第25条",
        said=("帳簿の完結から2年",),
        months=24,
        needs_licence=True,
    ),
    Rule(
        "course",
        "対象法人の手続の書類",
        "認定の期限まで",
        "認定の期限",
        "契約の終了時に県へ引き渡すか消去（特記事項 第13）",
        said=("認定の期限まで",),
    ),
    Rule(
        "accounting",
        "経理の書類",
        "終了年度の後5年",
        "年度の終わり",
        "仕様書 12(2)",
        said=("終了した年度の後5年",),
        months=60,
        until=five_years_later,
    ),
    Rule(
        "exports",
        "書き出したファイル",
        "「契約と目標」の時間",
        "ファイルができたとき",
        "特記事項 第6（漏えい等の防止）。夜の処理が消す",
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}
_due: dict[str, Due] = {}


def declare_due(due: Due) -> None:
    """Called at start-up by the room that knows which of its records fall due."""
    _due[due.rule] = due


def due_sources() -> list[Due]:
    """Every declared source of what falls due."""
    return list(_due.values())


def due_of(rule: str) -> Due | None:
    """The source of what falls due by a rule."""
    return _due.get(rule)


def rule_of(words: str) -> Rule | None:
    """The rule that a model's declaration names; None for words that no rule knows."""
    return next((rule for rule in RULES for said in rule.said if words.startswith(said)), None)


def tables_of(rule: Rule) -> list[str]:
    """The names of the tables that declare a rule."""
    return [str(model._meta.verbose_name) for model, personal in declared() if rule_of(personal.keep) is rule]

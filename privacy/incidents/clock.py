"""When the reports of an incident are due, and which thresholds it meets. Pure: no database, no clock of its own.

The prefecture judges; these are the dates and figures it judges by (個人情報保護法 26条・68条、規則 7・8・43・44条).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

JUDGED = "判断するのは県"
IMMEDIATELY = "直ちに"
PRELIMINARY_DAYS = (3, 5)
FINAL_DAYS, FINAL_DAYS_MALICIOUS = 30, 60
PREFECTURE_THRESHOLD, PRIVATE_THRESHOLD = 100, 1000


@dataclass(frozen=True)
class Deadline:
    """A report with the last day for it; `day` is None for what is due at once."""

    key: str
    label: str
    day: date | None
    source: str


@dataclass(frozen=True)
class Facts:
    """What the thresholds ask about; `people` is None while nobody knows the number."""

    people: int | None
    is_sensitive: bool = False
    is_sensitive_by_ordinance: bool = False
    harms_property: bool = False
    is_malicious: bool = False


@dataclass(frozen=True)
class Reading:
    """How one set of rules reads an incident: `reached` is True, False, or None for "cannot tell" (要確認)."""

    label: str
    source: str
    reached: bool | None
    words: str


def deadlines(noticed_on: date, *, is_malicious: bool, first_day_counts: bool) -> list[Deadline]:
    """The reports by their days, from the day on which the incident was noticed.

    With `first_day_counts` that day is the first of the 3, 5, 30 or 60, which gives the earlier dates.
    """

    def nth(days: int) -> date:
        return noticed_on + timedelta(days=days - (1 if first_day_counts else 0))

    early, late = PRELIMINARY_DAYS
    final = FINAL_DAYS_MALICIOUS if is_malicious else FINAL_DAYS
    return [
        Deadline("told", "県への報告", None, "特記事項 第17第1項"),
        Deadline("preliminary_early", f"速報の目安（{early}日）", nth(early), "規則 8条1項・44条1項"),
        Deadline("preliminary_late", f"速報の目安（{late}日）", nth(late), "規則 8条1項・44条1項"),
        Deadline("final", f"確報（{final}日）", nth(final), "規則 8条2項・44条2項"),
    ]


def readings(facts: Facts) -> list[Reading]:
    """Both sets of rules: the prefecture as an administrative organ, and the contractor as a private business."""
    common = [
        words
        for is_met, words in (
            (facts.is_sensitive, "要配慮個人情報"),
            (facts.harms_property, "財産的被害のおそれ"),
            (facts.is_malicious, "不正の目的のおそれ"),
        )
        if is_met
    ]
    ordinance = ["条例要配慮個人情報"] if facts.is_sensitive_by_ordinance else []
    return [
        _reading("県（行政機関等）", "法68条・規則43条", facts.people, PREFECTURE_THRESHOLD, common + ordinance),
        _reading("受託者（民間）", "法26条・規則7条", facts.people, PRIVATE_THRESHOLD, common),
    ]


def hours_since(noticed_at: datetime, now: datetime) -> int:
    """Whole hours since an incident was noticed."""
    return max(0, int((now - noticed_at).total_seconds() // 3600))


def _reading(label: str, source: str, people: int | None, threshold: int, from_one: list[str]) -> Reading:
    if from_one and people != 0:
        reached, words = True, f"{'・'.join(from_one)}：1人から対象に当たる"
    elif people is None:
        reached, words = None, f"人数が分からない（{threshold:,}人を超えると対象）"
    else:
        reached = people > threshold
        words = f"{people:,}人：{threshold:,}人を超え{'る' if reached else 'ない'}"
    return Reading(label, source, reached, words)

"""When an entry is due: pure; the day of the event itself does not count (民法140条), the last day counts whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from privacy.registers.kinds import Kind

# The source of a due day that somebody chose.
TYPED = "入力した期限"


class Counting(TextChoices):
    CALENDAR = "calendar", "暦の日数"
    OPENING = "opening", "開設日の日数"


@dataclass(frozen=True)
class Rule:
    """Within how many days, counted how, and who says so."""

    days: int
    counting: Counting
    source: str


def rule_of(kind: Kind, profile: str, topic: str, setting: Rule | None) -> Rule | None:
    """The rule for an entry: the clause of the profile goes before the setting; None where neither says anything."""
    found = (one for one in kind.terms if profile in one.profiles and one.topic == topic)
    return next((Rule(one.days, Counting.CALENDAR, one.source) for one in found), setting)


def in_words(kind: Kind, profile: str, setting: Rule | None) -> str:
    """Within which days entries of a register are due, in a sentence; empty where neither clause nor setting says."""
    told = [
        f"{kind.topic_word(one.topic)}は{one.days}日以内（{one.source}）"
        for one in kind.terms
        if profile in one.profiles
    ]
    if setting:
        told.append(f"{'ほかは' if told else ''}{setting.days}日以内（{setting.counting.label}、{setting.source}）")
    return f"期限：{'、'.join(told)}。" if told else ""


def due_day(rule: Rule, start: date, opening_days: Callable[[date, date], Sequence[date]]) -> date:
    """The last day on which it is still in time.

    `opening_days(first, last)` answers the days between two days on which the counter opens. Calendar days are not
    moved by a holiday: whoever is early is never late.
    """
    if rule.counting == Counting.CALENDAR:
        return start + timedelta(days=rule.days)
    if rule.days == 0:
        return start
    # A counter that opens on no day of a fortnight has no calendar yet; then the fortnights themselves are the limit.
    last = start + timedelta(days=14 * rule.days)
    days = opening_days(start + timedelta(days=1), last)
    return days[rule.days - 1] if len(days) >= rule.days else last

"""Whether a posting was listed as eligible on the day of an application (J5, DOMAIN 2.3): asked of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from postings.models import JobPosting
from postings.site.intervals import Interval, listed_days
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import ImpossibleSequence, LedgerLine


@dataclass(frozen=True)
class ListedThen:
    """What the ledger says of one day: `eligible` is None when it cannot tell, which is never taken for yes.

    `interval` names the days that decide: those the application lies in, else the eligible ones nearest to it.
    """

    eligible: bool | None
    words: str
    interval: Interval | None = None


def listed_then(lines: Iterable[LedgerLine], applied_on: date, today: date) -> ListedThen:
    """Judge the day of an application by the lines of one posting, as the ledger is known today."""
    known = list(lines)
    if not known:
        return ListedThen(
            None,
            "移住支援金の対象として掲載された記録がない求人への応募です。掲載されていたかどうかを確かめてください。",
        )
    try:
        eligible = listed_days(known, max(applied_on, today)).eligible
    except ImpossibleSequence:
        return ListedThen(None, "掲載履歴の並びに誤りがあり、判断できません。掲載履歴を確かめてください。")
    if not eligible:
        return ListedThen(eligible=False, words="移住支援金の対象として掲載された記録がない求人への応募です。")
    for interval in eligible:
        if interval[0] <= applied_on <= interval[1]:
            return ListedThen(
                eligible=True, words=f"対象としての掲載中（{_words(interval)}）の応募です。", interval=interval
            )
    before = [interval for interval in eligible if interval[1] < applied_on]
    if not before:
        return ListedThen(
            eligible=False,
            words=f"対象として掲載された日より前の応募です（掲載は{_words(eligible[0])}）。移住支援金の対象になりません。",
            interval=eligible[0],
        )
    return ListedThen(
        eligible=False,
        words=f"対象としての掲載が切れている日の応募です（掲載は{_words(before[-1])}）。"
        "移住支援金の扱いを移住先の市町村に確かめてください。",
        interval=before[-1],
    )


def judge(posting: JobPosting, applied_on: date) -> ListedThen:
    """Judge the day of an application to a posting by the ledger as it is now.

    What is not met is warned of and not refused: the municipality decides, and the ledger may still be corrected.
    """
    return listed_then(ledger_lines([posting.pk]), applied_on, timezone.localdate())


def _words(interval: Interval) -> str:
    first, last = interval
    return f"{first:%Y年%-m月%-d日}から{last:%Y年%-m月%-d日}"

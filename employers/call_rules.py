"""When a case of a call campaign closes by itself: pure rules over what was tried (contract 8(3))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

ABSENCES = frozenset({"absent", "voicemail"})
ANSWERED = frozenset({"reached", "declined"})
WRONG = frozenset({"wrong_number", "returned"})


class Band(StrEnum):
    """A time of day; an employer that is away at one is tried at another."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    LATE = "late"


NOON, THREE = time(12), time(15)


@dataclass(frozen=True)
class Tried:
    """One attempt: its outcome and the moment on the clock of the counter."""

    outcome: str
    at: datetime


def band_of(at: datetime) -> Band:
    """The time of day of a moment on the clock of the counter: before 12:00, before 15:00, or later."""
    if at.time() < NOON:
        return Band.MORNING
    return Band.AFTERNOON if at.time() < THREE else Band.LATE


def band_begins(at: datetime) -> datetime:
    """The moment at which the time of day of `at` began."""
    start = {Band.MORNING: time.min, Band.AFTERNOON: NOON, Band.LATE: THREE}[band_of(at)]
    return at.replace(hour=start.hour, minute=0, second=0, microsecond=0)


def absences_in_a_row(tried: Sequence[Tried]) -> list[Tried]:
    """The absences since somebody last answered (or the number was found wrong); `tried` runs from old to new."""
    row: list[Tried] = []
    for attempt in reversed(tried):
        if attempt.outcome not in ABSENCES:
            break
        row.append(attempt)
    return row[::-1]


def state_after(tried: Sequence[Tried]) -> str:
    """The state of a case after its attempts, from old to new: `open`, `done`, `gave_up` or `wrong_number`.

    Absences close a case when they in a row cover every time of day; a promised call-back keeps it open.
    """
    if not tried:
        return "open"
    newest = tried[-1].outcome
    if newest in ANSWERED:
        return "done"
    if newest in WRONG:
        return "wrong_number"
    return "gave_up" if {band_of(attempt.at) for attempt in absences_in_a_row(tried)} == set(Band) else "open"

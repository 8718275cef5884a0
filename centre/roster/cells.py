"""What stands in one cell of the roster, as a short code: `work@08:30-17:30`, `paid_leave`, or nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from centre.errors import DomainError
from centre.models import Duty
from centre.roster.rules import Demand

Kind = Duty.Kind
AT_HOURS = (Kind.WORK, Kind.HALF)
DAY_OFF = (Kind.PAID_LEAVE, Kind.SUBSTITUTE)
NOTHING = ""


@dataclass(frozen=True)
class Content:
    """A kind of day with its hours; leave has none, a trip or a training may have some."""

    kind: str
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def code(self) -> str:
        """The code that the form carries."""
        return f"{self.kind}@{self.hours}" if self.starts_at else self.kind

    @property
    def hours(self) -> str:
        """08:30-17:30, or empty."""
        return f"{self.starts_at:%H:%M}-{self.ends_at:%H:%M}" if self.starts_at and self.ends_at else ""

    @property
    def words(self) -> str:
        """出勤 8:30〜17:30"""
        told = Kind(self.kind).label
        if not (self.starts_at and self.ends_at):
            return told
        return f"{told} {_hm(self.starts_at)}〜{_hm(self.ends_at)}"


def content_of(duty: Duty) -> Content:
    """What a duty says."""
    return Content(duty.kind, duty.starts_at, duty.ends_at)


def read(code: str) -> Content | None:
    """The content of a code, None for nothing. Raises DomainError for what no cell can hold."""
    if code == NOTHING:
        return None
    kind, _, hours = code.partition("@")
    try:
        starts, ends = (time.fromisoformat(part) for part in hours.split("-")) if hours else (None, None)
        content = Content(Kind(kind), starts, ends)
    except ValueError as error:
        raise DomainError("勤務表の内容が読めません。画面を開き直してください。") from error
    check(content)
    return content


def check(content: Content) -> None:
    """Raise DomainError for hours that do not fit the kind of day."""
    if content.kind in AT_HOURS and not (content.starts_at and content.ends_at):
        raise DomainError("出勤する日は、始まりと終わりの時刻を入れてください。", "starts_at")
    if content.kind in DAY_OFF and (content.starts_at or content.ends_at):
        raise DomainError("休みの日に時刻は入れません。半日だけ休む日は「半日出勤」にします。", "starts_at")
    if bool(content.starts_at) != bool(content.ends_at):
        raise DomainError("時刻は、始まりと終わりの両方を入れてください。", "ends_at")
    if content.starts_at and content.ends_at and content.starts_at >= content.ends_at:
        raise DomainError("終わりの時刻を、始まりより後にしてください。", "ends_at")


def usual(demand: Demand) -> list[Content]:
    """The days that a cell offers, in their order; a half day turns at the middle of the opening hours."""
    middle = _middle(demand.opens, demand.closes)
    return [
        Content(Kind.WORK, demand.opens, demand.closes),
        Content(Kind.HALF, demand.opens, middle),
        Content(Kind.HALF, middle, demand.closes),
        Content(Kind.PAID_LEAVE),
        Content(Kind.SUBSTITUTE),
        Content(Kind.TRIP, demand.opens, demand.closes),
        Content(Kind.TRAINING, demand.opens, demand.closes),
    ]


def _middle(opens: time, closes: time) -> time:
    day = date(2000, 1, 1)
    first, last = datetime.combine(day, opens), datetime.combine(day, closes)
    minutes = int((last - first).total_seconds() // 120) // 5 * 5
    return (first + timedelta(minutes=minutes)).time()


def _hm(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"

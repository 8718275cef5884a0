"""What the contract asks of the roster, as data and pure functions (contract 7(1), 8(1)①).

No Django here: shifts and demands go in, gaps come out, each named in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import pairwise

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Shift:
    """A person's day on the roster. `is_present`: at the counter in these hours; else away, on leave or elsewhere."""

    person: str
    starts: time
    ends: time
    is_full_time: bool
    is_present: bool = True
    is_leave: bool = False


@dataclass(frozen=True)
class Demand:
    """What the contract asks; the defaults are those of contract 7(1) and 8(1)①.

    `busy_days` days of a week have `people_busy` at the counter during all opening hours, the others `people_other`;
    in a short week as many (`lessen_short_weeks` takes off the days that are missing to five).
    """

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    busy_days: int = 3
    people_busy: int = 2
    people_other: int = 1
    full_time_every_day: bool = True
    lessen_short_weeks: bool = False

    def busy_days_of(self, opening_days: int) -> int:
        """How many days of a week with so many opening days need `people_busy`."""
        asked = self.busy_days - max(0, 5 - opening_days) if self.lessen_short_weeks else self.busy_days
        return max(0, min(asked, opening_days))


@dataclass(frozen=True)
class Day:
    """An opening day: the hours that must be staffed and who is on the roster."""

    date: date
    hours: tuple[tuple[time, time], ...]
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True)
class Gap:
    """What the roster lacks on a day. `rule` is one of nobody, few, busy_days, full_time, nobody_full_time.

    `is_excused`: it comes only from leave that contract 7(1) allows; nobody at the counter is never excused.
    """

    day: date
    rule: str
    words: str
    is_excused: bool = False


@dataclass(frozen=True)
class Stretch:
    """A stretch of a day in which the same people are at the counter."""

    starts: time
    ends: time
    people: tuple[Shift, ...] = field(default=())


def stretches(day: Day) -> list[Stretch]:
    """The opening hours of a day, cut wherever somebody comes or goes."""
    found = []
    for opens, closes in day.hours:
        present = [shift for shift in day.shifts if shift.is_present]
        cuts = {opens, closes}
        cuts |= {at for shift in present for at in (shift.starts, shift.ends) if opens < at < closes}
        for starts, ends in pairwise(sorted(cuts)):
            here = tuple(shift for shift in present if shift.starts <= starts and shift.ends >= ends)
            found.append(Stretch(starts, ends, here))
    return found


def least_people(day: Day) -> int:
    """The fewest people at the counter at any moment of the opening hours; 0 where nothing must be staffed."""
    return min((len(one.people) for one in stretches(day)), default=0)


def gaps_of(days: Sequence[Day], demand: Demand) -> list[Gap]:
    """Every gap of these days, in the order of the days.

    The week's gap is named on its last opening day; give whole weeks (Monday to Sunday), else a week counts as short.
    """
    found = [gap for day in days for gap in _of_the_day(day, demand)]
    for week in _weeks(days).values():
        found += _of_the_week(week, demand)
    return sorted(found, key=lambda gap: (gap.day, gap.rule))


def nobody_full_time(days: Iterable[Day]) -> bool:
    """Whether no full-time person is at the counter on any of these days."""
    return not any(shift.is_present and shift.is_full_time for day in days for shift in day.shifts)


def _of_the_day(day: Day, demand: Demand) -> list[Gap]:
    found = []
    empty = _joined([one for one in stretches(day) if not one.people])
    if empty:
        whole = all((part in empty) for part in day.hours)
        when = "開設時間中ずっと" if whole else "、".join(f"{_hm(a)}〜{_hm(b)}" for a, b in empty)
        words = (
            f"{_said(day.date)}は{when}、窓口に誰もいません。開けられないときは直ちに県に相談します（契約 8(1)①）。"
        )
        found.append(Gap(day.date, "nobody", words))
    elif day.hours and least_people(day) < demand.people_other:
        words = (
            f"{_said(day.date)}は{least_people(day)}名になる時間があります（{demand.people_other}名以上、契約 7(1)）。"
        )
        found.append(Gap(day.date, "few", words, _excused(day, demand.people_other)))
    if demand.full_time_every_day and day.hours and not _has_full_time(day):
        leave = [shift.person for shift in day.shifts if shift.is_leave and shift.is_full_time]
        because = f"（{'、'.join(leave)}が休暇）" if leave else ""
        words = f"{_said(day.date)}は常勤の人が窓口にいません{because}（契約 7(1)）。"
        found.append(Gap(day.date, "full_time", words, bool(leave)))
    return found


def _of_the_week(week: list[Day], demand: Demand) -> list[Gap]:
    asked = demand.busy_days_of(len(week))
    enough = sum(least_people(day) >= demand.people_busy for day in week)
    if enough >= asked:
        return []
    with_leave = sum(least_people(_as_if_all_came(day)) >= demand.people_busy for day in week)
    leave = sorted({shift.person for day in week for shift in day.shifts if shift.is_leave})
    because = f"休暇：{'、'.join(leave)}。" if leave else ""
    words = (
        f"{_said(week[0].date)}の週は、{demand.people_busy}名以上の日が{enough}日です"
        f"（{asked}日必要、あと{asked - enough}日。{because}契約 7(1)）。"
    )
    return [Gap(week[-1].date, "busy_days", words, with_leave >= asked)]


def _weeks(days: Iterable[Day]) -> Mapping[date, list[Day]]:
    weeks: dict[date, list[Day]] = {}
    for day in sorted(days, key=lambda one: one.date):
        if day.hours:
            weeks.setdefault(day.date - timedelta(days=day.date.weekday()), []).append(day)
    return weeks


def _as_if_all_came(day: Day) -> Day:
    """The day as it would be without the leave that the contract allows."""
    return replace(day, shifts=tuple(replace(s, is_present=s.is_present or s.is_leave) for s in day.shifts))


def _excused(day: Day, people: int) -> bool:
    return least_people(_as_if_all_came(day)) >= people


def _has_full_time(day: Day) -> bool:
    return any(shift.is_full_time for one in stretches(day) for shift in one.people)


def _joined(empty: Sequence[Stretch]) -> list[tuple[time, time]]:
    joined: list[tuple[time, time]] = []
    for one in empty:
        if joined and joined[-1][1] == one.starts:
            joined[-1] = (joined[-1][0], one.ends)
        else:
            joined.append((one.starts, one.ends))
    return joined


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _hm(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"

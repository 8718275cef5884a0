"""A month of the roster as it is shown, edited, printed and exported: days, people, cells, sums and gaps."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from centre.calendar import opening_days
from centre.fiscal_year import Month
from centre.models import Closure, Duty, User
from centre.roster.cells import AT_HOURS, NOTHING, Content, content_of, usual
from centre.roster.coverage import days_of, demand_on, gaps
from centre.roster.rules import WEEKDAYS, Gap, least_people
from centre.roster.staffing import in_post

Kind = Duty.Kind


@dataclass(frozen=True)
class Person:
    """Somebody on the roster with the name of their terms, such as 常勤・相談員."""

    pk: int
    name: str
    terms: str


@dataclass(frozen=True)
class Cell:
    """A person's day."""

    person: Person
    day: date
    content: Content | None
    remark: str = ""

    @property
    def name(self) -> str:
        return f"d-{self.person.pk}-{self.day.isoformat()}"

    @property
    def code(self) -> str:
        return self.content.code if self.content else NOTHING

    @property
    def words(self) -> str:
        told = self.content.words if self.content else ""
        return f"{told}（{self.remark}）" if self.remark else told


@dataclass(frozen=True)
class Row:
    """A day of the month: why it is closed (empty for an opening day), its cells, its gaps, the fewest people."""

    day: date
    closed: str
    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]
    least: int | None
    monday: date

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]

    @property
    def is_urgent(self) -> bool:
        return any(not gap.is_excused for gap in self.gaps)


@dataclass(frozen=True)
class Sum:
    """What a person's month comes to, in days; `on_closed_days` is what substitute holidays answer to."""

    person: Person
    work: int
    half: int
    paid_leave: int
    substitute: int
    on_closed_days: int


@dataclass(frozen=True)
class MonthPage:
    month: Month
    people: tuple[Person, ...]
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    sums: tuple[Sum, ...]
    offered: tuple[Content, ...]

    @property
    def cell_names(self) -> dict[str, tuple[int, date]]:
        """{name of the form's field: (id of the person, day)}"""
        return {cell.name: (cell.person.pk, cell.day) for row in self.rows for cell in row.cells}

    @property
    def codes(self) -> dict[str, str]:
        """{name of the form's field: its code}, of the cells that hold something."""
        return {cell.name: cell.code for row in self.rows for cell in row.cells if cell.content}

    @property
    def weeks(self) -> list[tuple[date, str]]:
        """The Mondays of the month's weeks with their name."""
        mondays = dict.fromkeys(row.monday for row in self.rows if not row.closed)
        return [(monday, f"{monday.month}月{monday.day}日の週") for monday in mondays]

    def choices(self, typed: dict[str, str]) -> list[tuple[Row, list[tuple[Cell, list[tuple[str, str, bool]]]]]]:
        """Each row with its cells and their options (code, label, is chosen); what was typed stays chosen."""
        usual_ones = [(one.code, f"{number} {_short(one)}") for number, one in enumerate(self.offered, start=1)]
        return [(row, [(cell, _options(usual_ones, cell, typed)) for cell in row.cells]) for row in self.rows]


def read_month(month: Month) -> MonthPage:
    """The month as the tables have it."""
    duties = {
        (duty.date, duty.user_id): duty
        for duty in Duty.objects.filter(date__range=(month.start, month.end)).select_related("user")
    }
    people = _people(month, duties.values())
    found = tuple(gaps(month.start, month.end))
    least = {day.date: least_people(day) for day in days_of(month.start, month.end)}
    closed = _closed(month)
    rows = []
    for offset in range((month.end - month.start).days + 1):
        day = month.start + timedelta(days=offset)
        cells = tuple(_cell(person, day, duties.get((day, person.pk))) for person in people)
        here = tuple(gap for gap in found if gap.day == day)
        monday = day - timedelta(days=day.weekday())
        rows.append(Row(day, closed.get(day, ""), cells, here, least.get(day), monday))
    sums = tuple(_sum(person, rows) for person in people)
    return MonthPage(month, people, tuple(rows), found, sums, tuple(usual(demand_on(month.start))))


def _people(month: Month, duties) -> tuple[Person, ...]:
    terms: dict[int, list[str]] = {}
    users: dict[int, User] = {}
    for row in in_post(month.start, month.end):
        users[row.user_id] = row.user
        terms.setdefault(row.user_id, []).append(f"{row.get_hours_display()}・{row.get_post_display()}")
    for duty in duties:
        users.setdefault(duty.user_id, duty.user)
    known = (Person(user.pk, user.name, "、".join(terms.get(pk, ["任用の記録なし"]))) for pk, user in users.items())
    return tuple(sorted(known, key=lambda person: (person.name, person.pk)))


def _closed(month: Month) -> dict[date, str]:
    opening = set(opening_days(month.start, month.end))
    closed = {}
    for one in Closure.objects.filter(date__range=(month.start, month.end)):
        if one.kind == Closure.Kind.TEMPORARY and one.starts_at:
            continue
        closed[one.date] = one.name
    days = (month.start + timedelta(days=n) for n in range((month.end - month.start).days + 1))
    return {day: closed.get(day, "休み") for day in days if day not in opening or day in closed}


def _cell(person: Person, day: date, duty: Duty | None) -> Cell:
    return Cell(person, day, content_of(duty) if duty else None, duty.remark if duty else "")


def _sum(person: Person, rows: list[Row]) -> Sum:
    mine = [(row, cell.content) for row in rows for cell in row.cells if cell.person == person and cell.content]
    kinds = Counter(content.kind for _, content in mine)
    on_closed = sum(bool(row.closed) and content.kind in AT_HOURS for row, content in mine)
    return Sum(person, kinds[Kind.WORK], kinds[Kind.HALF], kinds[Kind.PAID_LEAVE], kinds[Kind.SUBSTITUTE], on_closed)


def _options(usual_ones: list[tuple[str, str]], cell: Cell, typed: dict[str, str]) -> list[tuple[str, str, bool]]:
    chosen = typed.get(cell.name, cell.code)
    offered = [(NOTHING, "—"), *usual_ones]
    if cell.content and cell.code not in dict(offered):
        offered.append((cell.code, cell.content.words))
    return [(code, label, code == chosen) for code, label in offered]


def _short(content: Content) -> str:
    """出勤, 半日 8:30〜13:00: hours only where two of a kind are offered."""
    return content.words if content.kind == Kind.HALF else Kind(content.kind).label

"""Writing the roster: cells of a month, one day of a person, and patterns copied; every change leaves a line."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from centre.calendar import opening_days
from centre.errors import DomainError, EditConflict
from centre.fiscal_year import Month
from centre.models import Duty, DutyChange, User
from centre.roster.cells import AT_HOURS, NOTHING, Content, check, content_of, read

Cell = tuple[int, date]
WEEK = timedelta(days=7)


def record_cells(changes: Mapping[Cell, tuple[str, str]], *, by: User) -> int:
    """Write changed cells, {(id of the person, day): (code that was seen, code that is wanted)}; answers how many.

    Raises DomainError for a code that no cell can hold, and naming each cell that somebody else has changed since it
    was seen; then nothing is written.
    """
    wanted = {cell: read(code) for cell, (_, code) in changes.items()}
    with _one_writer():
        standing = _standing(changes)
        overtaken = [cell for cell, (seen, _) in changes.items() if _code(standing.get(cell)) != seen]
        if overtaken:
            raise DomainError(_overtaken(overtaken, standing))
        return sum(_put(cell, standing.get(cell), content, by=by) for cell, content in wanted.items())


def record_day(user: User, day: date, version: int, content: Content | None, *, remark: str = "", by: User) -> None:
    """Write one day of a person with its own hours and a remark; `version` is the one that was read, 0 for none.

    Raises EditConflict when somebody saved in between, DomainError for hours that do not fit the kind.
    """
    if content:
        check(content)
    with _one_writer():
        duty = Duty.objects.select_for_update().filter(user=user, date=day).first()
        if (duty.version if duty else 0) != version:
            raise EditConflict(duty) if duty else DomainError("ほかの職員がこの日の勤務を消しました。")
        _put((user.pk, day), duty, content, remark=remark, by=by)


def copy_month(month: Month, *, by: User) -> int:
    """Fill the month's empty cells with the pattern of the month before; answers how many were filled.

    Each day takes the same weekday four weeks before (eight for the last days); only work is a pattern, leave is not.
    """
    days = opening_days(month.start, month.end)
    return _copy({day: _in_month_before(day, month) for day in days}, by=by)


def copy_week(monday: date, *, by: User) -> int:
    """Fill the empty cells of the week that begins on a Monday with those of the week before; answers how many."""
    return _copy({day: day - WEEK for day in opening_days(monday, monday + timedelta(days=6))}, by=by)


def _in_month_before(day: date, month: Month) -> date:
    source = day - 4 * WEEK
    return source if source < month.start else source - 4 * WEEK


def _copy(sources: Mapping[date, date], *, by: User) -> int:
    with _one_writer():
        patterns: dict[date, list[Duty]] = {}
        for duty in Duty.objects.filter(date__in=sources.values(), kind__in=AT_HOURS, user__is_active=True):
            patterns.setdefault(duty.date, []).append(duty)
        taken = set(Duty.objects.filter(date__in=sources).values_list("user_id", "date"))
        return sum(
            _put((duty.user_id, day), None, content_of(duty), by=by)
            for day, source in sources.items()
            for duty in patterns.get(source, ())
            if (duty.user_id, day) not in taken
        )


def _put(cell: Cell, duty: Duty | None, content: Content | None, *, remark: str | None = None, by: User) -> bool:
    user_id, day = cell
    before = _told(duty)
    if content is None:
        if duty is None:
            return False
        duty.delete()
        after = ""
    else:
        record = duty or Duty(user_id=user_id, date=day, version=0)
        record.kind, record.starts_at, record.ends_at = content.kind, content.starts_at, content.ends_at
        record.remark = record.remark if remark is None else remark
        after = _told(record)
        if after == before:
            return False
        record.version += 1
        record.save()
    DutyChange.objects.create(user_id=user_id, date=day, before=before, after=after, changed_by=by)
    return True


def _told(duty: Duty | None) -> str:
    if duty is None:
        return ""
    return f"{content_of(duty).words}（{duty.remark}）" if duty.remark else content_of(duty).words


def _code(duty: Duty | None) -> str:
    return content_of(duty).code if duty else NOTHING


def _standing(cells: Iterable[Cell]) -> dict[Cell, Duty]:
    """The duties of these cells, locked for the rest of the transaction."""
    users, days = {user for user, _ in cells}, {day for _, day in cells}
    found = Duty.objects.select_for_update(of=["self"]).select_related("user")
    return {(duty.user_id, duty.date): duty for duty in found.filter(user__in=users, date__in=days)}


def _overtaken(cells: list[Cell], standing: Mapping[Cell, Duty]) -> str:
    names = dict(User.objects.filter(pk__in={user for user, _ in cells}).values_list("pk", "name"))
    told = [
        f"{day.month}月{day.day}日 {names.get(user, '')}（いまは{_told(standing.get((user, day))) or '空き'}）"
        for user, day in cells
    ]
    return (
        f"ほかの職員が先に変えたところがあります：{'、'.join(told)}。"
        "このまま保存すると、あなたの入力で置き換わります。"
    )


@contextmanager
def _one_writer() -> Iterator[None]:
    """A transaction in which a cell that two people fill at once is told in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise DomainError("ほかの職員が同じ日を同時に入れました。もう一度保存してください。") from error

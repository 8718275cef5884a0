"""Ledgers for the tests of counting: made by dice, and a simulation that walks every day."""

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import strategies as st

from postings.toward_target.counting import LedgerLine

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
ORDER = ("new", "relisted", "extended", "changed")


@st.composite
def possible_ledgers(draw) -> list[LedgerLine]:
    """Ledgers of up to four postings in which every line can follow the ones before it, mostly around the turn."""
    lines = []
    for name in "ABCD"[: draw(st.integers(1, 4))]:
        lines += draw(_history(name))
    return draw(st.permutations(lines)) if _one_a_day(lines) else lines


@st.composite
def _history(draw, name: str) -> list[LedgerLine]:
    day = FIRST + timedelta(days=draw(st.integers(-60, 40)))
    until = draw(_until(day))
    lines = [LedgerLine(name, "new", day, until, draw(st.booleans()))]
    listed, gone_on = True, None
    for _ in range(draw(st.integers(0, 6))):
        day += timedelta(days=draw(st.integers(0, 25)))
        if listed and until is not None and day > until:
            listed, gone_on = False, until + DAY
        joins = gone_on is not None and lines[-1].kind != "ended" and day == gone_on
        kinds = ["changed", "extended", "ended", "corrected"] if listed else ["relisted", "corrected"]
        kind = draw(st.sampled_from([*kinds, "extended"] if joins else kinds))
        eligible = draw(st.booleans())
        if kind in ("extended", "relisted"):
            until, listed, gone_on = draw(_until(day)), True, None
            lines.append(LedgerLine(name, kind, day, until, eligible))
        elif kind == "ended":
            listed, gone_on = False, day
            lines.append(LedgerLine(name, kind, day, None, eligible))
        else:
            new_until = draw(st.one_of(st.none(), _until(day))) if listed else None
            until = new_until if new_until is not None else until
            lines.append(LedgerLine(name, kind, day, new_until, eligible))
    return lines


def _until(day: date):
    return st.one_of(
        st.none(), st.integers(0, 60).map(lambda days: day + timedelta(days=days)), st.just(max(day, FIRST - DAY))
    )


def _one_a_day(lines: list[LedgerLine]) -> bool:
    days = [(line.posting, line.effective_on) for line in lines]
    return len(days) == len(set(days))


def simulated(lines: list[LedgerLine], *, eligible_only: bool) -> tuple[int, dict[str, int]]:
    """Baseline and additions by walking each day of each posting: another way than the fold."""
    by_posting = defaultdict(list)
    for line in lines:
        by_posting[line.posting].append(line)
    baseline, additions = 0, dict.fromkeys(ORDER, 0)
    for own in by_posting.values():
        on_day = defaultdict(list)
        for line in own:
            on_day[line.effective_on].append(line)
        baseline += _in_baseline(on_day, eligible_only)
        for day, today in on_day.items():
            kinds = {line.kind for line in today if line.eligible or not eligible_only} & set(ORDER)
            if kinds and FIRST <= day <= LAST:
                additions[next(kind for kind in ORDER if kind in kinds)] += 1
    return baseline, additions


def _in_baseline(on_day: dict[date, list[LedgerLine]], eligible_only: bool) -> bool:
    day, until, live, flag = min(on_day), None, False, False
    while day < FIRST:
        for line in on_day.get(day, ()):
            flag = line.eligible
            if line.kind == "ended":
                live = False
            elif line.kind in ("new", "extended", "relisted"):
                live, until = True, line.listed_until
            elif live and line.listed_until is not None:
                until = line.listed_until
        # The night: a listing that was valid up to today is gone tomorrow, unless tomorrow extends it.
        if live and until == day and day != FIRST - DAY:
            live = any(line.kind == "extended" for line in on_day.get(day + DAY, ()))
        day += DAY
    ended_today = any(line.kind == "ended" for line in on_day.get(FIRST, ()))
    stands = live and (until is None or until >= FIRST) and not ended_today
    return stands and (flag or not eligible_only)

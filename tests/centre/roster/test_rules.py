"""The rules of the roster as pure functions: against a count minute by minute, and clause by clause."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from centre.roster.rules import Day, Demand, Gap, Shift, gaps_of, least_people

MONDAY = date(2026, 11, 2)
OPEN = ((time(8, 30), time(17, 30)),)
DEMAND = Demand()

times = st.integers(0, 23 * 4 + 3).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@st.composite
def shifts(draw):
    starts, ends = sorted(draw(st.lists(times, min_size=2, max_size=2, unique=True)))
    present = draw(st.booleans())
    return Shift(draw(st.sampled_from("ABC")), starts, ends, draw(st.booleans()), present, not present)


days = st.builds(
    lambda number, people: Day(MONDAY + timedelta(days=number), OPEN, tuple(people)),
    st.integers(0, 60).filter(lambda number: number % 7 < 5),
    st.lists(shifts(), max_size=4),
)
months = st.lists(days, max_size=25, unique_by=lambda day: day.date)


def minute_by_minute(day: Day) -> list[int]:
    """How many people are at the counter in each quarter of an hour of the opening hours."""
    moment = datetime.combine(day.date, time(8, 30))
    counts = []
    while moment.time() < time(17, 30):
        now = moment.time()
        counts.append(sum(s.is_present and s.starts <= now < s.ends for s in day.shifts))
        moment += timedelta(minutes=15)
    return counts


def full(person: str, is_full_time: bool = True, **more) -> Shift:
    """A shift over all opening hours."""
    return Shift(person, time(8, 30), time(17, 30), is_full_time, **more)


def leave(person: str) -> Shift:
    """A day of leave."""
    return Shift(person, time.min, time.max, True, is_present=False, is_leave=True)


def week(*people: tuple[Shift, ...]) -> list[Day]:
    """A week's opening days from Monday on."""
    return [Day(MONDAY + timedelta(days=n), OPEN, shifts) for n, shifts in enumerate(people)]


def rules(gaps: list[Gap]) -> list[tuple[int, str]]:
    """(day of the month, rule) of each gap."""
    return [(gap.day.day, gap.rule) for gap in gaps]


@given(days)
def test_the_least_people_are_those_of_a_count_quarter_by_quarter(day):
    assert least_people(day) == min(minute_by_minute(day))


@given(months)
def test_nobody_is_named_exactly_where_a_quarter_has_nobody(month):
    named = {gap.day for gap in gaps_of(month, DEMAND) if gap.rule == "nobody"}
    assert named == {day.date for day in month if 0 in minute_by_minute(day)}
    assert not any(gap.is_excused for gap in gaps_of(month, DEMAND) if gap.rule == "nobody")


@given(months)
def test_weeks_short_of_busy_days_are_those_of_a_count_by_hand(month):
    by_week: dict[date, list[Day]] = {}
    for day in month:
        by_week.setdefault(day.date - timedelta(days=day.date.weekday()), []).append(day)
    short = {
        max(day.date for day in days)
        for days in by_week.values()
        if sum(min(minute_by_minute(day)) >= 2 for day in days) < min(3, len(days))
    }
    assert {gap.day for gap in gaps_of(month, DEMAND) if gap.rule == "busy_days"} == short


@given(months, st.integers(0, 8))
def test_whole_weeks_apart_have_the_gaps_of_all_together(month, weeks):
    border = MONDAY + timedelta(days=7 * weeks)
    early = [day for day in month if day.date < border]
    late = [day for day in month if day.date >= border]
    assert gaps_of(early, DEMAND) + gaps_of(late, DEMAND) == gaps_of(month, DEMAND)


@given(days, shifts())
def test_one_more_person_never_makes_a_gap(day, shift):
    more = Day(day.date, day.hours, (*day.shifts, shift))
    before, after = ({gap.rule for gap in gaps_of([one], DEMAND)} for one in (day, more))
    assert after <= before | {"few"}
    assert least_people(more) >= least_people(day)


def test_a_week_of_the_contract_has_no_gap():
    two, one = (full("A"), full("B", is_full_time=False)), (full("A"),)
    assert gaps_of(week(two, one, two, one, two), DEMAND) == []


def test_a_third_day_with_two_is_missing_and_said_on_the_last_day_of_the_week():
    two, one = (full("A"), full("B")), (full("A"),)
    (gap,) = gaps_of(week(two, one, two, one, one), DEMAND)
    assert (gap.day.day, gap.rule, gap.is_excused) == (6, "busy_days", False)
    assert gap.words == "11月2日（月）の週は、2名以上の日が2日です（3日必要、あと1日。契約 7(1)）。"


def test_leave_excuses_the_third_day_but_names_who_was_away():
    two, one, away = (full("A"), full("B")), (full("A"),), (full("A"), leave("B"))
    (gap,) = gaps_of(week(two, one, two, one, away), DEMAND)
    assert (gap.rule, gap.is_excused) == ("busy_days", True)
    assert "休暇：B" in gap.words


def test_nobody_in_the_evening_is_named_with_its_hours_and_the_prefecture():
    early = Shift("A", time(8, 30), time(15, 0), True)
    (gap,) = [gap for gap in gaps_of(week((early,)), DEMAND) if gap.rule == "nobody"]
    assert gap.words.startswith("11月2日（月）は15:00〜17:30、窓口に誰もいません。")
    assert "直ちに県に相談" in gap.words


def test_two_halves_of_a_day_make_one_person_at_every_moment():
    halves = (Shift("A", time(8, 30), time(13, 0), True), Shift("B", time(13, 0), time(17, 30), True))
    assert least_people(Day(MONDAY, OPEN, halves)) == 1


def test_a_day_without_anybody_full_time_is_named():
    part = (full("A", is_full_time=False), full("B", is_full_time=False))
    assert rules(gaps_of(week(part, part, part), DEMAND)) == [(2, "full_time"), (3, "full_time"), (4, "full_time")]
    assert gaps_of(week(part, part, part), Demand(full_time_every_day=False)) == []


def test_a_trip_is_not_at_the_counter():
    away = Shift("A", time(8, 30), time(17, 30), True, is_present=False)
    assert (2, "nobody") in rules(gaps_of(week((away,)), DEMAND))


def test_a_short_week_needs_as_many_or_fewer_days_by_the_setting():
    one = (full("A"),)
    assert rules(gaps_of(week(one, one), DEMAND)) == [(3, "busy_days")]
    assert gaps_of(week(one, one), Demand(lessen_short_weeks=True)) == []
    assert [Demand(lessen_short_weeks=True).busy_days_of(days) for days in range(6)] == [0, 0, 0, 1, 2, 3]
    assert [DEMAND.busy_days_of(days) for days in range(6)] == [0, 1, 2, 3, 3, 3]


def test_more_people_a_day_can_be_asked():
    (gap,) = gaps_of(week((full("A"),)), Demand(people_other=2, people_busy=2, busy_days=0))
    assert (gap.rule, gap.words) == ("few", "11月2日（月）は1名になる時間があります（2名以上、契約 7(1)）。")

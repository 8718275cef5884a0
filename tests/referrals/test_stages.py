"""The table of stages: only what it allows happens, in whatever order somebody tries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.errors import DomainError
from referrals.stages import (
    CLOSED,
    DAYS,
    ENDS,
    NEXT,
    NEXT_ACTION,
    OPEN,
    REASON_NAMES,
    REASONS,
    Stage,
    Stand,
    check_day,
    check_step,
)

TODAY = date(2026, 11, 20)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(Stage), st.dates(date(2026, 10, 1), date(2026, 12, 1)), st.sampled_from([*REASON_NAMES, ""])
    ),
    max_size=14,
)


@given(STEPS)
def test_whatever_is_tried_the_way_stays_in_the_order_of_the_table(tries):
    stand = Stand(Stage.INFORMED, {Stage.INFORMED: date(2026, 10, 1)})
    way = [stand.stage]
    for to, on, reason in tries:
        try:
            check_step(stand, to, on, TODAY, reason=reason, note="理由")
        except DomainError:
            continue
        assert to in NEXT[stand.stage]
        assert stand.last_day <= on <= TODAY
        assert to not in ENDS or reason in REASONS[to]
        days = {**stand.days, to: stand.days.get(to, on)} if to in DAYS else stand.days
        stand = Stand(to, days)
        way.append(to)
    known = [stand.days[stage] for stage in DAYS if stage in stand.days]
    assert known == sorted(known)
    assert all(stage not in CLOSED for stage in way[:-1])


def test_every_open_stage_has_a_next_action_and_a_way_on():
    assert all(NEXT[stage] and NEXT_ACTION[stage] for stage in OPEN)
    assert not any(NEXT[stage] for stage in CLOSED)


@pytest.mark.parametrize("on", [date(2026, 11, 4), TODAY + timedelta(days=1)])
def test_a_day_before_the_last_stage_or_to_come_is_refused_beside_its_field(on):
    stand = Stand(Stage.APPLIED, {Stage.INFORMED: date(2026, 11, 2), Stage.APPLIED: date(2026, 11, 5)})
    with pytest.raises(DomainError) as refused:
        check_step(stand, Stage.INTERVIEWED, on, TODAY)
    assert refused.value.field == "on"


@pytest.mark.parametrize("on", [date(2026, 11, 5), TODAY])
def test_the_first_and_the_last_possible_day_are_taken(on):
    stand = Stand(Stage.APPLIED, {Stage.INFORMED: date(2026, 11, 2), Stage.APPLIED: date(2026, 11, 5)})
    assert check_step(stand, Stage.INTERVIEWED, on, TODAY) is None


@pytest.mark.parametrize(
    ("to", "reason", "note", "field"),
    [
        (Stage.WITHDRAWN, "", "", "reason"),
        (Stage.WITHDRAWN, "skills", "", "reason"),
        (Stage.REJECTED, "no_move", "", "reason"),
        (Stage.REJECTED, "other", " ", "note"),
    ],
)
def test_an_end_needs_a_reason_of_its_own_and_other_needs_words(to, reason, note, field):
    stand = Stand(Stage.APPLIED, {Stage.INFORMED: TODAY, Stage.APPLIED: TODAY})
    with pytest.raises(DomainError) as refused:
        check_step(stand, to, TODAY, TODAY, reason=reason, note=note)
    assert refused.value.field == field


@pytest.mark.parametrize(("day", "is_taken"), [(1, False), (2, True), (9, True), (10, False)])
def test_a_corrected_day_lies_between_the_days_beside_it(day, is_taken):
    stand = Stand(
        Stage.OFFERED,
        {Stage.INFORMED: date(2026, 11, 2), Stage.APPLIED: date(2026, 11, 5), Stage.OFFERED: date(2026, 11, 9)},
    )
    on = date(2026, 11, day)
    if is_taken:
        assert check_day(stand, Stage.APPLIED, on, TODAY, None) is None
    else:
        with pytest.raises(DomainError, match="2026年11月2日から2026年11月9日まで"):
            check_day(stand, Stage.APPLIED, on, TODAY, None)

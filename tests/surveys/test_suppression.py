"""No hidden figure follows from the shown ones: checked by trying every table that would look the same."""

from functools import cache
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from surveys.suppression import SMALLEST_GROUP, TOTAL, Table, hidden_in, small_groups

SCORES = (1, 2, 3, 4, 5)


@cache
def split(people: int, rows: int) -> tuple[tuple[int, ...], ...]:
    """Every way to spread so many people over the rows."""
    if rows == 1:
        return ((people,),)
    return tuple((first, *rest) for first in range(people + 1) for rest in split(people - first, rows - 1))


def one_group(*counts: int, scores: tuple[int, ...] = ()) -> Table:
    return Table({"a": sum(counts)}, {"a": counts}, scores)


def by_groups(**counts: tuple[int, ...]) -> Table:
    return Table({group: sum(column) for group, column in counts.items()}, counts)


def shown(table: Table, hidden) -> dict:
    """Everything a reader of the page sees."""
    figures = {"all": table.all_people}
    several = len(table.people) > 1
    for group in (*(table.people if several else ()), TOTAL):
        if group in hidden.groups:
            continue
        figures[group, "people"] = table.all_people if group is TOTAL else table.people[group]
        counts = [table.count(group, row) for row in table.rows]
        figures |= {(group, row): count for row, count in enumerate(counts) if not hidden.hides(group, row)}
        if table.scores and not hidden.hides_mean(group):
            figures[group, "sum"] = sum(s * c for s, c in zip(table.scores, counts, strict=True))
    return figures


def agrees(other: Table, figures: dict, hidden) -> bool:
    """Whether another table would show the same, nothing hidden being a shown zero."""
    for group in (*(other.people if len(other.people) > 1 else ()), TOTAL):
        if group in hidden.groups:
            if not other.people[group]:
                return False
        elif any(hidden.hides(group, row) and not other.count(group, row) for row in other.rows):
            return False
    return shown(other, hidden) == figures


def secrets(table: Table, hidden) -> list[tuple]:
    """Hidden figures that stand for somebody."""
    groups = (*(table.people if len(table.people) > 1 else ()), TOTAL)
    return [(g, row) for g in groups for row in table.rows if hidden.hides(g, row) and table.count(g, row)]


def worked_out(table: Table, others) -> list[tuple]:
    """Hidden figures that have one possible value only."""
    hidden = hidden_in(table)
    figures = shown(table, hidden)
    open_ones = {cell: {table.count(*cell)} for cell in secrets(table, hidden)}
    if hidden.everything or not open_ones:
        return []
    for other in others:
        if agrees(other, figures, hidden):
            for cell, values in open_ones.items():
                values.add(other.count(*cell))
    found = [cell for cell, values in open_ones.items() if len(values) == 1]
    return [cell for cell in found if not hidden.groups >= set(table.people) or cell[0] is TOTAL]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_no_hidden_count_of_all_people_can_be_worked_out(counts):
    table = one_group(*counts)
    assert worked_out(table, (one_group(*other) for other in split(sum(counts), len(counts)))) == []


@given(st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_no_hidden_count_of_a_scale_can_be_worked_out_with_the_mean(counts):
    table = one_group(*counts, scores=SCORES)
    others = (one_group(*other, scores=SCORES) for other in split(sum(counts), 5))
    assert worked_out(table, others) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(any), min_size=2, max_size=3))
def test_no_hidden_count_of_a_group_can_be_worked_out(columns):
    names = "abc"[: len(columns)]
    table = by_groups(**dict(zip(names, columns, strict=True)))
    yes, no = (sum(column[row] for column in columns) for row in (0, 1))
    spread = product(split(yes, len(columns)), split(no, len(columns)))
    others = (by_groups(**{n: (y, o) for n, y, o in zip(names, ys, os, strict=True)}) for ys, os in spread)
    hidden = hidden_in(table)
    if not hidden.hides(TOTAL, 0) and not hidden.hides(TOTAL, 1):
        assert worked_out(table, others) == []


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3).filter(any), min_size=2, max_size=2))
def test_no_hidden_count_of_two_groups_with_means_can_be_worked_out(columns):
    scores = (1, 2, 3)
    sizes = [sum(column) for column in columns]

    def table_of(one, other):
        return Table({"a": sum(one), "b": sum(other)}, {"a": one, "b": other}, scores)

    whole = sum(sizes)
    others = (table_of(o[:3], o[3:]) for o in split(whole, 6) if sum(o[:3]) and sum(o[3:]))
    assert worked_out(table_of(*columns), others) == []


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 9), min_size=2))
def test_no_size_of_a_hidden_group_can_be_worked_out(people):
    hidden = small_groups(people)
    assert all(people[group] >= SMALLEST_GROUP for group in people if group not in hidden)
    left = sum(people[group] for group in hidden)
    assert not hidden or hidden == set(people) or (len(hidden) > 1 and left > len(hidden))


def test_a_count_under_five_takes_the_next_smallest_with_it():
    hidden = hidden_in(one_group(3, 8, 20))
    assert {row for _, row in hidden.cells} == {0, 1}


def test_that_nobody_chose_an_answer_is_shown():
    hidden = hidden_in(one_group(0, 0, 0, 0, 12, scores=SCORES))
    assert (hidden.cells, hidden.means, hidden.everything) == (set(), set(), False)


def test_a_small_group_takes_the_next_smallest_with_it():
    assert hidden_in(by_groups(a=(3, 0), b=(0, 7), c=(10, 20))).groups == {"a", "b"}


def test_a_mean_that_tells_every_answer_is_hidden():
    hidden = hidden_in(one_group(0, 0, 0, 1, 4, scores=SCORES))
    assert hidden.hides_mean(TOTAL)


def test_fewer_than_five_people_show_nothing():
    assert hidden_in(one_group(2, 2)).everything

"""Which figures of a result are shown: none that stands for fewer than five people, nor one that would give it away.

Pure Python. A table has people in the columns (groups, and the total of all) and answers in the rows. Whoever reads it
knows the shown figures, that the columns add up to the total, the means, and that a hidden figure of a shown column is
at least 1. A hidden figure is safe when it could as well be another one: when some shift of answers leaves everything
shown as it is and changes the hidden figure. While one is not safe, more is hidden.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations, product

SMALLEST_GROUP = 5
TOTAL = None
Group = str | None
Cell = tuple[Group, int]
# Answers that change their place: {(group, row): by how many}.
Shift = dict[tuple[str, int], int]
LARGEST_STEP = 2


@dataclass(frozen=True)
class Table:
    """Counts of one question: {group: (people who answered, (count of each answer, ...))}.

    `scores` are the values of the answers when they have a mean. An answer of several choices counts in several rows.
    """

    people: Mapping[str, int]
    counts: Mapping[str, tuple[int, ...]]
    scores: tuple[int, ...] = ()

    @property
    def rows(self) -> range:
        return range(len(next(iter(self.counts.values()))))

    @property
    def all_people(self) -> int:
        return sum(self.people.values())

    def count(self, group: Group, row: int) -> int:
        """A count of a group, or of all."""
        if group is TOTAL:
            return sum(counts[row] for counts in self.counts.values())
        return self.counts[group][row]


@dataclass
class Hidden:
    """What is not shown: groups with all they hold, single counts, means."""

    groups: set[str] = field(default_factory=set)
    cells: set[Cell] = field(default_factory=set)
    means: set[Group] = field(default_factory=set)
    everything: bool = False

    def hides(self, group: Group, row: int) -> bool:
        """Whether a count is hidden."""
        return self.everything or group in self.groups or (group, row) in self.cells

    def hides_mean(self, group: Group) -> bool:
        """Whether a mean is hidden."""
        return self.everything or group in self.groups or group in self.means


def hidden_in(table: Table, groups_hidden: frozenset[str] = frozenset()) -> Hidden:
    """What must not be shown of a table; `groups_hidden` are hidden whatever their size here."""
    if table.all_people < SMALLEST_GROUP:
        return Hidden(groups=set(table.people), everything=True)
    of_all = _settled(_of_all(table), Hidden())
    if of_all.everything or len(table.people) < 2:
        return Hidden(
            set(table.people), {(TOTAL, row) for _, row in of_all.cells}, _as_total(of_all), of_all.everything
        )
    hidden = Hidden(
        groups={group for group in table.people if group in groups_hidden or _is_small(table.people[group])},
        cells={(TOTAL, row) for _, row in of_all.cells},
        means=_as_total(of_all),
    )
    return _settled(table, hidden)


def small_groups(people: Mapping[str, int]) -> frozenset[str]:
    """The groups too small to be shown, and as many more as keep their sizes from being worked out."""
    table = Table(people, {group: (count,) for group, count in people.items()})
    hidden = Hidden(groups={group for group, count in people.items() if _is_small(count)})
    while hidden.groups and not _sizes_are_safe(table, hidden) and _hide_a_group(table, hidden):
        pass
    return frozenset(hidden.groups)


def _as_total(hidden: Hidden) -> set[Group]:
    return {TOTAL} if hidden.means else set()


def _of_all(table: Table) -> Table:
    """All people as one group."""
    return Table({"": table.all_people}, {"": tuple(table.count(TOTAL, row) for row in table.rows)}, table.scores)


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST_GROUP


def _settled(table: Table, hidden: Hidden) -> Hidden:
    """Hide the small counts, and then more until every hidden figure is safe."""
    for group in _columns_of(table):
        if group not in hidden.groups:
            hidden.cells |= {(group, row) for row in table.rows if _is_small(table.count(group, row))}
    if len(table.people) > 1:
        while hidden.groups and not _sizes_are_safe(table, hidden) and _hide_a_group(table, hidden):
            pass
    while not hidden.everything and (unsafe := _unsafe(table, hidden)):
        _hide_more(table, hidden, unsafe)
    return hidden


def _sizes_are_safe(table: Table, hidden: Hidden) -> bool:
    """Whether no size of a hidden group follows from the sizes of the others."""
    sizes = [table.people[group] for group in hidden.groups if table.people[group]]
    return len(sizes) != 1 and (len(sizes) == 0 or sum(sizes) > len(sizes))


def _hide_a_group(table: Table, hidden: Hidden) -> bool:
    """Hide the smallest group that is shown; False when there is none."""
    shown = [group for group, count in table.people.items() if count and group not in hidden.groups]
    if shown:
        hidden.groups.add(min(shown, key=lambda group: (table.people[group], group)))
    return bool(shown)


def _unsafe(table: Table, hidden: Hidden) -> Cell | None:
    """The first hidden count that could be worked out."""
    if hidden.groups >= set(table.people):
        # Nothing is shown by group, and what the total shows was settled on its own.
        return None
    looked_at = [
        (group, row)
        for group, row in product(_columns_of(table), table.rows)
        if _is_kept_back(table, hidden, group, row)
    ]
    safe: set[Cell] = set()
    for shift in _shifts(table, hidden):
        if safe.issuperset(looked_at):
            break
        if _leaves_what_is_shown(shift, table, hidden):
            safe |= set(shift)
            safe |= {(TOTAL, row) for row, change in _net(shift).items() if change}
    return next((cell for cell in looked_at if cell not in safe), None)


def _is_kept_back(table: Table, hidden: Hidden, group: Group, row: int) -> bool:
    """Whether a hidden figure tells something: that nobody gave an answer does not."""
    return hidden.hides(group, row) and table.count(group, row) > 0


def _columns_of(table: Table) -> list[Group]:
    """The groups, and the total when there are several."""
    return [*table.people, *([TOTAL] if len(table.people) > 1 else [])]


def _hide_more(table: Table, hidden: Hidden, unsafe: Cell) -> None:
    """Hide one figure more beside an unsafe one: in its column, in its row, its mean, the groups, everything."""
    group, row = unsafe
    if group is TOTAL or len(table.people) == 1:
        if _hide_in_column(table, hidden, group) or _hide_mean(table, hidden, group):
            return
        if len(table.people) > 1 and hidden.groups != set(table.people):
            hidden.groups = set(table.people)
        else:
            hidden.everything = True
    elif group in hidden.groups:
        if not _hide_a_group(table, hidden):
            hidden.everything = True
    elif not (
        _hide_in_row(table, hidden, row) or _hide_in_column(table, hidden, group) or _hide_mean(table, hidden, group)
    ):
        hidden.groups = set(table.people)


def _hide_in_column(table: Table, hidden: Hidden, group: Group) -> bool:
    return _hide_smallest(table, hidden, [(group, row) for row in table.rows])


def _hide_in_row(table: Table, hidden: Hidden, row: int) -> bool:
    """Hide a second figure of a row; one more than that does not help."""
    across = [(group, row) for group in table.people if group not in hidden.groups]
    if sum(cell in hidden.cells for cell in across) > 1 or hidden.hides(TOTAL, row):
        return False
    return _hide_smallest(table, hidden, across)


def _hide_smallest(table: Table, hidden: Hidden, cells: Sequence[Cell]) -> bool:
    shown = [cell for cell in cells if table.count(*cell) and not hidden.hides(*cell)]
    if shown:
        hidden.cells.add(min(shown, key=lambda cell: (table.count(*cell), str(cell[0]), cell[1])))
    return bool(shown)


def _hide_mean(table: Table, hidden: Hidden, group: Group) -> bool:
    if not table.scores or hidden.hides_mean(group):
        return False
    hidden.means.add(group)
    return True


def _leaves_what_is_shown(shift: Shift, table: Table, hidden: Hidden) -> bool:
    """Whether the answers could lie so: nothing that is shown changes, and nothing becomes impossible."""
    columns: dict[str, dict[int, int]] = {}
    for (group, row), change in shift.items():
        columns.setdefault(group, {})[row] = change
    return all(_column_may(table, hidden, group, column) for group, column in columns.items()) and (
        len(table.people) == 1 or _totals_may(table, hidden, _net(shift))
    )


def _column_may(table: Table, hidden: Hidden, group: str, column: Mapping[int, int]) -> bool:
    is_hidden = group in hidden.groups
    moved = sum(column.values())
    if not is_hidden and (moved or not _mean_stays(table, hidden, group, column)):
        return False
    people, fewest = table.people[group] + moved, 0 if is_hidden else 1
    if people < 1 or max(table.counts[group][row] + column.get(row, 0) for row in table.rows) > people:
        return False
    return all(table.counts[group][row] + change >= fewest for row, change in column.items())


def _totals_may(table: Table, hidden: Hidden, net: Mapping[int, int]) -> bool:
    return (
        not sum(net.values())
        and _mean_stays(table, hidden, TOTAL, net)
        and all(_total_may(table, hidden, row, change) for row, change in net.items())
    )


def _net(shift: Shift) -> dict[int, int]:
    net: dict[int, int] = {}
    for (_, row), change in shift.items():
        net[row] = net.get(row, 0) + change
    return net


def _total_may(table: Table, hidden: Hidden, row: int, change: int) -> bool:
    return not change or (hidden.hides(TOTAL, row) and table.count(TOTAL, row) + change >= 1)


def _mean_stays(table: Table, hidden: Hidden, group: Group, column: Mapping[int, int]) -> bool:
    if not table.scores or hidden.hides_mean(group):
        return True
    return not sum(table.scores[row] * change for row, change in column.items())


def _shifts(table: Table, hidden: Hidden) -> Iterator[Shift]:
    """Shifts of hidden counts worth trying: within a group, in two against each other, from one group to another."""
    fitting = {
        group: [
            column
            for column in _columns(len(table.rows), table.scores)
            if all(hidden.hides(group, row) for row, _ in column)
        ]
        for group in table.people
    }
    for group, columns in fitting.items():
        yield from ({(group, row): change for row, change in column} for column in columns)
    for one, other in permutations(table.people, 2):
        for column in fitting[one]:
            if all(hidden.hides(other, row) for row, _ in column):
                yield {
                    (group, row): sign * change for row, change in column for group, sign in ((one, 1), (other, -1))
                }
    for (one, other), row in product(permutations(sorted(hidden.groups), 2), table.rows):
        yield {(one, row): 1, (other, row): -1}


@cache
def _columns(rows: int, scores: tuple[int, ...]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Changes within a column that add up to nothing; with scores also those that leave the mean."""
    pairs = [((one, 1), (other, -1)) for one, other in permutations(range(rows), 2)]
    if not scores:
        return tuple(pairs)
    steps = range(-LARGEST_STEP, LARGEST_STEP + 1)
    mean_stays = [
        tuple((row, change) for row, change in enumerate(changes) if change)
        for changes in product(steps, repeat=rows)
        if any(changes) and not sum(changes) and not sum(s * c for s, c in zip(scores, changes, strict=True))
    ]
    return (*pairs, *sorted(mean_stays, key=len))

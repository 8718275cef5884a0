"""How many cases the tests try for each requirement of the rule books, and how many at a boundary: `make bench-rules`.

A case is one set of the facts that a requirement reads, with its day and the version's amounts, as written in a
test (what a property test makes up is left out). Two cases stand at a boundary when one fact differs by the least
step (a day, a yen, a year of age, a tenth of an hour, a hundredth of a share) and the outcome differs.
"""

import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

import pytest

TESTS = "tests/postings/rulebooks"
DAY, TENTH, HUNDREDTH = timedelta(days=1), Fraction(1, 10), Fraction(1, 100)


class Watcher:
    """A plugin of pytest that writes down what every requirement is asked and answers."""

    def __init__(self):
        self.cases: dict[tuple[str, str], dict[tuple, str]] = defaultdict(dict)
        self.is_written = True

    def watch(self) -> None:
        """Put a listener before the rule of each requirement of each version."""
        from postings.rulebooks.library import BOOKS

        for book in BOOKS.values():
            for requirement in {id(one): one for version in book.versions for one in version.requirements}.values():
                object.__setattr__(requirement, "rule", self._listening(book.key, requirement.key, requirement.rule))

    def _listening(self, book: str, key: str, rule):
        def listen(facts, terms):
            answer = rule(facts, terms)
            if self.is_written:
                told = tuple(sorted(flat({**facts, "on": terms.on}).items(), key=str))
                case = (told, str(sorted(terms.parameters.items())))
                # A requirement beside the verdict answers in words alone.
                self.cases[book, key][case] = str(answer.outcome or answer.reason)
            return answer

        return listen

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        """What a property test makes up is no case."""
        self.is_written = not hasattr(item.obj, "hypothesis")
        try:
            return (yield)
        finally:
            self.is_written = True


def flat(facts: Mapping[str, object], path: str = "") -> dict[str, object]:
    """Facts with the members of lists as facts of their own."""
    found = {}
    for key, value in facts.items():
        if isinstance(value, list | tuple):
            for number, member in enumerate(value):
                found |= flat(member, f"{path}{key}.{number}.")
        else:
            found[f"{path}{key}"] = value
    return found


def at_boundary(cases: Mapping[tuple, str]) -> int:
    """How many cases have a neighbour with another outcome."""
    found = set()
    for one, other in combinations(cases, 2):
        if cases[one] != cases[other] and are_neighbours(one, other):
            found |= {one, other}
    return len(found)


def are_neighbours(one: tuple, other: tuple) -> bool:
    """Whether exactly one fact differs, by its least step; a day may lead into another version of the rule."""
    (facts, parameters), (others, other_parameters) = one, other
    facts, others = dict(facts), dict(others)
    if facts.keys() != others.keys():
        return False
    pairs = [(facts[key], others[key]) for key in facts if facts[key] != others[key]]
    if len(pairs) != 1 or not is_least_step(*pairs[0]):
        return False
    return parameters == other_parameters or isinstance(pairs[0][0], date)


def is_least_step(one: object, other: object) -> bool:
    """Whether two values of a fact are as near as they can be."""
    if isinstance(one, date) and isinstance(other, date):
        return abs(one - other) == DAY
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    if isinstance(one, int | Fraction) and isinstance(other, int | Fraction):
        most = HUNDREDTH if max(one, other) <= 1 else TENTH if Fraction in (type(one), type(other)) else 1
        return abs(one - other) <= most
    return False


def lines(watcher: Watcher) -> Iterator[str]:
    """The table: book, requirement, cases, boundary cases, outcomes."""
    from postings.rulebooks.library import BOOKS

    yield f"{'規則':<24}{'要件':<6}{'事例':>6}{'境界':>6}{'満たす':>7}{'満たさない':>7}{'要確認':>7}"
    sums = Counter()
    for book, shelf in BOOKS.items():
        for key in dict.fromkeys(one.key for version in shelf.versions for one in version.requirements):
            cases = watcher.cases[book, key]
            outcomes, near = Counter(cases.values()), at_boundary(cases)
            sums += Counter(cases=len(cases), near=near)
            numbers = "".join(f"{outcomes[outcome]:>9}" for outcome in ("met", "not_met", "unknown"))
            yield f"{book:<26}{key:<7}{len(cases):>6}{near:>8}{numbers}"
    yield f"{'計':<32}{sums['cases']:>6}{sums['near']:>8}"


def main() -> int:
    """Run the tests of the rule books and print the table."""
    watcher = Watcher()
    watcher.watch()
    told = io.StringIO()
    with redirect_stdout(told):
        failed = pytest.main(["-q", "-p", "no:cacheprovider", TESTS], plugins=[watcher])
    sys.stdout.write(f"{told.getvalue().splitlines()[-1]}\n" + "\n".join(lines(watcher)) + "\n")
    return int(failed)

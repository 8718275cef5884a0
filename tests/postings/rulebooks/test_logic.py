from itertools import product

import pytest

from postings.rulebooks.logic import at_least, below, every, negated, some

COMPLETIONS = {True: (True,), False: (False,), None: (True, False)}


@pytest.mark.parametrize(("function", "classical"), [(every, all), (some, any)])
@pytest.mark.parametrize("values", list(product((True, False, None), repeat=3)))
def test_an_answer_is_known_exactly_when_no_completion_changes_it(function, classical, values):
    possible = {classical(world) for world in product(*(COMPLETIONS[value] for value in values))}
    assert function(*values) is (possible.pop() if len(possible) == 1 else None)


def test_not_known_stays_not_known():
    assert negated(None) is None
    assert negated(value=True) is False
    assert at_least(None, 10) is None
    assert below(None, 10) is None


def test_the_limit_itself_reaches_the_limit():
    assert at_least(10, 10) is True
    assert below(10, 10) is False
    assert at_least(9, 10) is False
    assert below(9, 10) is True

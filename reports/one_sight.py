"""A report sees the records of one instant: what is saved meanwhile is in all of its figures or in none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from centre.fiscal_year import FiscalYear

_known: ContextVar[dict | None] = ContextVar("known", default=None)


@contextmanager
def one_sight() -> Iterator[None]:
    """A transaction in which every question sees the records of the same instant.

    It must be the outermost one, and begin with it, for the database to hold the sight still.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        token = _known.set({})
        try:
            yield
        finally:
            _known.reset(token)


def read_once(act: Callable[[FiscalYear], Any], year: FiscalYear) -> Any:
    """What an act answers for a fiscal year; within one sight it is asked once."""
    known = _known.get()
    if known is None:
        return act(year)
    if (act, year) not in known:
        known[act, year] = act(year)
    return known[act, year]

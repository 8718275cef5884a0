"""Another session of the database, for tests of what happens while somebody else is at work."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection


@contextmanager
def somebody_else() -> Iterator:
    """A cursor of another session in an open transaction, which is rolled back at the end."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


@contextmanager
def must_wait() -> Iterator[None]:
    """What happens within waits for a lock that somebody else holds; it is given up at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20ms'")
    try:
        with pytest.raises(OperationalError, match="lock timeout"):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")

"""The sample of the attacks, made once for a module and gone after it."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction

from tests.security.filling import Filled, fill_all
from tests.security.sample import NOW, fill


@pytest.fixture(scope="module")
def records(django_db_setup, django_db_blocker) -> Iterator[dict[str, dict]]:
    """The sample in the database of every test of the module; the addresses of what the demo does not have."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill()
        transaction.set_rollback(True)


@pytest.fixture
def at_the_counter(records) -> Iterator[dict[str, dict]]:
    """The day of the sample; refusals are answers here and need no line in the log."""
    logging.disable(logging.ERROR)
    with time_machine.travel(NOW, tick=False):
        yield records
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def every_form(records) -> list[Filled]:
    """Every form of the product, filled in once for the module; nothing is saved yet."""
    logging.disable(logging.ERROR)
    with time_machine.travel(NOW, tick=False):
        found = fill_all(records)
    logging.disable(logging.NOTSET)
    return found

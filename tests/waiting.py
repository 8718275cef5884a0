"""Waiting for something another process does, by looking at its state, never for a fixed time."""

import threading
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
LOOK_EVERY = 0.05


def wait_until(look: Callable[[], Found], seconds: float = 30, what: str = "the awaited state") -> Found:
    """The first truthy answer of `look`; an AssertionError naming `what` when there is none within `seconds`.

    Counts its looks instead of reading a clock, which a test may have frozen.
    """
    pause = threading.Event()
    for _look in range(int(seconds / LOOK_EVERY)):
        if found := look():
            return found
        pause.wait(LOOK_EVERY)
    raise AssertionError(f"{what} did not come within {seconds} s")

"""How often something may be done within a minute, counted in the cache that all web machines share."""

import hashlib
import time

from django.core.cache import cache

WINDOW = 60


def within(limit: int, *parts: str) -> bool:
    """Count one more of what `parts` name, and say whether that is still within `limit` for this minute."""
    name = hashlib.sha256("|".join(parts).encode()).hexdigest()
    counter = f"rate:{name}:{int(time.time()) // WINDOW}"
    cache.add(counter, 0, 2 * WINDOW)
    return cache.incr(counter) <= limit

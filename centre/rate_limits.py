"""How often something may be done within a minute, counted in the cache that all web machines share."""

import hashlib
import time

from django.core.cache import cache

WINDOW = 60


def within(limit: int, *parts: str) -> bool:
    """Count one more of what `parts` name, and say whether that is still within `limit` for this minute."""
    name = hashlib.sha256("|".join(parts).encode()).hexdigest()
    counter = f"rate:{name}:{int(time.time()) // WINDOW}"
    if cache.add(counter, 1, 2 * WINDOW):
        return limit >= 1
    try:
        return cache.incr(counter) <= limit
    except ValueError:
        # The cache was emptied or went away since the line before: counting begins again.
        cache.set(counter, 1, 2 * WINDOW)
        return limit >= 1

"""The cache that all machines share; while it does not answer, each process keeps its own, so that limits still hold.

Nothing that must not be lost is in the cache: sessions, jobs and mails are rows of the database.
"""

import logging
import time
from functools import wraps

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

# How many seconds a process goes on alone before it asks the shared cache again: nobody waits for it meanwhile.
ASK_AGAIN = 5
ACTS = ("add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear")

logger = logging.getLogger(__name__)


class SharedCache(RedisCache):
    """Redis, or the memory of this process for some seconds after Redis did not answer."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.alone = LocMemCache(f"alone:{server}", {key: value for key, value in params.items() if key != "OPTIONS"})
        self.alone_until = 0.0


def _shared_or_alone(name: str):
    shared, alone = getattr(RedisCache, name), getattr(LocMemCache, name)

    @wraps(shared)
    def act(self, *args, **kwargs):
        if time.monotonic() >= self.alone_until:
            try:
                return shared(self, *args, **kwargs)
            except (NoConnection, NoAnswer) as error:
                self.alone_until = time.monotonic() + ASK_AGAIN
                logger.warning("the shared cache does not answer (%s): this process goes on alone", error)
        return alone(self.alone, *args, **kwargs)

    return act


for _name in ACTS:
    setattr(SharedCache, _name, _shared_or_alone(_name))

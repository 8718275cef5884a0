"""All registers in the order of the pages."""

from privacy.registers.exchanges import EXCHANGES, PROMISES
from privacy.registers.holdings import HOLDINGS
from privacy.registers.kinds import Kind
from privacy.registers.permits import PERMITS

KINDS: dict[str, Kind] = {one.key: one for one in (*PERMITS, *HOLDINGS, *EXCHANGES, *PROMISES)}
CHOICES = [(key, kind.title) for key, kind in KINDS.items()]
PERMIT_KEYS = tuple(key for key, kind in KINDS.items() if kind.asks_prefecture)
# Kinds whose entry is about a member of staff.
ABOUT_STAFF = ("leaving", "pledge")

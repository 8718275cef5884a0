"""How many days before its end a listing is asked about, as the contract's settings say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from centre.contracts import contract_of

# A step that was missed (no worker, a posting recorded late) is made up for within so many days; the last one always.
MADE_UP_FOR = 5


@dataclass(frozen=True)
class Deadlines:
    """Days before the end of a listing: `steps` from the first question to the last, `call` when the phone begins."""

    steps: tuple[int, ...]
    call: int
    listing: int

    def windows(self) -> Iterator[tuple[int, int, int]]:
        """(step, fewest, most): a listing with so many days left, both included, is asked about at this step."""
        for step, following in zip(self.steps, (*self.steps[1:], None), strict=True):
            yield step, 0 if following is None else max(following + 1, step - MADE_UP_FOR), step


def deadlines(today: date) -> Deadlines:
    """The deadlines in force on a day."""
    contract = contract_of(today)
    steps = (contract.renewal_first_days, contract.renewal_second_days, contract.renewal_last_days)
    return Deadlines(steps, contract.renewal_call_days, contract.listing_days)

"""The ledger of the database as lines for the counting function."""

from collections.abc import Collection, Iterator

from postings.models import PublicationEvent
from postings.toward_target.counting import LedgerLine

FIELDS = ("posting_id", "kind", "effective_on", "listed_until", "eligible", "id")


def ledger_lines(postings: Collection[int] | None = None) -> Iterator[LedgerLine]:
    """Every line of the ledger (of some postings when given) in the order in which it was written, streamed."""
    events = PublicationEvent.objects.order_by("pk")
    if postings is not None:
        events = events.filter(posting__in=postings)
    for posting, kind, effective_on, listed_until, eligible, number in events.values_list(*FIELDS).iterator(2000):
        yield LedgerLine(str(posting), kind, effective_on, listed_until, eligible, number)

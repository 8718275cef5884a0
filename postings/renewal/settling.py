"""What a line of the ledger settles: the questions about the listing it moves."""

from collections.abc import Sequence

from django.db.models import F, Q
from django.utils import timezone

from centre.models import User
from postings.models import JobPosting, PublicationEvent, RenewalInquiry
from postings.renewal.querysets import OPEN

State, Kind = RenewalInquiry.State, PublicationEvent.Kind
MOVES_THE_END = (Kind.EXTENDED, Kind.RELISTED, Kind.ENDED)


def settle(events: Sequence[PublicationEvent], *, by: User | None) -> None:
    """Confirm the answers that lines make true, and close the questions whose end day they moved.

    A change makes only the answer 変更 true. Runs in the transaction that writes the lines, with the postings locked
    and standing as the lines leave them.
    """
    lines = {event.posting_id: event for event in events if event.kind != Kind.NEW}
    inquiries = RenewalInquiry.objects.filter(posting__in=lines)
    for inquiry in inquiries.filter(state=State.ANSWERED).select_for_update(of=("self",)).order_by("pk"):
        event = lines[inquiry.posting_id]
        made_true = event.kind == Kind.CHANGED and inquiry.answer == RenewalInquiry.Answer.CHANGE
        if made_true or event.kind in MOVES_THE_END:
            mark_confirmed(inquiry, event, by=by)
    gone = Q(posting__ended_on__isnull=False) | ~Q(ends_on=F("posting__listed_until"))
    inquiries.filter(gone, state__in=OPEN).update(state=State.SETTLED, version=F("version") + 1)


def mark_confirmed(inquiry: RenewalInquiry, event: PublicationEvent | None, *, by: User | None) -> None:
    """The counter saw to it: the posting was confirmed by its employer on the day of the answer, never earlier."""
    inquiry.state, inquiry.event = State.CONFIRMED, event
    inquiry.confirmed_by, inquiry.confirmed_at = by, timezone.now()
    inquiry.version += 1
    inquiry.save(update_fields=["state", "event", "confirmed_by", "confirmed_at", "version"])
    day = timezone.localdate(inquiry.answered_at)
    JobPosting.objects.filter(pk=inquiry.posting_id).exclude(last_confirmed_on__gte=day).update(last_confirmed_on=day)

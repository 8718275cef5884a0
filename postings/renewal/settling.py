"""What a line of the ledger settles: the questions about the listing it moves."""

from django.db.models import F, Q
from django.utils import timezone

from centre.models import User
from postings.models import JobPosting, PublicationEvent, RenewalInquiry
from postings.renewal.querysets import OPEN

State, Kind = RenewalInquiry.State, PublicationEvent.Kind
MOVES_THE_END = (Kind.EXTENDED, Kind.RELISTED, Kind.ENDED)


def settle(posting: JobPosting, event: PublicationEvent, *, by: User | None) -> None:
    """Confirm the answer that a line makes true, and close the questions whose end day it moved.

    A change makes only the answer 変更 true. Runs in the transaction that writes the line, with the posting locked.
    """
    inquiries = RenewalInquiry.objects.filter(posting=posting)
    answered = inquiries.filter(state=State.ANSWERED)
    if event.kind == Kind.CHANGED:
        answered = answered.filter(answer=RenewalInquiry.Answer.CHANGE)
    elif event.kind not in MOVES_THE_END:
        answered = answered.none()
    for inquiry in answered.select_for_update(of=("self",)):
        mark_confirmed(inquiry, event, by=by)
    gone = Q() if posting.ended_on else ~Q(ends_on=posting.listed_until)
    inquiries.filter(gone, state__in=OPEN).update(state=State.SETTLED, version=F("version") + 1)


def mark_confirmed(inquiry: RenewalInquiry, event: PublicationEvent | None, *, by: User | None) -> None:
    """The counter saw to it: the posting was confirmed by its employer on the day of the answer, never earlier."""
    inquiry.state, inquiry.event = State.CONFIRMED, event
    inquiry.confirmed_by, inquiry.confirmed_at = by, timezone.now()
    inquiry.version += 1
    inquiry.save(update_fields=["state", "event", "confirmed_by", "confirmed_at", "version"])
    day = timezone.localdate(inquiry.answered_at)
    JobPosting.objects.filter(pk=inquiry.posting_id).exclude(last_confirmed_on__gte=day).update(last_confirmed_on=day)

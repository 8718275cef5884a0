"""The counter makes an answer true: it saw the listing extended or gone on the site, and records that."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from postings.models import JobPosting, PublicationEvent, RenewalInquiry
from postings.renewal.deadlines import Deadlines
from postings.renewal.settling import mark_confirmed
from postings.site.publication import publish

State, Answer, Kind = RenewalInquiry.State, RenewalInquiry.Answer, PublicationEvent.Kind


@dataclass(frozen=True)
class Proposal:
    """The ledger line an answer asks for: `kind` is empty when there is nothing left to record."""

    kind: str
    listed_until: date | None = None

    @property
    def label(self) -> str:
        return Kind(self.kind).label if self.kind else "記録なし"


def propose(inquiry: RenewalInquiry, today: date, terms: Deadlines) -> Proposal:
    """What to record today for an answer: after the day that follows the end, an extension is a relisting.

    A change is recorded by hand, after the posting itself was changed.
    """
    is_joined = today <= inquiry.ends_on + timedelta(days=1)
    if inquiry.answer == Answer.END:
        return Proposal(Kind.ENDED if is_joined else "")
    until = max(inquiry.ends_on, today) + timedelta(days=terms.listing)
    if inquiry.answer == Answer.CHANGE:
        return Proposal(Kind.CHANGED, until)
    return Proposal(Kind.EXTENDED if is_joined else Kind.RELISTED, until)


def confirm(inquiry: RenewalInquiry, terms: Deadlines, *, listed_until: date | None, by: User) -> RenewalInquiry:
    """Record in the ledger, with effect from today, what the employer answered and the counter saw on the site.

    Confirmed twice it stays confirmed once. Raises DomainError when the listing moved on since, for a change (which
    needs its text), for a new end day that is not after the old one, and for what the ledger itself refuses.
    """
    today = timezone.localdate()
    with transaction.atomic():
        posting = JobPosting.objects.select_for_update(of=("self",)).get(pk=inquiry.posting_id)
        record = RenewalInquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
        if record.state == State.CONFIRMED:
            return record
        _check(record, posting)
        proposal = propose(record, today, terms)
        if not proposal.kind:
            mark_confirmed(record, None, by=by)
            return record
        until = None
        if proposal.kind != Kind.ENDED:
            until = listed_until or proposal.listed_until
            if until <= record.ends_on:
                raise DomainError("新しい掲載期限は、いまの期限より後の日にしてください。", "listed_until")
        publish(posting, proposal.kind, effective_on=today, listed_until=until, note="企業の回答による", by=by)
    record.refresh_from_db()
    return record


def _check(record: RenewalInquiry, posting: JobPosting) -> None:
    if record.state != State.ANSWERED:
        raise DomainError("この問合せには、まだ回答がありません。")
    if posting.ended_on or posting.listed_until != record.ends_on:
        raise DomainError("この求人の掲載は、そのあとに変わっています。求人のページを確かめてください。")
    if record.answer == Answer.CHANGE:
        raise DomainError("「変更」は、求人の内容を直してから掲載履歴に記録します。")

"""The employer's word: by the address in a mail, once, or told on the phone."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from postings.models import RenewalCall, RenewalInquiry, RenewalMail
from postings.renewal.querysets import OPEN

State, Answer, Outcome = RenewalInquiry.State, RenewalInquiry.Answer, RenewalCall.Outcome
NOTE_LENGTH = 400


def asked_by(mail: RenewalMail) -> list[RenewalInquiry]:
    """What the answer page of a mail shows: for each posting and end day, the answer given or the newest question."""
    asked = {(one.posting_id, one.ends_on) for one in mail.inquiries.all()}
    found: dict[tuple[int, date], RenewalInquiry] = {}
    every = RenewalInquiry.objects.filter(posting__in=[posting for posting, _ in asked]).select_related("posting")
    for one in every.order_by("pk"):
        key = (one.posting_id, one.ends_on)
        if key in asked and not (key in found and found[key].answer):
            found[key] = one
    return sorted(found.values(), key=lambda one: (one.ends_on, one.posting_id))


def can_be_answered(inquiry: RenewalInquiry, today: date) -> bool:
    """Whether the employer may still answer: until the end of the listing, unless it was settled otherwise."""
    posting = inquiry.posting
    is_current = posting.listed_until == inquiry.ends_on and posting.ended_on is None
    return inquiry.state in OPEN and is_current and inquiry.ends_on >= today


def answer_by_link(mail: RenewalMail, answers: Mapping[int, tuple[str, str]]) -> list[RenewalInquiry]:
    """Record the employer's answers, {posting id: (answer, what changes)}; answers those recorded now.

    What was answered before, ran out or was settled stays as it is, so that sending five times changes nothing more.
    """
    if any(answer not in Answer.values for answer, _ in answers.values()):
        raise DomainError("回答を選び直してください。")
    today = timezone.localdate()
    with transaction.atomic():
        asked = {(one.posting_id, one.ends_on) for one in mail.inquiries.all() if one.posting_id in answers}
        open_ones = _locked([posting for posting, _ in asked])
        newest = {(one.posting_id, one.ends_on): one for one in open_ones if (one.posting_id, one.ends_on) in asked}
        taken = [one for one in newest.values() if can_be_answered(one, today)]
        for one in taken:
            answer, note = answers[one.posting_id]
            _take(one, answer, note)
    return taken


def record_call(inquiry: RenewalInquiry, outcome: str, version: int, *, by: User) -> RenewalInquiry:
    """Record what came of a call: an answer, or that nobody was there. Sent twice it is recorded once.

    Raises DomainError when the outcome is none of the four.
    """
    if outcome not in Outcome.values:
        raise DomainError("結果を選んでください。", "outcome")
    with transaction.atomic():
        record = next((one for one in _locked([inquiry.posting_id]) if one.pk == inquiry.pk), None)
        if record is None or record.version != version:
            return RenewalInquiry.objects.get(pk=inquiry.pk)
        RenewalCall.objects.create(inquiry=record, made_at=timezone.now(), made_by=by, outcome=outcome)
        if outcome == Outcome.ABSENT:
            record.version += 1
            record.save(update_fields=["version"])
        else:
            _take(record, outcome, "", by)
    return record


def _locked(postings: Sequence[int]) -> list[RenewalInquiry]:
    """The open inquiries about some postings, locked in the order of their keys."""
    found = RenewalInquiry.objects.select_for_update(of=("self",)).select_related("posting")
    return list(found.filter(posting__in=postings, state__in=OPEN).order_by("pk"))


def _take(inquiry: RenewalInquiry, answer: str, note: str, by: User | None = None) -> None:
    """Record an answer; the other questions about the same end day need none any more."""
    inquiry.state, inquiry.answer, inquiry.answered_at = State.ANSWERED, answer, timezone.now()
    inquiry.answer_note, inquiry.answered_to = note.strip()[:NOTE_LENGTH], by
    inquiry.version += 1
    inquiry.save(update_fields=["state", "answer", "answered_at", "answer_note", "answered_to", "version"])
    others = RenewalInquiry.objects.filter(posting=inquiry.posting_id, ends_on=inquiry.ends_on, state__in=OPEN)
    others.update(state=State.SETTLED)

"""Recording what happened on the public site: the only way into the publication ledger (DESIGN §4.2)."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import StoredFile, User
from postings.counting import ImpossibleSequence, LedgerLine, Listing, follow, histories
from postings.ledger import ledger_lines
from postings.models import JobPosting, PublicationEvent, Vetting
from postings.vetting import latest_approved

Kind = PublicationEvent.Kind


def publish(
    posting: JobPosting,
    kind: str,
    *,
    effective_on: date,
    listed_until: date | None = None,
    eligible: bool | None = None,
    site_number: str = "",
    url: str = "",
    snapshot: StoredFile | None = None,
    note: str = "",
    by: User | None,
) -> PublicationEvent:
    """Append one line to the ledger and move the posting's listing along with it.

    `eligible` None takes the flag from the signed vetting; True needs one that says 対象 (a list handed over by the
    prefecture is evidence of its own: see `take_over`). Raises DomainError for a sequence that cannot have happened,
    for a day to come, and for an eligibility nobody signed.
    """
    if effective_on > timezone.localdate():
        raise DomainError("効力の日に先の日付は入れられません。掲載を確かめた日に記録してください。", "effective_on")
    with transaction.atomic():
        record = JobPosting.objects.select_for_update().select_related("establishment").get(pk=posting.pk)
        flag = _eligibility(record, kind, eligible)
        return _append(record, kind, effective_on, listed_until, flag, site_number, url, snapshot, note, by)


def take_over(
    posting: JobPosting,
    *,
    effective_on: date,
    listed_until: date | None,
    eligible: bool,
    site_number: str,
    url: str = "",
    kind: str = Kind.NEW,
    note: str = "県からの引継ぎ一覧",
    by: User | None,
) -> PublicationEvent:
    """Append a line that the prefecture's own list of live postings proves, its eligibility included."""
    with transaction.atomic():
        record = JobPosting.objects.select_for_update().get(pk=posting.pk)
        return _append(record, kind, effective_on, listed_until, eligible, site_number, url, None, note, by)


def extend_many(
    postings: Iterable[JobPosting], *, effective_on: date, listed_until: date, by: User
) -> list[PublicationEvent]:
    """Extend several listings at once: all of them or none."""
    with transaction.atomic():
        return [
            publish(posting, Kind.EXTENDED, effective_on=effective_on, listed_until=listed_until, by=by)
            for posting in postings
        ]


def possible_kinds(posting: JobPosting, today: date) -> list[str]:
    """What can be recorded next, given how the posting stands today."""
    if posting.listed_from is None:
        return [Kind.NEW]
    gone = posting.ended_on is not None or (posting.listed_until is not None and posting.listed_until < today)
    if gone:
        return [Kind.RELISTED, Kind.CORRECTED]
    return [Kind.EXTENDED, Kind.CHANGED, Kind.ENDED, Kind.CORRECTED]


def _eligibility(posting: JobPosting, kind: str, eligible: bool | None) -> bool:
    signed = latest_approved(posting)
    proved = signed is not None and signed.verdict == Vetting.Verdict.ELIGIBLE
    handed_over = posting.listed_eligible is True
    if kind in (Kind.ENDED, Kind.CORRECTED) and eligible is None:
        return bool(posting.listed_eligible)
    if eligible and not proved and not (handed_over and signed is None):
        raise DomainError(
            "移住支援金の対象として記録するには、「対象」と承認された精査が要ります。先に精査を済ませてください。",
            "eligible",
        )
    return (proved or (handed_over and signed is None)) if eligible is None else eligible


def _append(
    posting, kind, effective_on, listed_until, eligible, site_number, url, snapshot, note, by
) -> PublicationEvent:
    listing = _follow(posting, LedgerLine(str(posting.pk), kind, effective_on, listed_until, eligible))
    try:
        with transaction.atomic():
            event = PublicationEvent.objects.create(
                posting=posting,
                kind=kind,
                effective_on=effective_on,
                listed_until=None if kind == Kind.ENDED else listing.until,
                eligible=eligible,
                site_number=site_number or posting.site_number or "",
                url=url,
                snapshot=snapshot,
                note=note,
                recorded_by=by,
            )
    except IntegrityError as error:
        raise DomainError("この求人はすでに新規で掲載されています。", "kind") from error
    _project(posting, event, listing)
    return event


def _follow(posting: JobPosting, line: LedgerLine) -> Listing:
    """Walk the posting's lines with the new one among them. Raises DomainError when they cannot have happened."""
    lines = [*ledger_lines(posting.pk), line]
    listing = Listing()
    try:
        for known in histories(lines)[str(posting.pk)]:
            follow(listing, known)
    except ImpossibleSequence as error:
        raise DomainError(error.message, "effective_on") from error
    return listing


def _project(posting: JobPosting, event: PublicationEvent, listing: Listing) -> None:
    """Repeat on the posting what lists ask for: how it stands after all its lines."""
    if event.kind in (Kind.NEW, Kind.RELISTED):
        posting.listed_from = event.effective_on
    posting.listed_until = listing.until
    posting.ended_on = None if listing.listed else listing.gone_on
    posting.listed_eligible = listing.eligible
    posting.site_number = posting.site_number or event.site_number or None
    posting.save(
        update_fields=["listed_from", "listed_until", "ended_on", "listed_eligible", "site_number", "updated_at"]
    )

"""Recording what happened on the public site: the only way into the publication ledger (DESIGN §4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import StoredFile, User
from postings.counting import NAMES, ImpossibleSequence, LedgerLine, Listing, follow, histories
from postings.course_standing import standing_of
from postings.ledger import ledger_lines
from postings.models import JobPosting, PublicationEvent, Vetting
from postings.renewal.settling import settle
from postings.vetting import latest_approved, verdict_now

Kind = PublicationEvent.Kind
# What a posting repeats of its ledger.
PROJECTION = ["listed_from", "listed_until", "ended_on", "listed_eligible", "site_number", "updated_at"]


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
    for a day to come, and for an eligibility that nobody signed or that the facts of today no longer bear out.
    """
    if kind not in Kind.values:
        raise DomainError("区分を選んでください。", "kind")
    if effective_on > timezone.localdate():
        raise DomainError("効力の日に先の日付は入れられません。掲載を確かめた日に記録してください。", "effective_on")
    with transaction.atomic():
        record = JobPosting.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=posting.pk)
        place = _place(record, effective_on)
        flag = _eligibility(record, kind, eligible, place, effective_on)
        line = LedgerLine(str(record.pk), kind, effective_on, listed_until, flag)
        return _append(record, place, line, site_number=site_number, url=url, snapshot=snapshot, note=note, by=by)


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
        line = LedgerLine(str(record.pk), kind, effective_on, listed_until, eligible)
        place = _place(record, effective_on)
        return _append(record, place, line, site_number=site_number, url=url, snapshot=None, note=note, by=by)


def extend_many(
    postings: Iterable[JobPosting], *, effective_on: date, listed_until: date, by: User
) -> list[PublicationEvent]:
    """Extend several listings at once: all of them or none; a refusal names the posting."""
    with transaction.atomic():
        # In the order of their keys, so that two people extending the same listings wait instead of locking up.
        return [
            _extend(posting, effective_on, listed_until, by) for posting in sorted(postings, key=lambda item: item.pk)
        ]


def _extend(posting: JobPosting, effective_on: date, listed_until: date, by: User) -> PublicationEvent:
    try:
        return publish(posting, Kind.EXTENDED, effective_on=effective_on, listed_until=listed_until, by=by)
    except DomainError as error:
        raise DomainError(f"「{posting.title}」：{error.message}どの求人も延長していません。") from error


def possible_kinds(posting: JobPosting, today: date) -> list[str]:
    """What can be recorded next, given how the posting stands today; what is recorded late stays possible."""
    if posting.listed_from is None:
        return [Kind.NEW]
    while_listed = [Kind.EXTENDED, Kind.CHANGED, Kind.ENDED, Kind.CORRECTED]
    if posting.ended_on is not None:
        return [Kind.RELISTED, Kind.CORRECTED]
    if posting.listed_until is not None and posting.listed_until < today:
        return [Kind.RELISTED, *while_listed]
    return while_listed


@dataclass(frozen=True)
class Place:
    """Where a new line stands among the posting's others: how it was listed before it, and the lines after it."""

    before: Listing
    later: tuple[LedgerLine, ...]


def _place(posting: JobPosting, effective_on: date) -> Place:
    listing, later = Listing(), []
    for line in histories(ledger_lines(posting.pk)).get(str(posting.pk), []):
        if line.effective_on > effective_on:
            later.append(line)
        else:
            follow(listing, line)
    return Place(listing, tuple(later))


def _eligibility(posting: JobPosting, kind: str, eligible: bool | None, place: Place, effective_on: date) -> bool:
    if kind in (Kind.ENDED, Kind.CORRECTED) and eligible is None:
        return place.before.eligible
    if eligible is False:
        return False
    signed = latest_approved(posting)
    if signed is None and place.before.eligible:
        _borne_by_a_course(posting, effective_on)
        return True
    if signed is None or signed.verdict != Vetting.Verdict.ELIGIBLE:
        if eligible:
            raise DomainError(
                "移住支援金の対象として記録するには、「対象」と承認された精査が要ります。先に精査を済ませてください。",
                "eligible",
            )
        return False
    _still_borne_out(posting)
    _borne_by_a_course(posting, effective_on)
    return True


def _still_borne_out(posting: JobPosting) -> None:
    """Refuse a signed eligibility that the facts of today contradict: neither keep nor drop it in silence."""
    now = verdict_now(posting, timezone.localdate())
    if now != Vetting.Verdict.ELIGIBLE:
        raise DomainError(
            f"「対象」と承認されたあとに法人か求人の事実が変わり、いまの判定は「{Vetting.Verdict(now).label}」です。"
            "もう一度精査するか、サイトで対象から外したのなら「対象としては掲載していない」を選んでください。",
            "eligible",
        )


def _borne_by_a_course(posting: JobPosting, effective_on: date) -> None:
    """Refuse an eligibility of a corporation that is not cleared on that day, where the contract asks for it."""
    standing = standing_of(posting.establishment.corporation_id, effective_on)
    if standing.is_required and not standing.is_in_force:
        raise DomainError(
            f"この法人の対象法人の手続は、効力の日に「掲載可」ではありません（{standing.label}）。"
            "手続を進めるか、「対象としては掲載していない」を選んでください。",
            "eligible",
        )


def _append(
    posting: JobPosting,
    place: Place,
    line: LedgerLine,
    *,
    site_number: str,
    url: str,
    snapshot: StoredFile | None,
    note: str,
    by: User | None,
) -> PublicationEvent:
    listing = _walk(place, line)
    try:
        with transaction.atomic():
            event = PublicationEvent.objects.create(
                posting=posting,
                kind=line.kind,
                effective_on=line.effective_on,
                listed_until=None if line.kind == Kind.ENDED else listing.until,
                eligible=line.eligible,
                site_number=site_number or posting.site_number or "",
                url=url,
                snapshot=snapshot,
                note=note,
                recorded_by=by,
            )
    except IntegrityError as error:
        raise DomainError("この記録は掲載履歴と合いません。画面を開き直して確かめてください。", "kind") from error
    for later in place.later:
        follow(listing, later)
    _project(posting, event, listing)
    if event.kind != Kind.NEW:
        settle(posting, event, by=by)
    return event


def _walk(place: Place, line: LedgerLine) -> Listing:
    """How the posting is listed from the new line on. Raises DomainError when the lines cannot have happened so."""
    listing = replace(place.before)
    try:
        follow(listing, line)
        after = replace(listing)
        for later in place.later:
            follow(after, later)
    except ImpossibleSequence as error:
        raise DomainError(error.message, "effective_on") from error
    if line.kind == Kind.CORRECTED and not (listing.listed and listing.gone_before(line.effective_on) is None):
        raise DomainError("訂正の効力の日は、掲載されていた日にしてください。", "effective_on")
    # A later change carries the end of the listing as it was; the ledger cannot be rewritten, so say it anew today.
    if place.later and place.later[0].kind in (Kind.CHANGED, Kind.CORRECTED) and listing.until != place.before.until:
        raise DomainError(
            f"このあとの{place.later[0].effective_on:%Y年%-m月%-d日}に「{NAMES[place.later[0].kind]}」の記録があります。"
            "掲載期限が変わる記録は、その日より後を効力の日にしてください。",
            "effective_on",
        )
    return listing


def _project(posting: JobPosting, event: PublicationEvent, listing: Listing) -> None:
    """Repeat on the posting what lists ask for: how it stands after all its lines."""
    if event.kind in (Kind.NEW, Kind.RELISTED):
        posting.listed_from = event.effective_on
    posting.listed_until = listing.until
    posting.ended_on = None if listing.listed else listing.gone_on
    posting.listed_eligible = listing.eligible
    posting.site_number = posting.site_number or event.site_number or None
    try:
        with transaction.atomic():
            posting.save(update_fields=PROJECTION)
    except IntegrityError as error:
        raise DomainError("この求人番号はほかの求人のものです。番号を確かめてください。", "site_number") from error

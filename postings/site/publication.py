"""Recording what happened on the public site: the only way into the publication ledger (DESIGN §4.2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import StoredFile, User
from postings.eligibility.course_standing import standing_of, terms_on
from postings.eligibility.vetting import signed_of, verdicts_now
from postings.labour_law.accepting import refused_of
from postings.models import JobPosting, PublicationEvent, Vetting
from postings.renewal.settling import settle
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import NAMES, ImpossibleSequence, LedgerLine, Listing, follow, histories

Kind = PublicationEvent.Kind
SITE = PublicationEvent._meta.get_field("site").default
MOST_AT_ONCE = 5_000

PROJECT = """
UPDATE postings_jobposting AS posting
SET listed_from = new.listed_from, listed_until = new.listed_until, ended_on = new.ended_on,
    listed_eligible = new.eligible, site_number = new.site_number, updated_at = %s
FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::date[], %s::boolean[], %s::text[])
    AS new (id, listed_from, listed_until, ended_on, eligible, site_number)
WHERE posting.id = new.id
"""


@dataclass(frozen=True)
class Entry:
    """What a line says beside its kind and days; `eligible` None takes the flag from the signed vetting.

    Without `site_number` the posting's own is repeated.
    """

    eligible: bool | None = None
    site: str = SITE
    site_number: str = ""
    url: str = ""
    snapshot: StoredFile | None = None
    note: str = ""


def publish(
    posting: JobPosting,
    kind: str,
    *,
    effective_on: date,
    listed_until: date | None = None,
    eligible: bool | None = None,
    site: str = SITE,
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
    _check(kind, effective_on)
    entry = Entry(eligible, site or SITE, site_number, url, snapshot, note)
    with transaction.atomic():
        (record,) = _locked([posting.pk])
        (event,) = _record([record], kind, effective_on, listed_until, entry, by)
    return event


def publish_many(
    postings: Collection[JobPosting],
    kind: str,
    *,
    effective_on: date,
    listed_until: date | None = None,
    eligible: bool | None = None,
    note: str = "",
    by: User,
) -> list[PublicationEvent]:
    """Append a line of one kind and day to each of many postings: all of them or none; a refusal names the posting.

    The address of the page is repeated from the posting's last line that has one. Raises DomainError as `publish`
    does, and for more than MOST_AT_ONCE postings.
    """
    _check(kind, effective_on)
    if len(postings) > MOST_AT_ONCE:
        raise DomainError(f"一度に記録できるのは{MOST_AT_ONCE:,}件までです。条件をしぼってください。")
    with transaction.atomic():
        records = _locked([posting.pk for posting in postings])
        if not records:
            raise DomainError("記録する求人を1件以上選んでください。")
        try:
            return _record(records, kind, effective_on, listed_until, Entry(eligible, note=note), by)
        except Refusal as refusal:
            raise DomainError(
                f"「{refusal.posting.title}」（{refusal.posting.establishment.name}）：{refusal.message}"
                "どの求人も記録していません。",
                refusal.field,
            ) from refusal


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
        (record,) = _locked([posting.pk])
        line = LedgerLine(str(record.pk), kind, effective_on, listed_until, eligible)
        place = _place(list(ledger_lines([record.pk])), effective_on)
        (event,) = _append([(record, place, line)], Entry(site_number=site_number, url=url, note=note), {}, by)
    return event


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


class Refusal(DomainError):
    """Why a line of one posting among several cannot be written."""

    def __init__(self, posting: JobPosting, message: str, field: str):
        super().__init__(message, field)
        self.posting = posting


@dataclass(frozen=True)
class Place:
    """Where a new line stands among the posting's others: how it was listed before it, and the lines after it."""

    before: Listing
    later: tuple[LedgerLine, ...]


def _check(kind: str, effective_on: date) -> None:
    if kind not in Kind.values:
        raise DomainError("区分を選んでください。", "kind")
    if effective_on > timezone.localdate():
        raise DomainError("効力の日に先の日付は入れられません。掲載を確かめた日に記録してください。", "effective_on")


def _locked(ids: Collection[int]) -> list[JobPosting]:
    """The postings, locked in the order of their keys, so that two people wait instead of locking up."""
    found = JobPosting.objects.select_for_update(of=("self",)).select_related(
        "establishment", "work_prefecture", "work_municipality"
    )
    return list(found.filter(pk__in=ids).order_by("pk"))


def _record(
    records: Sequence[JobPosting],
    kind: str,
    effective_on: date,
    listed_until: date | None,
    entry: Entry,
    by: User | None,
) -> list[PublicationEvent]:
    ids = [record.pk for record in records]
    if kind in (Kind.NEW, Kind.RELISTED):
        _taken_in(records)
    lines = histories(ledger_lines(ids))
    places = {record.pk: _place(lines.get(str(record.pk), []), effective_on) for record in records}
    flags = _eligibilities(records, kind, entry.eligible, places, effective_on)
    written = [
        (record, places[record.pk], LedgerLine(str(record.pk), kind, effective_on, listed_until, flags[record.pk]))
        for record in records
    ]
    return _append(written, entry, {} if len(ids) == 1 else _pages(ids), by)


def _taken_in(records: Sequence[JobPosting]) -> None:
    """Refuse to list what the counter refused (職業安定法 5条の6)."""
    refused = refused_of([record.pk for record in records])
    if record := next((one for one in records if one.pk in refused), None):
        raise Refusal(
            record,
            "不受理と決めた求人です。内容が改められたら「法令の確認」で「受理」を記録してから、掲載を記録してください。",
            "kind",
        )


def _pages(ids: Collection[int]) -> dict[int, str]:
    """The address of each posting's page as last recorded."""
    known = (
        PublicationEvent.objects.filter(posting__in=ids).exclude(url="").order_by("posting_id", "-effective_on", "-pk")
    )
    return dict(known.distinct("posting_id").values_list("posting_id", "url"))


def _place(history: Sequence[LedgerLine], effective_on: date) -> Place:
    listing, later = Listing(), []
    for line in history:
        if line.effective_on > effective_on:
            later.append(line)
        else:
            follow(listing, line)
    return Place(listing, tuple(later))


def _eligibilities(
    records: Sequence[JobPosting], kind: str, eligible: bool | None, places: dict[int, Place], effective_on: date
) -> dict[int, bool]:
    """The flag of each posting's new line."""
    if kind in (Kind.ENDED, Kind.CORRECTED) and eligible is None:
        return {pk: place.before.eligible for pk, place in places.items()}
    if eligible is False:
        return dict.fromkeys(places, False)
    signed = signed_of(records)
    flags = {}
    for record in records:
        vetting = signed.get(record.pk)
        if vetting is None:
            flags[record.pk] = places[record.pk].before.eligible
        else:
            flags[record.pk] = vetting.verdict == Vetting.Verdict.ELIGIBLE
        if eligible and not flags[record.pk]:
            raise Refusal(
                record,
                "移住支援金の対象として記録するには、「対象」と承認された精査が要ります。先に精査を済ませてください。",
                "eligible",
            )
    _still_borne_out([record for record in records if record.pk in signed and flags[record.pk]])
    _borne_by_a_course([record for record in records if flags[record.pk]], effective_on)
    return flags


def _still_borne_out(records: Sequence[JobPosting]) -> None:
    """Refuse a signed eligibility that the facts of today contradict: neither keep nor drop it in silence."""
    now = verdicts_now(records, timezone.localdate())
    for record in records:
        if now[record.pk] != Vetting.Verdict.ELIGIBLE:
            raise Refusal(
                record,
                "「対象」と承認されたあとに法人か求人の事実が変わり、"
                f"いまの判定は「{Vetting.Verdict(now[record.pk]).label}」です。"
                "もう一度精査するか、サイトで対象から外したのなら「対象としては掲載していない」を選んでください。",
                "eligible",
            )


def _borne_by_a_course(records: Sequence[JobPosting], effective_on: date) -> None:
    """Refuse an eligibility of a corporation that is not cleared on that day, where the contract asks for it."""
    if not terms_on(effective_on).course_required:
        return
    for record in {record.establishment.corporation_id: record for record in records}.values():
        standing = standing_of(record.establishment.corporation_id, effective_on)
        if not standing.is_in_force:
            raise Refusal(
                record,
                f"この法人の対象法人の手続は、効力の日に「掲載可」ではありません（{standing.label}）。"
                "手続を進めるか、「対象としては掲載していない」を選んでください。",
                "eligible",
            )


def _append(
    lines: Sequence[tuple[JobPosting, Place, LedgerLine]], entry: Entry, pages: dict[int, str], by: User | None
) -> list[PublicationEvent]:
    listings = [_walk(posting, place, line) for posting, place, line in lines]
    events = [
        PublicationEvent(
            posting=posting,
            kind=line.kind,
            effective_on=line.effective_on,
            listed_until=None if line.kind == Kind.ENDED else listing.until,
            eligible=line.eligible,
            site=entry.site,
            site_number=entry.site_number or posting.site_number or "",
            url=entry.url or pages.get(posting.pk, ""),
            snapshot=entry.snapshot,
            note=entry.note,
            recorded_by=by,
        )
        for (posting, _, line), listing in zip(lines, listings, strict=True)
    ]
    try:
        with transaction.atomic():
            PublicationEvent.objects.bulk_create(events)
    except IntegrityError as error:
        raise DomainError("この記録は掲載履歴と合いません。画面を開き直して確かめてください。", "kind") from error
    for (posting, place, line), listing in zip(lines, listings, strict=True):
        for later in place.later:
            follow(listing, later)
        _repeat(posting, line, listing, entry.site_number)
    _project([posting for posting, _, _ in lines])
    settle(events, by=by)
    return events


def _walk(posting: JobPosting, place: Place, line: LedgerLine) -> Listing:
    """How the posting is listed from the new line on. Raises Refusal when the lines cannot have happened so."""
    listing = replace(place.before)
    try:
        follow(listing, line)
        after = replace(listing)
        for later in place.later:
            follow(after, later)
    except ImpossibleSequence as error:
        raise Refusal(posting, error.message, "effective_on") from error
    if line.kind == Kind.CORRECTED and not (listing.listed and listing.gone_before(line.effective_on) is None):
        raise Refusal(posting, "訂正の効力の日は、掲載されていた日にしてください。", "effective_on")
    # A later change carries the end of the listing as it was; the ledger cannot be rewritten, so say it anew today.
    if place.later and place.later[0].kind in (Kind.CHANGED, Kind.CORRECTED) and listing.until != place.before.until:
        raise Refusal(
            posting,
            f"このあとの{place.later[0].effective_on:%Y年%-m月%-d日}に「{NAMES[place.later[0].kind]}」の記録があります。"
            "掲載期限が変わる記録は、その日より後を効力の日にしてください。",
            "effective_on",
        )
    return listing


def _repeat(posting: JobPosting, line: LedgerLine, listing: Listing, site_number: str) -> None:
    """Repeat on the posting what lists ask for: how it stands after all its lines."""
    if line.kind in (Kind.NEW, Kind.RELISTED):
        posting.listed_from = line.effective_on
    posting.listed_until = listing.until
    posting.ended_on = None if listing.listed else listing.gone_on
    posting.listed_eligible = listing.eligible
    posting.site_number = posting.site_number or site_number or None


def _project(postings: Sequence[JobPosting]) -> None:
    """Write what `_repeat` set, in one statement however many there are."""
    columns = ("pk", "listed_from", "listed_until", "ended_on", "listed_eligible", "site_number")
    values = [[getattr(posting, name) for posting in postings] for name in columns]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PROJECT, [timezone.now(), *values])
    except IntegrityError as error:
        raise DomainError("この求人番号はほかの求人のものです。番号を確かめてください。", "site_number") from error

"""Vetting a posting: prepared by one person, decided by another (contract 8(4), DESIGN §4.1)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from employers.models import Corporation
from postings.eligibility.evidence import Evidence, checked
from postings.eligibility.facts import corporation_facts, posting_facts
from postings.models import Finding, JobPosting, RevettingNeed, Vetting
from postings.rulebooks.book import Judgement, Outcome, Phase, Verdict, judge
from postings.rulebooks.library import choose
from postings.rulebooks.turning import TurningPoint, turning_points

BOOKS = ("relocation_corporation", "relocation_posting")


def facts_of(posting: JobPosting) -> dict[str, dict]:
    """The facts a vetting reads, as they are now: {"relocation_corporation": {...}, "relocation_posting": {...}}."""
    return facts_with(Corporation.objects.with_facts().get(pk=posting.establishment.corporation_id), posting)


def facts_with(corporation: Corporation, posting: JobPosting) -> dict[str, dict]:
    """The same from a corporation that is loaded already, with its shareholders (`with_facts`)."""
    return {"relocation_corporation": corporation_facts(corporation), "relocation_posting": posting_facts(posting)}


def judgements(facts: dict[str, dict], on: date) -> dict[str, Judgement]:
    """What each book says of the facts; J4 and J5 are settled at publication and application.

    Raises FactError or BookError (DomainErrors) when a fact is impossible or no version is in force.
    """
    return {book: judge(choose(book, on), facts[book], on=on, phases=[Phase.VETTING]) for book in BOOKS}


def judged_again(vetting: Vetting) -> dict[str, Judgement]:
    """What the versions a vetting names say of the facts it kept. Raises FactError or BookError."""
    phases = [Phase.VETTING]
    return {
        book: judge(choose(book, date.fromisoformat(version)), vetting.facts[book], on=vetting.on, phases=phases)
        for book, version in sorted(vetting.books.items())
    }


def verdict_of(judged: dict[str, Judgement]) -> Verdict:
    """Eligible only when every book says so; not eligible as soon as one says so."""
    return worst(judgement.verdict for judgement in judged.values())


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict for several."""
    given = set(verdicts)
    return next((one for one in (Verdict.NOT_ELIGIBLE, Verdict.UNKNOWN) if one in given), Verdict.ELIGIBLE)


def turns(facts: dict[str, dict], judged: dict[str, Judgement], on: date) -> list[TurningPoint]:
    """The single facts that would turn the verdict of all books together, with the new verdict."""
    verdict, found = verdict_of(judged), []
    for book, judgement in judged.items():
        others = [other for key, other in judged.items() if key != book]
        for point in turning_points(judgement.version, facts[book], on, [Phase.VETTING]):
            together = worst([point.verdict, *(other.verdict for other in others)])
            if together != verdict:
                found.append(replace(point, verdict=together))
    return found


def prepare(
    posting: JobPosting,
    *,
    on: date,
    by: User,
    evidence: dict[tuple[str, str], Evidence | str] | None = None,
    note: str = "",
) -> Vetting:
    """Judge the posting and lay it before the reviewer; keeps facts, versions, findings and evidence as they are.

    `evidence` is {(book, requirement): what was looked at}, in words or with file, page and validity. Raises
    DomainError while another vetting is open, and for evidence that holds no longer.
    """
    try:
        with transaction.atomic():
            record = _with_facts_held(posting.pk)
            facts = facts_of(record)
            judged = judgements(facts, on)
            vetting = Vetting.objects.create(
                posting=record,
                on=on,
                books={book: judgement.version.name for book, judgement in judged.items()},
                facts=facts,
                verdict=verdict_of(judged),
                note=note,
                prepared_by=by,
                prepared_at=timezone.now(),
            )
            Finding.objects.bulk_create(_findings(vetting, judged, evidence or {}, by))
    except IntegrityError as error:
        raise DomainError(
            "この求人には承認待ちの精査があります。先にその精査を承認するか差し戻してください。"
        ) from error
    return vetting


def approve(vetting: Vetting, *, by: User, note: str = "") -> Vetting:
    """Sign a vetting as it is: a verdict of 要確認 stays one, signed, and lets nothing be listed as eligible.

    Raises DomainError for the preparer, for facts that changed since, for a role that may not sign, and for a
    vetting already decided.
    """
    with transaction.atomic():
        record = _open(vetting, by)
        if record.facts != facts_of(_with_facts_held(record.posting_id)):
            raise DomainError(
                "精査を作ったあとに法人か求人の事実が変わりました。差し戻して、もう一度精査を作ってください。"
            )
        RevettingNeed.objects.filter(posting=record.posting_id).delete()
        return _decide(record, Vetting.State.APPROVED, by, note)


def give_back(vetting: Vetting, *, by: User, note: str) -> Vetting:
    """Return a vetting to its preparer with the reason."""
    if not note.strip():
        raise DomainError("差し戻す理由を入れてください。", "note")
    with transaction.atomic():
        return _decide(_open(vetting, by), Vetting.State.RETURNED, by, note)


def latest_approved(posting: JobPosting) -> Vetting | None:
    """The signed vetting that counts today."""
    return signed_of([posting]).get(posting.pk)


def signed_of(postings: Collection[JobPosting]) -> dict[int, Vetting]:
    """The signed vetting that counts today of each posting that has one: one query."""
    signed = Vetting.objects.filter(posting__in=postings, state=Vetting.State.APPROVED)
    newest = signed.order_by("posting_id", "-decided_at", "-pk").distinct("posting_id")
    return {vetting.posting_id: vetting for vetting in newest}


def verdict_now(posting: JobPosting, on: date) -> Verdict:
    """What the books say of the facts as they are now; an impossible fact is one nobody can tell."""
    return verdicts_now([posting], on)[posting.pk]


def verdicts_now(postings: Collection[JobPosting], on: date) -> dict[int, Verdict]:
    """The same for many postings, whose corporations are asked for together."""
    ids = {posting.establishment.corporation_id for posting in postings}
    corporations = Corporation.objects.with_facts().in_bulk(ids)
    return {
        posting.pk: _verdict(corporations[posting.establishment.corporation_id], posting, on) for posting in postings
    }


def _verdict(corporation: Corporation, posting: JobPosting, on: date) -> Verdict:
    try:
        return verdict_of(judgements(facts_with(corporation, posting), on))
    except DomainError:
        return Verdict.UNKNOWN


def _with_facts_held(posting_id: int) -> JobPosting:
    """The posting with its corporation, both locked so that the facts stay as they are read until the signature."""
    return (
        JobPosting.objects.select_for_update(of=("self", "establishment__corporation"))
        .select_related("establishment__corporation")
        .get(pk=posting_id)
    )


def waiting(posting: JobPosting) -> Vetting | None:
    """The vetting of a posting that waits for its signature."""
    return posting.vettings.filter(state=Vetting.State.PREPARED).select_related("prepared_by").first()


def _open(vetting: Vetting, by: User) -> Vetting:
    if not may(by, "vetting.approve"):
        raise DomainError("精査に署名できるのは、精査担当者と統括責任者です。")
    record = Vetting.objects.select_for_update().get(pk=vetting.pk)
    if record.state != Vetting.State.PREPARED:
        raise DomainError("この精査はすでに承認または差戻しされています。")
    if record.prepared_by_id == by.pk:
        raise DomainError("自分が作った精査は承認できません。ほかの精査担当者か統括責任者に頼んでください。")
    return record


def _decide(record: Vetting, state: str, by: User, note: str) -> Vetting:
    record.state, record.decided_by, record.decided_at, record.decision_note = state, by, timezone.now(), note
    record.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    return record


def _findings(
    vetting: Vetting, judged: dict[str, Judgement], evidence: dict[tuple[str, str], Evidence | str], by: User
):
    position = 0
    for book, judgement in judged.items():
        for finding in judgement.findings:
            position += 1
            given = evidence.get((book, finding.key), "")
            proof = checked(book, Evidence(given) if isinstance(given, str) else given, by=by, on=vetting.on)
            yield Finding(
                vetting=vetting,
                book=book,
                key=finding.key,
                title=finding.requirement.title,
                outcome=Outcome(finding.outcome).value,
                reason=finding.reason[:400],
                source=finding.requirement.source[:200],
                evidence=proof.words[:200],
                evidence_file=proof.file,
                evidence_page=proof.page,
                checked_by=proof.checked_by,
                checked_on=proof.checked_on,
                valid_until=proof.valid_until,
                position=position,
            )

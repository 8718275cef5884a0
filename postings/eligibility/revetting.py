"""Which live eligible postings must be vetted again: evidence running out, changed facts or rules (DESIGN §4.1)."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min

from centre import jobs
from centre.errors import DomainError
from centre.models import Job, User
from postings.eligibility.live_facts import facts_of_loaded, in_chunks
from postings.eligibility.vetting import BOOKS, judgements, verdict_of
from postings.models import JobPosting, RevettingNeed, Vetting
from postings.rulebooks.book import Judgement, Outcome, Verdict
from postings.rulebooks.library import choose
from postings.rulebooks.wording import japanese_day

SOON = timedelta(days=30)
MOST_REASONS = 3
Reason = RevettingNeed.Reason
Progress = Callable[[int, int, str], None]


def ask_for_queue(today: date, *, by: User | None) -> Job:
    """Ask for the queue of a day to be put together by a worker."""
    return jobs.ask("queue_revetting", today.isoformat(), {"day": today.isoformat()}, by)


def carry_queue(job: Job, progress: Progress) -> dict:
    """Put together the queue of the day the job names."""
    found = queue_revetting(date.fromisoformat(job.params["day"]), progress=progress)
    return {"result": {"found": found}, "message": f"再精査が要る求人の理由は{found:,}件です。"}


def queue_revetting(today: date, *, progress: Progress | None = None) -> int:
    """Bring the queue up to date for all live postings listed as eligible; answers how many reasons it holds.

    Each chunk is one transaction: interrupted, the queue is old for the rest and right again after the next run. What
    needs nothing any more leaves the queue.
    """
    postings = JobPosting.objects.live_on(today).filter(listed_eligible=True)
    total, done, last, found = postings.count(), 0, 0, 0
    for chunk in in_chunks(postings):
        needs = _needs(chunk, today)
        with transaction.atomic():
            kept = _keep(needs)
            RevettingNeed.objects.filter(posting__gt=last, posting__lte=chunk[-1].pk).exclude(pk__in=kept).delete()
        last, done, found = chunk[-1].pk, done + len(chunk), found + len(needs)
        if progress:
            progress(min(done, total), total, f"{done:,}件の求人を確かめました。")
    RevettingNeed.objects.filter(posting__gt=last).delete()
    return found


def _keep(needs: list[RevettingNeed]) -> list[int]:
    RevettingNeed.objects.bulk_create(
        needs, update_conflicts=True, unique_fields=["posting", "reason"], update_fields=["words", "due_on"]
    )
    posting_ids = {need.posting_id for need in needs}
    wanted = {(need.posting_id, need.reason) for need in needs}
    rows = RevettingNeed.objects.filter(posting__in=posting_ids).values_list("pk", "posting_id", "reason")
    return [pk for pk, posting_id, reason in rows if (posting_id, reason) in wanted]


def _needs(chunk: list[JobPosting], today: date) -> list[RevettingNeed]:
    signed = {
        vetting.posting_id: vetting
        for vetting in Vetting.objects.filter(posting__in=chunk, state=Vetting.State.APPROVED)
        .annotate(holds_until=Min("findings__valid_until"))
        .order_by("decided_at", "pk")
    }
    needs = []
    for posting in chunk:
        # What the prefecture handed over without a vetting has no signature that facts could contradict.
        if vetting := signed.get(posting.pk):
            reasons = (_evidence(vetting.holds_until, today), _verdict(vetting, posting, today))
            needs += [
                RevettingNeed(posting=posting, reason=reason, words=words[:300], due_on=due_on, found_on=today)
                for reason, words, due_on in filter(None, reasons)
            ]
    return needs


def _evidence(holds_until: date | None, today: date) -> tuple | None:
    """The need that evidence makes: it runs out after its last day of validity."""
    if holds_until is None or holds_until > today + SOON:
        return None
    if holds_until < today:
        return (
            Reason.EVIDENCE_EXPIRED,
            f"根拠の有効期限（{japanese_day(holds_until)}）が過ぎています。",
            holds_until,
        )
    return Reason.EVIDENCE_EXPIRING, f"根拠の有効期限（{japanese_day(holds_until)}）が近づいています。", holds_until


def _verdict(vetting: Vetting, posting: JobPosting, today: date) -> tuple | None:
    """The need of a posting that is listed as eligible although the books do not say so (any more)."""
    facts = facts_of_loaded(posting)
    as_signed = facts == vetting.facts and vetting.books == {book: choose(book, today).name for book in BOOKS}
    if as_signed and vetting.verdict == Vetting.Verdict.ELIGIBLE:
        return None
    try:
        judged = judgements(facts, today)
    except DomainError as error:
        return Reason.VERDICT_CHANGED, f"事実に合わないところがあります。{error.message}", today
    now = verdict_of(judged)
    if now == Verdict.ELIGIBLE and vetting.verdict == Vetting.Verdict.ELIGIBLE:
        return None
    words = f"承認された判定は「{vetting.get_verdict_display()}」、いまの判定は「{Vetting.Verdict(now).label}」です。"
    return Reason.VERDICT_CHANGED, words + _why(judged), today


def _why(judged: dict[str, Judgement]) -> str:
    open_ones = [
        f"{finding.key} {finding.reason}"
        for judgement in judged.values()
        for finding in judgement.findings
        if finding.outcome is not Outcome.MET
    ]
    return "。".join(open_ones[:MOST_REASONS])

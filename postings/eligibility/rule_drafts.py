"""Thinking a change of a rule through: which live postings and employers it would turn. No verdict changes by it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre import jobs
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import Contract, Job, User
from postings.eligibility.live_facts import facts_of_loaded, in_chunks
from postings.eligibility.vetting import BOOKS, verdict_of
from postings.models import JobPosting, PublicationEvent, RuleDraft
from postings.rulebooks.book import BookVersion, Judgement, Phase, Verdict, judge
from postings.rulebooks.library import BOOKS as SHELF
from postings.rulebooks.library import choose
from postings.toward_target.target import DEFAULT_TARGET

Progress = Callable[[int, int, str], None]
YES_OR_NO = {"yes": "はい", "no": "いいえ"}


def draft(version: BookVersion, *, valid_from: date, parameters: dict, note: str, by: User) -> RuleDraft:
    """Keep a change of a version's parameters from a day on; only what differs from the version is kept.

    Raises DomainError for a parameter that has no label in the book, a value that is none, a day outside the
    version, and a draft that changes nothing.
    """
    labels = SHELF[version.book].labels
    changed = {}
    for name, value in parameters.items():
        if name not in labels:
            raise DomainError("この値は変えられません。", name)
        if not _may_be(value, version.parameters[name]):
            raise DomainError(f"「{labels[name]}」の値が正しくありません。", name)
        if value != version.parameters[name]:
            changed[name] = value
    if not changed:
        raise DomainError("もとの版と同じ値です。変える値を入れてください。")
    if not version.covers(valid_from):
        raise DomainError("効力の日は、もとの版が有効な期間の中にしてください。", "valid_from")
    return RuleDraft.objects.create(
        book=version.book, based_on=version.name, valid_from=valid_from, parameters=changed, note=note, author=by
    )


def _may_be(value, before) -> bool:
    if isinstance(before, str):
        return value in YES_OR_NO
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def withdraw(record: RuleDraft, version: int) -> RuleDraft:
    """Take a draft back; it stays in the list and never changes again. Raises EditConflict."""
    with transaction.atomic():
        locked = lock_for_edit(RuleDraft, record.pk, version)
        if locked.state == RuleDraft.State.WITHDRAWN:
            raise DomainError("この変更案は取り下げられています。")
        locked.state = RuleDraft.State.WITHDRAWN
        locked.save()
    return locked


def base_of(record: RuleDraft) -> BookVersion:
    """The version a draft changes. Raises BookError when the shelf no longer holds it."""
    return choose(record.book, date.fromisoformat(record.based_on))


def version_of(record: RuleDraft) -> BookVersion:
    """The version as it would be by the draft."""
    base = base_of(record)
    parameters = {**base.parameters, **record.parameters}
    return replace(base, valid_from=record.valid_from, parameters=parameters)


def changes_of(record: RuleDraft) -> list[tuple[str, str, str]]:
    """(what is changed, from, to) in words."""
    base, labels = base_of(record), SHELF[record.book].labels
    return [
        (labels[name], in_words(base.parameters[name]), in_words(value)) for name, value in record.parameters.items()
    ]


def in_words(value: int | str) -> str:
    """A parameter as people read it."""
    return YES_OR_NO.get(value, value) if isinstance(value, str) else f"{value:,}"


def ask_for_run(record: RuleDraft, *, by: User) -> Job:
    """Ask for the run of a draft over all live postings. Raises DomainError for one that is withdrawn."""
    if record.state == RuleDraft.State.WITHDRAWN:
        raise DomainError("取り下げた変更案は試せません。新しい変更案を作ってください。")
    return jobs.ask("rule_draft", str(record.pk), {"draft": record.pk}, by)


def last_run(record: RuleDraft) -> Job | None:
    """The latest run of a draft, finished or not."""
    return Job.objects.filter(kind="rule_draft", key=str(record.pk)).first()


def carry_run(job: Job, progress: Progress) -> dict:
    """Run the draft the job names and keep on the job what it would turn."""
    record = RuleDraft.objects.get(pk=job.params["draft"])
    result = run(record, timezone.localdate(), progress)
    message = f"掲載中の{result['judged']:,}件のうち{len(result['changes']):,}件の判定が変わります。"
    return {"result": result, "result_url": record.get_absolute_url(), "message": message}


def run(record: RuleDraft, today: date, progress: Progress | None = None) -> dict:
    """What a draft would turn among the live postings, as values JSON can hold.

    {judged, unreadable, day, changes: [{posting, from, to, requirements}], by_turn: [[from, to, count]], employers,
    events, target}. Both versions are asked of the same facts on the same day, so that only the draft makes the
    difference. `events` are the additions counted as eligible this fiscal year by postings that would lose it.
    """
    on = max(today, record.valid_from)
    before, after = base_of(record), version_of(record)
    live = JobPosting.objects.live_on(today)
    total, done, unreadable = live.count(), 0, 0
    changes, employers = [], set()
    for chunk in in_chunks(live):
        for posting in chunk:
            try:
                turned = _turned(facts_of_loaded(posting), before, after, on)
            except DomainError:
                unreadable += 1
                continue
            if turned:
                changes.append({"posting": posting.pk, **turned})
                employers.add(posting.establishment_id)
        done += len(chunk)
        if progress:
            progress(min(done, total), total, f"{done:,}件の求人で試しました。")
    turns = Counter((change["from"], change["to"]) for change in changes)
    return {
        "judged": done - unreadable,
        "unreadable": unreadable,
        "day": today.isoformat(),
        "changes": changes,
        "by_turn": [[*turn, number] for turn, number in sorted(turns.items())],
        "employers": len(employers),
        **_share_of_target(changes, FiscalYear.of(today)),
    }


def _turned(facts: dict[str, dict], before: BookVersion, after: BookVersion, on: date) -> dict | None:
    """What turns for one posting, all books together; None when the verdict stays. Raises DomainError."""
    phases = [Phase.VETTING]
    others = {
        book: judge(choose(book, on), facts[book], on=on, phases=phases) for book in BOOKS if book != before.book
    }
    old, new = (judge(version, facts[before.book], on=on, phases=phases) for version in (before, after))
    verdicts = [verdict_of({**others, before.book: judgement}) for judgement in (old, new)]
    if verdicts[0] == verdicts[1]:
        return None
    return {"from": verdicts[0].value, "to": verdicts[1].value, "requirements": _differing(old, new)}


def _differing(old: Judgement, new: Judgement) -> list[str]:
    outcomes = {finding.key: finding.outcome for finding in old.findings}
    return [finding.key for finding in new.findings if finding.outcome != outcomes.get(finding.key)]


def _share_of_target(changes: list[dict], year: FiscalYear) -> dict[str, int]:
    """How many additions of the year are of postings that would no longer be eligible, and the year's target."""
    lost = [change["posting"] for change in changes if change["from"] == Verdict.ELIGIBLE]
    events = PublicationEvent.objects.filter(eligible=True, posting__in=lost).additions(year.start, year.end)
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    return {"events": events.count(), "target": contract.target_postings if contract else DEFAULT_TARGET}

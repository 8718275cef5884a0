"""Every revision of a posting's terms, and what changed between two of them (職業安定法 5条の3 第3項)."""

from dataclasses import dataclass
from datetime import datetime

from centre.models import User
from postings.models import JobPosting
from postings.sheets.terms import FIELDS, NOT_TOLD, in_words, label

# A posting is rewritten by every line of the ledger too; more rewritings than this are not looked through.
MOST_REWRITINGS = 500
RELATED = ("occupation", "work_prefecture", "work_municipality", "minimum_wage")


@dataclass(frozen=True)
class Change:
    """One term before and after, in words; `told` when an applicant decides by it."""

    name: str
    label: str
    before: str
    after: str
    told: bool


@dataclass(frozen=True)
class Version:
    """The terms as they stood from a moment on: its number from 1, who wrote it, what differs from the one before."""

    number: int
    at: datetime
    by: str
    terms: object
    changes: tuple[Change, ...]


def versions(posting: JobPosting) -> list[Version]:
    """The versions of a posting's terms, newest first; rewritings that change no term make none."""
    events = posting.revisions.select_related(*RELATED, "pgh_context").order_by("-pgh_id")[:MOST_REWRITINGS]
    writers = _writers(events)
    found: list[Version] = []
    for event in reversed(events):
        changes = differences(found[-1].terms, event) if found else ()
        if changes or not found:
            found.append(
                Version(len(found) + 1, event.pgh_created_at, writers.get(_writer(event), ""), event, changes)
            )
    return found[::-1]


def differences(before, after) -> tuple[Change, ...]:
    """What changed from one revision (or posting) to another, in the order of the form."""
    return tuple(
        Change(name, label(name), in_words(before, name), in_words(after, name), name not in NOT_TOLD)
        for name in FIELDS
        if _plain(before, name) != _plain(after, name)
    )


def untold_since(posting: JobPosting, told_at: datetime | None) -> tuple[Change, ...]:
    """The terms applicants decide by that changed after a moment: the public site still shows the earlier ones."""
    if told_at is None or posting.updated_at <= told_at:
        return ()
    shown = posting.revisions.filter(pgh_created_at__lte=told_at).select_related(*RELATED).order_by("-pgh_id").first()
    return tuple(change for change in differences(shown, posting) if change.told) if shown else ()


def _plain(terms, name: str):
    return getattr(terms, JobPosting._meta.get_field(name).attname)


def _writer(event) -> int | None:
    return (event.pgh_context.metadata or {}).get("user") if event.pgh_context else None


def _writers(events) -> dict[int, str]:
    numbers = {number for event in events if (number := _writer(event))}
    return dict(User.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}

"""The live postings with the facts the rule books read, a chunk at a time: never all at once, never one by one."""

from collections.abc import Iterator

from django.db.models import QuerySet

from employers.models import Corporation
from postings.eligibility.vetting import facts_with
from postings.models import JobPosting

CHUNK = 200


def in_chunks(postings: QuerySet[JobPosting]) -> Iterator[list[JobPosting]]:
    """The postings in the order of their keys, each with its employer and what a vetting reads of it."""
    loaded = (
        postings.select_related("establishment", "work_prefecture", "work_municipality")
        .prefetch_related("establishment__corporation__shareholders")
        .prefetch_related("establishment__corporation__head_office_prefecture")
        .order_by("pk")
    )
    last = 0
    while chunk := list(loaded.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def facts_of_loaded(posting: JobPosting) -> dict[str, dict]:
    """The facts of a posting from a chunk, without a question to the database."""
    corporation: Corporation = posting.establishment.corporation
    return facts_with(corporation, posting)

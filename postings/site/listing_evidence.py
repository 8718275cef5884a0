"""Keeping copies of the listed page: the days they prove decide a mover's subsidy (J4, J5; DESIGN §4.2)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import BinaryField, CharField, F, Func, Value
from django.utils import timezone

from centre.errors import DomainError
from centre.files import store
from centre.models import StoredFile, User
from postings.models import JobPosting, ListingEvidence


def add_evidence(
    posting: JobPosting,
    *,
    name: str,
    content_type: str,
    content: bytes,
    taken_at: datetime,
    url: str = "",
    note: str = "",
    by: User,
) -> ListingEvidence:
    """Keep a copy of the listed page with its SHA-256 and the moment it shows.

    Raises DomainError for a moment to come and for a file that the posting already has.
    """
    if taken_at > timezone.now():
        raise DomainError("写した日時に先の日時は入れられません。", "taken_at")
    try:
        with transaction.atomic():
            file = store(name[:200], content_type, content)
            return ListingEvidence.objects.create(
                posting=posting,
                file=file,
                sha256=file.sha256,
                taken_at=taken_at,
                url=url,
                note=note,
                recorded_by=by,
            )
    except IntegrityError as error:
        raise DomainError("同じファイルがこの求人の控えにもうあります。", "file") from error


def evidence_hashes(posting: JobPosting) -> list[str]:
    """The hashes of everything that shows the posting's page, each once, in order.

    Raises DomainError when a kept file no longer is what its hash says.
    """
    files = StoredFile.objects.filter(pk__in=_files(posting)).annotate(now=_sha256()).order_by("sha256")
    hashes = []
    for kept, now in files.values_list("sha256", "now"):
        if kept != now:
            raise DomainError("控えのファイルが照合値と合いません。システム管理者に知らせてください。")
        hashes.append(kept)
    return list(dict.fromkeys(hashes))


def _files(posting: JobPosting) -> set[int]:
    of_lines = posting.events.filter(snapshot__isnull=False).values_list("snapshot", flat=True)
    return {*of_lines, *posting.evidence.values_list("file", flat=True)}


def _sha256() -> Func:
    """The hash of a file's content, made by the database, so that no file travels."""
    digest = Func(F("content"), function="sha256", output_field=BinaryField())
    return Func(digest, Value("hex"), function="encode", output_field=CharField())

"""The rows of a list that was taken in are kept as long as the import can be taken back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from employers.models import ImportBatch, ImportLine, ImportRun


def forget_lines() -> int:
    """Delete the rows of lists that were taken in too long ago to be taken back; answers how many.

    The run with its figures, and what it did to each record, stay.
    """
    finished = ImportBatch.objects.filter(state=ImportBatch.State.TAKEN_IN, run__imported_at__lt=_limit())
    count, _ = ImportLine.objects.filter(batch__in=finished).delete()
    return count


def is_too_late(run: ImportRun) -> bool:
    """Whether the term in which an import can be taken back is over."""
    return run.imported_at < _limit()


def too_late() -> str:
    """The same in words."""
    return f"取り消せるのは取込みから{settings.IMPORT_LINES_KEPT_DAYS}日までです。その期間が過ぎています。"


def _limit() -> datetime:
    return timezone.now() - timedelta(days=settings.IMPORT_LINES_KEPT_DAYS)

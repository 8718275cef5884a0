"""Exported files do not stay for ever: they hold what somebody was allowed to read on one day."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from centre.models import Job, StoredFile
from privacy.exporting import EXPORT


def forget_exports() -> int:
    """Delete the files of exports that ended more than EXPORT_FILES_KEPT_DAYS days ago; answers how many.

    The job stays and says so; the line in the access log stays as it is.
    """
    days = settings.EXPORT_FILES_KEPT_DAYS
    with transaction.atomic():
        old = Job.objects.filter(
            kind__startswith=EXPORT, file__isnull=False, finished_at__lt=timezone.now() - timedelta(days=days)
        )
        jobs = dict(old.select_for_update().values_list("pk", "file"))
        told = f"ファイルは、保存の期間（{days}日）が過ぎたので消しました。要るときは、もう一度書き出してください。"
        Job.objects.filter(pk__in=jobs).update(file=None, message=told)
        StoredFile.objects.filter(pk__in=jobs.values()).only("pk").delete()
    return len(jobs)

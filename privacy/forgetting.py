"""Exported files do not stay for ever: they hold what somebody was allowed to read on one day."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from centre.models import Job, StoredFile
from privacy.exporting import EXPORT
from privacy.models import ExportedFile
from privacy.sharing.handing_out import OVER


def forget_exports() -> int:
    """Delete the files of exports whose time to be saved is over, and their passwords; answers how many.

    The job stays and says so; the line in the access log and the record of a provision stay as they are.
    """
    with transaction.atomic():
        over = Q(exported__isnull=True) | Q(exported__expires_at__lte=timezone.now())
        old = Job.objects.filter(over, kind__startswith=EXPORT, file__isnull=False)
        jobs = dict(old.select_for_update(of=("self",)).values_list("pk", "file"))
        ExportedFile.objects.filter(job__in=jobs).update(sealed_password="")
        Job.objects.filter(pk__in=jobs).update(file=None, message=OVER)
        StoredFile.objects.filter(pk__in=jobs.values()).only("pk").delete()
    return len(jobs)

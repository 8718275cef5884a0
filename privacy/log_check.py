"""Looking over the access log: by the night's schedule, from the page, from the command line."""

from datetime import timedelta

from django.utils import timezone

from centre.models import Job, User
from privacy import sealing
from privacy.models import LogCheck
from privacy.unusual import unusual

JOB = "check_access_log"


def check_log(by: User | None = None) -> LogCheck:
    """Compare the access log with its seals and count what was unusual the day before; kept, good or bad."""
    found = sealing.verify()
    yesterday = timezone.localdate() - timedelta(days=1)
    return LogCheck.objects.create(
        checked_by=by,
        rows=found.rows,
        seals=found.seals,
        head=found.head,
        fault=found.fault,
        faulty_line=found.row,
        unsealed=found.open_rows,
        unusual=len(unusual(yesterday, yesterday)),
    )


def carry_check(job: Job, progress) -> dict:
    """The job behind the page's button."""
    progress(0, 1, "閲覧記録を封印と照合しています。")
    check = check_log(by=job.requested_by)
    message = f"{check.rows:,}行を照合しました。{check.fault or '書き換えはありません。'}"
    if check.faulty_line:
        message += f"（行 {check.faulty_line}）"
    return {"message": message, "result": {"check": check.pk}}

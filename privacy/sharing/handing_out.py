"""Handing a written file to the colleague who asked for it: its password once, the file while its time lasts."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from centre.contracts import contract_of
from centre.errors import DomainError
from centre.models import Job, User
from privacy.access import write_line
from privacy.models import AccessLog, ExportedFile
from privacy.sharing.passwords import unseal

SUBJECT = ExportedFile._meta.label
OVER = "保存できる期限が過ぎました。要るときは、もう一度書き出してください。"


@transaction.atomic
def show_password(job: Job, *, by: User, address: str | None = None) -> str:
    """The password of an archive, once and only to who asked for it.

    Raises DomainError for anybody else, for a file without one, and after it was shown.
    """
    exported = ExportedFile.objects.select_for_update().filter(job=job, is_encrypted=True).first()
    if exported is None or job.requested_by_id != by.pk:
        raise DomainError("パスワードを見られるのは、この書出しを頼んだ本人だけです。")
    if exported.password_shown_at:
        raise DomainError("パスワードは、すでに1回表示しました。控えていないときは、もう一度書き出してください。")
    password = unseal(exported.sealed_password) if exported.sealed_password else ""
    if not password:
        raise DomainError("パスワードは残っていません。もう一度書き出してください。")
    exported.password_shown_at = timezone.now()
    if exported.written_at:
        exported.sealed_password = ""
    exported.save()
    write_line(by, AccessLog.Action.PASSWORD, SUBJECT, subject_id=job.pk, detail="1回だけの表示", address=address)
    return password


def expires_at(written_at):
    """Until when a file written at a moment can be saved: hours of the contract."""
    return written_at + timedelta(hours=contract_of(timezone.localdate(written_at)).export_link_hours)


@transaction.atomic
def count_saving(job: Job, *, by: User, address: str | None = None) -> None:
    """Count that a file is saved, and write it down. Raises DomainError when its time is over."""
    now = timezone.now()
    counted = ExportedFile.objects.filter(job=job, expires_at__gt=now)
    if not counted.update(downloads=F("downloads") + 1, last_saved_at=now):
        raise DomainError(OVER)
    exported = ExportedFile.objects.get(job=job)
    detail = f"{job.file.name} {exported.downloads}回目"
    write_line(by, AccessLog.Action.SAVED, SUBJECT, subject_id=job.pk, detail=detail[:300], address=address)

"""What the page of an export says of its file: until when it can be saved, how often it was, its password."""

from django.urls import reverse
from django.utils import timezone

from centre.models import Job
from centre.registry import Card, CardItem
from centre.templatetags.display import moment
from privacy.models import ExportedFile


def file_of(job: Job, user, today) -> Card | None:
    """For who asked for the file alone."""
    exported = ExportedFile.objects.filter(job=job).select_related("provision").first()
    if exported is None or job.requested_by_id != user.pk:
        return None
    items = []
    if exported.sealed_password and not exported.password_shown_at:
        address = reverse("privacy:export_password", args=[job.pk])
        items.append(CardItem("パスワードを表示する（1回だけ）", address))
    return Card("ファイルの扱い", note="　".join(_words(exported)), items=tuple(items))


def _words(exported: ExportedFile):
    if exported.expires_at:
        over = "（過ぎました）" if exported.expires_at <= timezone.now() else ""
        yield f"保存できる期限：{moment(exported.expires_at)}{over}"
        yield f"保存した回数：{exported.downloads}回"
    if exported.is_encrypted:
        yield "パスワード付きのZIP（AES-256）。" + ("パスワードは表示しました。" if exported.password_shown_at else "")
    else:
        yield "パスワードはありません。窓口の中だけで使います。"
    if exported.leaves:
        recipient = f"相手：{exported.provision.recipient}" if exported.provision else "できたときに提供を記録します"
        yield f"窓口の外に出すファイル（{recipient}）"

"""Tables of privacy: who saw what, and the wordings people consented to."""

import pgtrigger
from django.conf import settings
from django.db import models

from centre.triggers import never_emptied
from privacy.models.sealing import hashed_when_written


class ConsentText(models.Model):
    """A wording people consent to; a changed wording is a new version (特記事項, DOMAIN 5)."""

    class Purpose(models.TextChoices):
        JOBSEEKER = "jobseeker", "就職希望者の個人情報の取扱い"
        REGISTRATION = "registration", "利用者登録（企業）の公開と提供"
        HANDOFF = "handoff", "関係機関への情報の提供"

    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField("版")
    body = models.TextField("文面")
    valid_from = models.DateField("使い始めた日")

    class Meta:
        verbose_name = "同意の文面"
        verbose_name_plural = "同意の文面"
        ordering = ["purpose", "-version"]
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version_once")]
        triggers = [
            pgtrigger.Protect(name="consent_text_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} 第{self.version}版"


class AccessLog(models.Model):
    """One line per look at personal data; append-only (特記事項 第6, DESIGN §4.4)."""

    class Action(models.TextChoices):
        READ = "read", "閲覧"
        SEARCH = "search", "検索"
        LIST = "list", "一覧"
        EXPORT = "export", "書出し"
        PRINT = "print", "印刷"
        MAIL = "mail", "メール"
        LOGIN = "login", "ログイン"
        REASON = "reason", "理由の申告"
        KEPT = "kept", "注意のあと保存"
        FACTOR = "factor", "2段階認証を外す"
        SAVED = "saved", "ファイルの保存"
        PASSWORD = "password", "パスワードの表示"

    at = models.DateTimeField("日時", auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="職員")
    role = models.CharField("役割", max_length=20)
    action = models.CharField("操作", max_length=10, choices=Action.choices)
    subject = models.CharField("対象の種類", max_length=60)
    subject_id = models.BigIntegerField("対象の番号", null=True, blank=True)
    detail = models.CharField("内容", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    address = models.GenericIPAddressField("接続元", null=True, blank=True)
    row_hash = models.BinaryField("照合値", editable=False, default=b"")

    class Meta:
        verbose_name = "閲覧記録"
        verbose_name_plural = "閲覧記録"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject", "subject_id", "-at"]),
            models.Index(fields=["user", "-at"]),
        ]
        triggers = [
            pgtrigger.Protect(name="access_log_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("access_log_never_emptied"),
            hashed_when_written(),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject} {self.subject_id or ''}"

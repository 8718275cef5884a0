"""What is known of the backups: no key, no place and no content, only when, how large, and whether it was restored."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from centre.triggers import never_emptied


class Backup(models.Model):
    """One backup that was taken."""

    class Kind(models.TextChoices):
        BASE = "base", "全体（任意の時点へ戻せる）"
        DUMP = "dump", "書き出し（取った時点へ戻せる）"

    name = models.CharField("名前", max_length=60, unique=True)
    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    key = models.CharField("鍵の名前", max_length=60)
    begun_at = models.DateTimeField("始めた日時")
    finished_at = models.DateTimeField("終えた日時")
    plain_bytes = models.PositiveBigIntegerField("元の大きさ（バイト）")
    bytes = models.PositiveBigIntegerField("大きさ（バイト）")
    sha256 = models.CharField("SHA-256", max_length=64)
    start_lsn = models.CharField("ログの位置", max_length=20, blank=True)
    server_version = models.CharField("PostgreSQLの版", max_length=40)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="取った人"
    )
    verified_at = models.DateTimeField("復元して確かめた日時", null=True, blank=True)
    verified_tables = models.PositiveIntegerField("確かめた表の数", null=True, blank=True)
    verified_rows = models.PositiveBigIntegerField("確かめた行数", null=True, blank=True)
    removed_at = models.DateTimeField("期限で消した日時", null=True, blank=True)
    unreadable_at = models.DateTimeField("鍵を消去した日時", null=True, blank=True)

    class Meta:
        verbose_name = "バックアップ"
        verbose_name_plural = "バックアップ"
        ordering = ["-finished_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(finished_at__gte=F("begun_at")), name="backup_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_tables=None, verified_rows=None)
                | Q(verified_at__isnull=False, verified_tables__isnull=False, verified_rows__isnull=False),
                name="backup_verified_with_counts",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="backup_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="backup_stays_as_taken",
                exclude=["verified_at", "verified_tables", "verified_rows", "removed_at", "unreadable_at"],
            ),
            never_emptied("backup_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        """Whether it is still there and its key too."""
        return self.removed_at is None and self.unreadable_at is None


class KeyDestruction(models.Model):
    """An order to make every backup unreadable, and that it was done."""

    ordered_at = models.DateTimeField("指示した日時", auto_now_add=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="指示した人")
    reason = models.CharField("理由", max_length=200, blank=True)
    done_at = models.DateTimeField("消去した日時", null=True, blank=True)
    key_names = ArrayField(models.CharField(max_length=60), verbose_name="消去した鍵", default=list, blank=True)

    class Meta:
        verbose_name = "バックアップの鍵の消去"
        verbose_name_plural = "バックアップの鍵の消去"
        ordering = ["-ordered_at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="key_destruction_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="key_destruction_stays_done",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__done_at__isnull=False),
            ),
            never_emptied("key_destruction_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.ordered_at:%Y-%m-%d %H:%M}"

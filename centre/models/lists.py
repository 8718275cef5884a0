"""What people keep of lists and plans: saved filters, layouts of exported files, calendar feeds."""

import secrets

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A filter of a list under a name; the address of the list is the filter."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    page = models.CharField("一覧", max_length=60)
    name = models.CharField("名前", max_length=60)
    query = models.CharField("条件", max_length=1000, blank=True)
    is_shared = models.BooleanField("全員で使う", default=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = "保存した条件"
        verbose_name_plural = "保存した条件"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_filter_once_per_name")]
        indexes = [models.Index(fields=["page", "is_shared"])]

    def __str__(self) -> str:
        return self.name


class ExportLayout(models.Model):
    """Which columns a file has, in which order, under which headings, in which format."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excelブック（.xlsx）"
        CSV_UTF8 = "csv_utf8", "CSV（UTF-8、BOM付き）"
        CSV_CP932 = "csv_cp932", "CSV（Shift_JIS）"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="export_layouts")
    page = models.CharField("一覧", max_length=60)
    name = models.CharField("名前", max_length=60)
    format = models.CharField("形式", max_length=10, choices=Format.choices, default=Format.XLSX)
    columns = models.JSONField("列", help_text='[{"key", "heading"}] in the order of the file')
    is_shared = models.BooleanField("全員で使う", default=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    class Meta:
        verbose_name = "書出しの形"
        verbose_name_plural = "書出しの形"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="export_layout_once_per_name")]

    def __str__(self) -> str:
        return self.name


def new_token() -> str:
    """A secret that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """The secret address under which a calendar program reads somebody's plans; a new one ends the old one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=43, unique=True, default=new_token)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = "予定表の配信"
        verbose_name_plural = "予定表の配信"

    def __str__(self) -> str:
        return str(self.user)

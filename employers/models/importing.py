"""Lists that are taken in: staged row by row, taken in as a whole, undone as a whole."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.models import StoredFile


class ImportRun(models.Model):
    """One imported file: what it was, what it changed, who did it."""

    class Kind(models.TextChoices):
        EMPLOYERS = "employers", "企業の一覧"
        POSTINGS = "postings", "求人の一覧"

    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    file_name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    format = models.CharField("形式", max_length=60)
    summary = models.JSONField("結果")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="取り込んだ人")
    imported_at = models.DateTimeField("取込み日時", auto_now_add=True)

    class Meta:
        verbose_name = "取込み"
        verbose_name_plural = "取込み"
        ordering = ["-imported_at", "-pk"]
        triggers = [pgtrigger.Protect(name="import_run_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.file_name


class ImportMapping(models.Model):
    """How the columns of a list were read the last time a list with the same headings came."""

    kind = models.CharField("種類", max_length=10, choices=ImportRun.Kind.choices)
    signature = models.CharField("見出しの並びの SHA-256", max_length=64)
    mapping = models.JSONField("見出しと項目")
    remembered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="決めた人"
    )
    remembered_at = models.DateTimeField("決めた日時", auto_now=True)

    class Meta:
        verbose_name = "列の対応"
        verbose_name_plural = "列の対応"
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="import_mapping_once_per_list")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.remembered_at:%Y-%m-%d}"


class ImportBatchQuerySet(models.QuerySet):
    def with_file(self) -> "ImportBatchQuerySet":
        """Batches with their file; its content, up to 20 MB, comes only when it is asked for."""
        return self.select_related("file").defer("file__content")


class ImportBatch(models.Model):
    """A file on its way into the register: read row by row into `ImportLine`, looked at, then taken in."""

    class State(models.TextChoices):
        READING = "reading", "読取り中"
        READY = "ready", "確認待ち"
        UNREADABLE = "unreadable", "読めない"
        TAKEN_IN = "taken_in", "取込済"

    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="ファイル")
    format = models.CharField("形式", max_length=60, blank=True)
    headings = models.JSONField("見出し", default=list)
    mapping = models.JSONField("見出しと項目", default=dict)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.READING)
    counts = models.JSONField("件数", default=dict)
    problem = models.CharField("読めない理由", max_length=300, blank=True)
    run = models.OneToOneField(
        ImportRun, models.PROTECT, null=True, blank=True, related_name="batch", verbose_name="取込み"
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="読み込んだ人"
    )
    prepared_at = models.DateTimeField("読み込んだ日時", auto_now_add=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "読み込んだ一覧"
        verbose_name_plural = "読み込んだ一覧"
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken_in", run__isnull=False) | (~Q(state="taken_in") & Q(run__isnull=True)),
                name="import_batch_taken_in_has_run",
            ),
        ]

    def __str__(self) -> str:
        return self.file.name


class ImportLine(models.Model):
    """One row of a list, what it would change, and what is wrong with it."""

    class State(models.TextChoices):
        NEW = "new", "新規"
        CHANGED = "changed", "変更"
        SAME = "same", "変更なし"
        SUSPECTED = "suspected", "重複の疑い"
        REJECTED = "rejected", "取り込めない"
        LEFT_OUT = "left_out", "取り込まない"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines")
    row_number = models.PositiveIntegerField("行")
    state = models.CharField("状態", max_length=10, choices=State.choices)
    cells = models.JSONField("もとの値")
    values = models.JSONField("読んだ値", default=dict)
    corporation_id = models.BigIntegerField(null=True)
    corporation_version = models.PositiveIntegerField(null=True)
    establishment_id = models.BigIntegerField(null=True)
    establishment_version = models.PositiveIntegerField(null=True)
    changes = models.JSONField("変わること", default=list)
    problems = models.JSONField("直すところ", default=list)
    suspects = models.JSONField("似ている事業所", default=list)
    is_decided = models.BooleanField("人が判断した", default=False)

    class Meta:
        verbose_name = "読み込んだ行"
        verbose_name_plural = "読み込んだ行"
        ordering = ["row_number"]
        constraints = [models.UniqueConstraint(fields=["batch", "row_number"], name="import_line_once_per_row")]
        indexes = [models.Index(fields=["batch", "state", "row_number"])]

    def __str__(self) -> str:
        return f"{self.row_number} {self.get_state_display()}"


class ImportEffect(models.Model):
    """What an import did to one record: the values before (none for a new record) and after."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="effects")
    model = models.CharField("種類", max_length=20)
    record_id = models.BigIntegerField("番号")
    before = models.JSONField("前の値", null=True)
    after = models.JSONField("後の値")

    class Meta:
        verbose_name = "取込みの跡"
        verbose_name_plural = "取込みの跡"
        constraints = [
            models.UniqueConstraint(fields=["run", "model", "record_id"], name="import_effect_once_per_record")
        ]
        triggers = [
            pgtrigger.Protect(name="import_effect_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}"


class ImportUndo(models.Model):
    """The taking back of a whole import."""

    run = models.OneToOneField(ImportRun, models.PROTECT, related_name="undo", verbose_name="取込み")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="取り消した人"
    )
    undone_at = models.DateTimeField("取り消した日時", auto_now_add=True)
    counts = models.JSONField("戻した件数", default=dict, help_text="{kind: [restored, removed]}")

    class Meta:
        verbose_name = "取込みの取消し"
        verbose_name_plural = "取込みの取消し"

    def __str__(self) -> str:
        return f"{self.run} {self.undone_at:%Y-%m-%d}"

"""Records that keep work from being lost or done twice: jobs, files, drafts and submitted forms."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q


class StoredFile(models.Model):
    """A file kept in the database, so that every web and worker machine sees it and a backup holds it."""

    name = models.CharField("ファイル名", max_length=200)
    content_type = models.CharField("種類", max_length=100)
    content = models.BinaryField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("大きさ（バイト）")
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = "保存ファイル"
        verbose_name_plural = "保存ファイル"
        triggers = [pgtrigger.Protect(name="stored_file_never_changes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """A long piece of work; the row is the truth, Celery only carries it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待機中"
        RUNNING = "running", "実行中"
        DONE = "done", "完了"
        FAILED = "failed", "中止"

    kind = models.CharField("種類", max_length=40)
    key = models.CharField("依頼の内容", max_length=200)
    params = models.JSONField("条件", default=dict)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField("済み", default=0)
    total = models.PositiveIntegerField("全体", default=0)
    message = models.CharField("知らせ", max_length=500, blank=True)
    result = models.JSONField("結果", default=dict, blank=True)
    result_url = models.CharField("結果の場所", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name="ファイル")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="依頼した人"
    )
    requested_at = models.DateTimeField("依頼日時", auto_now_add=True)
    started_at = models.DateTimeField("開始日時", null=True, blank=True)
    finished_at = models.DateTimeField("終了日時", null=True, blank=True)
    lease_until = models.DateTimeField("担当の期限", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("試行回数", default=0)

    class Meta:
        verbose_name = "処理"
        verbose_name_plural = "処理"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state__in=["waiting", "running"]), name="job_open_once_per_key"
            ),
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="job_done_within_total"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "failed"]) | Q(finished_at__isnull=False),
                name="job_finished_has_time",
            ),
        ]
        indexes = [models.Index(fields=["requested_by", "-requested_at"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)


class Draft(models.Model):
    """What somebody has typed into a form and not yet saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    form = models.CharField("画面", max_length=200)
    data = models.JSONField("内容")
    saved_at = models.DateTimeField("保存日時", auto_now=True)

    class Meta:
        verbose_name = "下書き"
        verbose_name_plural = "下書き"
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_one_per_user_and_form")]

    def __str__(self) -> str:
        return self.form


class Submission(models.Model):
    """A form that has been acted on; the key makes the same form sent five times one record."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    redirect_to = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "送信済みの画面"
        verbose_name_plural = "送信済みの画面"

    def __str__(self) -> str:
        return str(self.key)

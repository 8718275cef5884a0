"""Keeping and deleting: what must not be deleted yet, and batches that were noticed, released and carried out."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from privacy.models.erasing import Erasure

ERASED_AFTER_NOTICE = """
    IF NEW.erasure_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM privacy_deletionbatch AS batch JOIN privacy_erasure AS erasure ON erasure.id = NEW.erasure_id
         WHERE batch.id = NEW.batch_id AND batch.released_at IS NOT NULL AND batch.cancelled_at IS NULL
           AND batch.deletes_from <= (erasure.erased_at AT TIME ZONE 'Asia/Tokyo')::date
    ) THEN
        RAISE EXCEPTION 'nothing is deleted before it was noticed and released' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class RetentionHold(models.Model):
    """A record that must stay for now: a complaint, an inspection, an instruction (保留)."""

    subject = models.CharField("種類", max_length=60)
    subject_id = models.BigIntegerField("番号")
    reason = models.CharField("理由", max_length=200)
    placed_on = models.DateField("保留した日")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="保留した人"
    )
    ends_on = models.DateField("保留の最後の日", null=True, blank=True)
    released_at = models.DateTimeField("解いた日時", null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解いた人"
    )

    class Meta:
        verbose_name = "保存の保留"
        verbose_name_plural = "保存の保留"
        ordering = ["-placed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("placed_on")), name="hold_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="hold_released_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["subject", "subject_id"], condition=Q(released_at__isnull=True), name="hold_open_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="hold_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"


class DeletionBatch(models.Model):
    """Records whose term is over: told of by one person, released by another, deleted from a day on."""

    rule = models.CharField("保存の決まり", max_length=40)
    noticed_on = models.DateField("知らせた日")
    noticed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="知らせた人"
    )
    deletes_from = models.DateField("消せる最初の日")
    released_at = models.DateTimeField("認めた日時", null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="認めた人"
    )
    cancelled_at = models.DateTimeField("取りやめた日時", null=True, blank=True)
    done_at = models.DateTimeField("終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = "消去の予告"
        verbose_name_plural = "消去の予告"
        ordering = ["-noticed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deletes_from__gt=F("noticed_on")), name="batch_deletes_after_its_notice"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | (Q(released_at__isnull=False) & ~Q(released_by=F("noticed_by"))),
                name="batch_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(released_at__isnull=False, cancelled_at__isnull=True),
                name="batch_done_after_its_release",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="batch_keeps_its_notice",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("rule", "noticed_on", "noticed_by", "deletes_from"),
            ),
            pgtrigger.Protect(name="batch_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.noticed_on:%Y-%m-%d} に知らせた消去"

    def get_absolute_url(self) -> str:
        return reverse("privacy:batch", args=[self.pk])

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.cancelled_at:
            return "取りやめ"
        if self.done_at:
            return "完了"
        return "夜の処理を待つ" if self.released_at else "認めるのを待つ"


class DeletionItem(models.Model):
    """One record of a batch, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "待っています"
        ERASED = "erased", "消しました"
        HELD = "held", "保留のため残しました"
        NOT_DUE = "not_due", "期限ではなくなりました"

    batch = models.ForeignKey(DeletionBatch, models.PROTECT, related_name="items", verbose_name="消去の予告")
    subject = models.CharField("種類", max_length=60)
    subject_id = models.BigIntegerField("番号")
    due_on = models.DateField("保存の期間が過ぎた日")
    outcome = models.CharField("結果", max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    erasure = models.OneToOneField(
        Erasure, models.PROTECT, null=True, blank=True, related_name="deletion", verbose_name="消去の記録"
    )

    class Meta:
        verbose_name = "消去の予告の行"
        verbose_name_plural = "消去の予告の行"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "subject", "subject_id"], name="deletion_item_once_per_batch"),
            models.UniqueConstraint(
                fields=["subject", "subject_id"], condition=Q(outcome="waiting"), name="deletion_item_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="erased", erasure__isnull=False)
                | (~Q(outcome="erased") & Q(erasure__isnull=True)),
                name="deletion_item_erased_with_its_record",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="deletion_after_notice_and_release",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=ERASED_AFTER_NOTICE,
            ),
            pgtrigger.Protect(name="deletion_item_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"

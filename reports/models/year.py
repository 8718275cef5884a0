"""What a fiscal year ends with: words of the annual report, notice of completion, deliverables, package."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.models import StoredFile


@pghistory.track(model_name="AnnualTextRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class AnnualText(models.Model):
    """The words of one part of the annual report: a chapter ("1" to "12"), or what was done in a month ("2026-10")."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    part = models.CharField("章・月", max_length=7)
    body = models.TextField("本文", blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="書いた人"
    )
    edited_at = models.DateTimeField("書いた日時", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "実績報告書の本文"
        verbose_name_plural = "実績報告書の本文"
        ordering = ["fiscal_year", "part"]
        constraints = [models.UniqueConstraint(fields=["fiscal_year", "part"], name="annual_text_once_per_part")]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.part}"


class CompletionNotice(models.Model):
    """The notice of completion (contract 10(1)①, 別紙様式1) and, if given, the prefecture's own form."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）", unique=True)
    submitted_on = models.DateField("提出日", null=True, blank=True)
    completed_on = models.DateField("完了年月日", null=True, blank=True)
    fee = models.PositiveIntegerField("委託料（円・税込）", null=True, blank=True)
    attachments = models.TextField("添付", default="実績報告書\n成果物一覧")
    form = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="県の様式（Excel）"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "業務完了届"
        verbose_name_plural = "業務完了届"
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True)
                | Q(completed_on__isnull=True)
                | Q(submitted_on__gte=models.F("completed_on")),
                name="completion_noticed_after_completion",
                violation_error_message="提出日は、完了年月日より前にできません。",
            )
        ]

    def __str__(self) -> str:
        return f"業務完了届 {self.fiscal_year}年度"


class Deliverable(models.Model):
    """A result that goes to the prefecture on paper and on CD-ROM, its rights with it (contract 10(1)③, 12(4))."""

    class Medium(models.TextChoices):
        BOTH = "both", "紙とCD-ROM"
        PAPER = "paper", "紙"
        DISC = "disc", "CD-ROM"

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    title = models.CharField("成果物", max_length=120)
    copies = models.PositiveSmallIntegerField("部数", default=1)
    medium = models.CharField("媒体", max_length=6, choices=Medium.choices, default=Medium.BOTH)
    made_on = models.DateField("作成日", null=True, blank=True)
    delivered_on = models.DateField("納入日", null=True, blank=True)
    rights = models.CharField(
        "権利についての覚え", max_length=200, blank=True, help_text="ほかの人の写真や文章を使ったときに書きます。"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "成果物"
        verbose_name_plural = "成果物"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "title"],
                name="deliverable_once_a_year",
                violation_error_message="同じ名前の成果物があります。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Equipment(models.Model):
    """A thing bought with the fee; those that the prefecture designates become its own at the end (contract 12(4))."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    title = models.CharField("備品", max_length=120)
    number = models.CharField("管理番号", max_length=40, blank=True)
    quantity = models.PositiveSmallIntegerField("数量", default=1)
    bought_on = models.DateField("購入日", null=True, blank=True)
    price = models.PositiveIntegerField("金額（円・税込）", null=True, blank=True)
    place = models.CharField("置き場所", max_length=80, blank=True)
    designated = models.BooleanField("県が指定した（契約の終了時に県に帰属）", default=False)
    handed_over_on = models.DateField("県への引渡し日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "備品"
        verbose_name_plural = "備品"
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_on__isnull=True) | Q(designated=True),
                name="equipment_handed_over_when_designated",
                violation_error_message="引渡し日は、県が指定した備品だけに入れます。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class DeliveryPackage(models.Model):
    """The package for the CD-ROM as it was made from frozen reports: the same reports give the same bytes."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="ZIP")
    made_at = models.DateTimeField("作成日時", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作成した人"
    )

    class Meta:
        verbose_name = "納品一式"
        verbose_name_plural = "納品一式"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["fiscal_year", "-made_at"])]

    def __str__(self) -> str:
        return f"納品一式 {self.fiscal_year}年度"

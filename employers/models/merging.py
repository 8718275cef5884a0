"""Two records of one employer: the decision that they differ, or their merger and its undoing."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from employers.models.establishment import Establishment


class NotTheSame(models.Model):
    """Somebody looked at a suspected pair and found two employers; the pair is not shown again."""

    first = models.ForeignKey(Establishment, models.CASCADE, related_name="+")
    second = models.ForeignKey(Establishment, models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="判断した人")
    decided_at = models.DateTimeField("判断した日時", auto_now_add=True)
    note = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "別の事業所という判断"
        verbose_name_plural = "別の事業所という判断"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_the_same_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_the_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class SuspectedPair(models.Model):
    """Two establishments that look like one; rewritten by each search for twins."""

    first = models.ForeignKey(Establishment, models.CASCADE, related_name="+")
    second = models.ForeignKey(Establishment, models.CASCADE, related_name="+")
    score = models.FloatField("確からしさ")
    reasons = models.JSONField("理由")
    found_at = models.DateTimeField("見つけた日時")

    class Meta:
        verbose_name = "重複の疑い"
        verbose_name_plural = "重複の疑い"
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="suspected_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="suspected_pair_in_order"),
        ]
        indexes = [models.Index(fields=["-score"])]

    def __str__(self) -> str:
        return f"{self.first} ≒ {self.second}"


class Merge(models.Model):
    """One record taken up by another: every field and row that moved, so that it can be taken back exactly."""

    kept = models.ForeignKey(Establishment, models.PROTECT, related_name="merges", verbose_name="残した事業所")
    absorbed = models.ForeignKey(
        Establishment, models.PROTECT, related_name="absorptions", verbose_name="統合した事業所"
    )
    fields = models.JSONField("選んだ値", help_text="{field: [value before, value after]} of the kept record")
    moved = models.JSONField("移した行", help_text="{app.Model.field: [primary keys]}")
    changed = models.JSONField(
        "書き換えた行", default=list, help_text="[{model, pk, before, after}] of rows that could not move unchanged"
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="統合した人"
    )
    merged_at = models.DateTimeField("統合した日時", auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="戻した人"
    )
    undone_at = models.DateTimeField("戻した日時", null=True, blank=True)

    class Meta:
        verbose_name = "統合"
        verbose_name_plural = "統合"
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="merge_absorbed_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]
        triggers = [pgtrigger.Protect(name="merge_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"

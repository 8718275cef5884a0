"""The plan of a fiscal year and how far it is, in the form of the Kumamoto City plan (spec 001)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q


@pghistory.track(model_name="PlanItemRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class PlanItem(models.Model):
    """One line of the plan: what, by whom, how much, and what came of it as of a day.

    The outcome is counted by a metric of the reports (`metric`) or entered by hand (`entered`), never both.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    heading = models.CharField("見出し", max_length=80, help_text="例：1 雇用創出及び就業支援")
    subheading = models.CharField("小見出し", max_length=80, blank=True, help_text="例：(4) UIJターン者の就職支援")
    organisation = models.CharField("機関", max_length=40, help_text="例：熊本窓口")
    section = models.CharField("担当課・担当者", max_length=60)
    position = models.PositiveSmallIntegerField("並び順", default=10)
    plan = models.TextField("計画（これからすること）")
    progress = models.TextField("進捗（したこと）", blank=True)
    figure_label = models.CharField("数字の名前", max_length=60, blank=True, help_text="例：企業訪問")
    metric = models.CharField("数え方", max_length=60, blank=True)
    planned = models.DecimalField("計画の数", max_digits=12, decimal_places=2, null=True, blank=True)
    entered = models.DecimalField("実績の数", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField("単位", max_length=4, blank=True)
    as_of = models.DateField("時点", null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "計画の項目"
        verbose_name_plural = "計画の項目"
        ordering = ["fiscal_year", "heading", "subheading", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(metric="") | Q(entered__isnull=True),
                name="plan_outcome_counted_or_entered",
                violation_error_message="数え方を選んだときは、実績の数を手で入れません。",
            ),
            models.CheckConstraint(
                condition=Q(entered__isnull=True) | Q(as_of__isnull=False),
                name="plan_entered_outcome_has_its_day",
                violation_error_message="手で入れた実績には、時点の日付を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.plan[:40]

"""Inspections by the prefecture (契約 13(1), 特記事項 第16): who looks, why, from when until when, at what."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from centre.triggers import never_emptied


class TimeOfInspection(Func):
    """From the first to the last moment, as a range."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Inspection(models.Model):
    """A time in which an inspector may read; its terms never change, a wider or longer one is a new inspection."""

    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="inspections", verbose_name="検査員のアカウント"
    )
    officials = models.CharField("県の検査員（所属・氏名）", max_length=200)
    purpose = models.CharField("検査の目的", max_length=200)
    starts_at = models.DateTimeField("始まる日時")
    ends_at = models.DateTimeField("終わる日時")
    scope = ArrayField(models.CharField(max_length=12), verbose_name="見てよい記録")
    with_personal = models.BooleanField("個人情報を含めて見る", default=False)
    opened_at = models.DateTimeField("開いた日時", auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="開いた人")
    closed_at = models.DateTimeField("早く終えた日時", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="早く終えた人",
    )

    class Meta:
        verbose_name = "検査"
        verbose_name_plural = "検査"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="inspection_ends_after_it_starts",
                violation_error_message="終わる日時を、始まる日時より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="inspection_closed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(scope__len__gte=1), name="inspection_of_something"),
            ExclusionConstraint(
                name="inspection_one_at_a_time_per_account",
                expressions=[
                    ("inspector", RangeOperators.EQUAL),
                    (TimeOfInspection(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
                ],
                condition=Q(closed_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="inspection_is_not_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="inspection_terms_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "inspector",
                    "officials",
                    "purpose",
                    "starts_at",
                    "ends_at",
                    "scope",
                    "with_personal",
                    "opened_at",
                    "opened_by",
                ),
            ),
            pgtrigger.Protect(
                name="inspection_closed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"検査 {self.pk}"

    @property
    def over_at(self):
        """When it ends, or ended: by itself, or earlier by hand."""
        return min(self.ends_at, self.closed_at) if self.closed_at else self.ends_at


class InspectionPaper(models.Model):
    """A paper that was handed to the inspectors; the line stays."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="papers", verbose_name="検査")
    title = models.CharField("渡した資料", max_length=200)
    copies = models.PositiveSmallIntegerField("部数", default=1)
    handed_on = models.DateField("渡した日")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="渡した人")
    at = models.DateTimeField("記録した日時", auto_now_add=True)

    class Meta:
        verbose_name = "検査で渡した資料"
        verbose_name_plural = "検査で渡した資料"
        ordering = ["handed_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(copies__gte=1), name="inspection_paper_in_copies")]
        triggers = [
            pgtrigger.Protect(name="inspection_paper_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("inspection_papers_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.title

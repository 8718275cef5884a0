"""The plan of support (支援計画): assessment, goals, reviews after 3, 6 and 12 months, conferences.

Borrowed from 002 別紙1-2; only where the contract's setting asks for it.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from jobseekers.models.circumstances import KEPT
from jobseekers.models.jobseeker import Jobseeker
from privacy.declarations import personal

PURPOSE = "就職希望者の支援計画と見直し"


@pghistory.track(model_name="SupportPlanRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class SupportPlan(models.Model):
    """What a person needs and aims at; one at a time."""

    jobseeker = models.ForeignKey(Jobseeker, models.CASCADE, related_name="plans", verbose_name="就職希望者")
    begun_on = models.DateField("始めた日")
    assessment = models.TextField("アセスメント（いまの状況と課題）")
    ended_on = models.DateField("終えた日", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="作った人")
    made_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(assessment="アセスメント", purpose=PURPOSE, keep=KEPT, readers="jobseekers.read")

    class Meta:
        verbose_name = "支援計画"
        verbose_name_plural = "支援計画"
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["jobseeker"], condition=Q(ended_on__isnull=True), name="support_plan_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begun_on")),
                name="support_plan_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begun_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("jobseekers:plan", args=[self.pk])


class SupportGoal(models.Model):
    """One aim of a plan, and whether it was reached."""

    class State(models.TextChoices):
        OPEN = "open", "取組中"
        REACHED = "reached", "達成"
        DROPPED = "dropped", "取りやめ"

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="goals", verbose_name="支援計画")
    what = models.CharField("目標", max_length=200)
    due_on = models.DateField("めざす日", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.OPEN)
    settled_on = models.DateField("達成・取りやめの日", null=True, blank=True)

    personal_fields = personal(what="目標", purpose=PURPOSE, keep=KEPT, readers="jobseekers.read")

    class Meta:
        verbose_name = "支援の目標"
        verbose_name_plural = "支援の目標"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True) | (~Q(state="open") & Q(settled_on__isnull=False)),
                name="support_goal_settled_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.what


class SupportReview(models.Model):
    """A look at a plan 3, 6 or 12 months after it began; due until it was held."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="reviews", verbose_name="支援計画")
    months = models.PositiveSmallIntegerField("何か月後", choices=[(3, "3か月"), (6, "6か月"), (12, "12か月")])
    due_on = models.DateField("見直しの日")
    held_on = models.DateField("見直した日", null=True, blank=True)
    findings = models.TextField("評価", blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="見直した人"
    )

    personal_fields = personal(findings="評価", purpose=PURPOSE, keep=KEPT, readers="jobseekers.read")

    class Meta:
        verbose_name = "支援計画の見直し"
        verbose_name_plural = "支援計画の見直し"
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "months"], name="support_review_once_per_term"),
            models.CheckConstraint(condition=Q(months__in=[3, 6, 12]), name="support_review_known_term"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, held_by__isnull=True, findings="")
                | (Q(held_on__isnull=False, held_by__isnull=False) & ~Q(findings="")),
                name="support_review_held_says_what_was_found",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(held_on__isnull=True), name="support_review_due")]

    def __str__(self) -> str:
        return f"{self.get_months_display()}の見直し"


class CaseConference(models.Model):
    """The minutes of a conference about a plan; who took part is told by role, and minutes never change."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="conferences", verbose_name="支援計画")
    held_on = models.DateField("開いた日")
    roles = models.CharField("出席者の役割", max_length=200)
    minutes = models.TextField("議事")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    personal_fields = personal(minutes="議事", purpose=PURPOSE, keep=KEPT, readers="jobseekers.read")

    class Meta:
        verbose_name = "支援会議"
        verbose_name_plural = "支援会議"
        ordering = ["-held_on", "-pk"]
        triggers = [pgtrigger.Protect(name="case_conference_never_changes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"

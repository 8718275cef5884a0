"""Trips to establishments: planned and made."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from employers.models.establishment import Establishment
from privacy.declarations import personal


class Visit(models.Model):
    """A trip to an establishment: who went, whom they met, what was learnt and handed out (contract 8(3))."""

    establishment = models.ForeignKey(Establishment, models.PROTECT, related_name="visits", verbose_name="事業所")
    visited_on = models.DateField("訪問日")
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name="訪問した人"
    )
    met = models.CharField("会った人", max_length=80, blank=True)
    wishes_uij = models.BooleanField("UIJターン人材の受入希望", null=True, blank=True)
    expected_postings = models.PositiveSmallIntegerField("見込みの求人（件）", default=0)
    expected_headcount = models.PositiveSmallIntegerField("見込みの求人（人）", default=0)
    leaflets = models.PositiveSmallIntegerField("配布したチラシ（枚）", default=0)
    learnt = models.TextField("聞いたこと", blank=True)
    next_step = models.CharField("次にすること", max_length=200, blank=True)
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    personal_fields = personal(
        met="会った人の氏名",
        learnt="聞いたこと",
        purpose="求人の掘り起こし",
        keep="契約の終了まで",
        readers="employers.read",
    )

    class Meta:
        verbose_name = "企業訪問"
        verbose_name_plural = "企業訪問"
        ordering = ["-visited_on", "-pk"]
        indexes = [
            models.Index(fields=["visited_on"]),
            models.Index(fields=["establishment", "-visited_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.establishment} {self.visited_on:%Y-%m-%d}"


class PlannedVisit(models.Model):
    """A trip somebody means to make, and why."""

    class State(models.TextChoices):
        PLANNED = "planned", "予定"
        DONE = "done", "訪問済"
        CANCELLED = "cancelled", "取りやめ"

    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="planned_visits", verbose_name="事業所"
    )
    planned_on = models.DateField("訪問する日")
    starts_at = models.TimeField("時刻", null=True, blank=True)
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="planned_visits", verbose_name="訪問する人"
    )
    reason = models.CharField("訪問の理由", max_length=300, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PLANNED)
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, blank=True, related_name="plan", verbose_name="訪問の記録"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="予定した人"
    )
    created_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "訪問の予定"
        verbose_name_plural = "訪問の予定"
        ordering = ["planned_on", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "planned_on"],
                condition=Q(state="planned"),
                name="planned_visit_once_per_day",
            ),
            models.CheckConstraint(
                condition=Q(state="done", visit__isnull=False) | (~Q(state="done") & Q(visit__isnull=True)),
                name="planned_visit_done_has_its_record",
            ),
        ]
        indexes = [models.Index(fields=["visitor", "planned_on"])]

    def __str__(self) -> str:
        return f"{self.establishment} {self.planned_on:%Y-%m-%d}"

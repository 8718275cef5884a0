"""Who is at the counter on which day and until when, and every change of it (contract 7(1), 8(1)①)."""

from datetime import time

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.triggers import never_emptied


class Duty(models.Model):
    """What a person does on a day: at the counter with times, or away from it (contract 7(1))."""

    class Kind(models.TextChoices):
        WORK = "work", "出勤"
        HALF = "half", "半日出勤"
        PAID_LEAVE = "paid_leave", "有給休暇"
        SUBSTITUTE = "substitute", "振替休日"
        TRIP = "trip", "出張"
        TRAINING = "training", "研修"

    date = models.DateField("日付")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name="職員")
    kind = models.CharField("区分", max_length=12, choices=Kind.choices, default=Kind.WORK)
    starts_at = models.TimeField("始まり", null=True, blank=True, default=time(8, 30))
    ends_at = models.TimeField("終わり", null=True, blank=True, default=time(17, 30))
    remark = models.CharField("備考", max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "勤務"
        verbose_name_plural = "勤務"
        ordering = ["date", "user"]
        constraints = [
            models.UniqueConstraint(fields=["date", "user"], name="duty_once_per_day_and_person"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="duty_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["work", "half"]) | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="duty_at_counter_has_times",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["paid_leave", "substitute"]) | Q(starts_at__isnull=True, ends_at__isnull=True),
                name="duty_leave_lasts_the_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.user}"


class DutyChange(models.Model):
    """One change of a person's day on the roster: what stood there, what stands there now, who changed it."""

    date = models.DateField("日付")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="職員")
    before = models.CharField("変更前", max_length=160, blank=True)
    after = models.CharField("変更後", max_length=160, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="変更した人"
    )
    changed_at = models.DateTimeField("変更日時", auto_now_add=True)

    class Meta:
        verbose_name = "勤務の変更"
        verbose_name_plural = "勤務の変更"
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["date"])]
        triggers = [
            pgtrigger.Protect(name="duty_change_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("duty_change_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.user}: {self.before} → {self.after}"

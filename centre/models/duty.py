"""Who is at the counter on which day, and what the staff was trained in (contract 7)."""

from django.conf import settings
from django.db import models


class Duty(models.Model):
    """A person on duty at the counter on a day (contract 7(1): two on three weekdays, one on the others)."""

    date = models.DateField("日付")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name="職員")

    class Meta:
        verbose_name = "勤務"
        verbose_name_plural = "勤務"
        ordering = ["date", "user"]
        constraints = [models.UniqueConstraint(fields=["date", "user"], name="duty_once_per_day_and_person")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.user}"


class Training(models.Model):
    """A training of the staff (contract 7(3))."""

    date = models.DateField("実施日")
    title = models.CharField("内容", max_length=120)
    people = models.PositiveSmallIntegerField("受講した人数（人）")

    class Meta:
        verbose_name = "研修"
        verbose_name_plural = "研修"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.title

"""What was foretold of the count, day by day; never changed, so that it can be held against what came."""

import pgtrigger
from django.db import models

from centre.models.calendar import CountingPolicy
from centre.triggers import never_emptied


class TargetForecast(models.Model):
    """The forecast of a day for the rest of its fiscal year (see `postings.toward_target.forecasting.Forecast`)."""

    day = models.DateField("日")
    policy = models.CharField("数え方", max_length=40, choices=CountingPolicy.choices)
    number = models.PositiveSmallIntegerField("その日の何回目か", default=1)
    figures = models.JSONField("予測")
    made_at = models.DateTimeField("作成日時")

    class Meta:
        verbose_name = "件数の予測"
        verbose_name_plural = "件数の予測"
        ordering = ["-day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "policy", "number"], name="target_forecast_once_per_turn")
        ]
        triggers = [
            pgtrigger.Protect(name="target_forecast_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("target_forecast_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.policy}"

"""The daily proof that both counts toward the target agree (DESIGN §4.2)."""

import pgtrigger
from django.db import models

from centre.models.calendar import CountingPolicy
from centre.triggers import never_emptied


class CountCheck(models.Model):
    """What both counts found on a day under one policy; the tally is also where the page counts on from."""

    day = models.DateField("日")
    year = models.PositiveSmallIntegerField("年度（西暦）")
    policy = models.CharField("数え方", max_length=40, choices=CountingPolicy.choices)
    number = models.PositiveSmallIntegerField("その日の何回目か", default=1)
    folded = models.JSONField("履歴を順にたどった計算", help_text='{"baseline": 812, "4:new": 31, ...}')
    by_sql = models.JSONField("データベースの期間の計算", help_text="同じ名前の数")
    tally = models.JSONField("期間の計算の内訳", help_text="[[scope, month, kind, 件, 人], ...]")
    lines = models.PositiveIntegerField("数えた履歴の行")
    last_line = models.PositiveBigIntegerField("数えた最後の行")
    agrees = models.BooleanField("一致")
    refusal = models.CharField("たどれなかった理由", max_length=300, blank=True)
    checked_at = models.DateTimeField("確かめた日時")

    class Meta:
        verbose_name = "件数の確かめ"
        verbose_name_plural = "件数の確かめ"
        ordering = ["-day", "-number", "policy"]
        constraints = [
            models.UniqueConstraint(fields=["day", "year", "policy", "number"], name="count_check_once_per_turn"),
            models.CheckConstraint(
                condition=models.Q(agrees=False) | models.Q(refusal=""), name="count_check_refused_never_agrees"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="count_check_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("count_check_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.policy}"

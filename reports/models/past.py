"""How the records behind the figures were before they changed: what a figure is counted again from (DESIGN §4.3)."""

import pgtrigger
from django.db import models

from centre.triggers import never_emptied


class RecordPast(models.Model):
    """Until `at` a record was as `facts` say; without facts it was not there yet.

    Triggers on the tables of `reports.past.SOURCES` write these rows and nothing else does: only codes, days and
    numbers that figures are counted from, never a name or a text.
    """

    source = models.CharField("表", max_length=63)
    record = models.BigIntegerField("記録の番号")
    at = models.DateTimeField("変わった日時")
    facts = models.JSONField("それまでの内容", null=True)

    class Meta:
        verbose_name = "記録の過去"
        verbose_name_plural = "記録の過去"
        indexes = [models.Index(fields=["source", "record", "at"], name="record_past_by_record")]
        triggers = [
            pgtrigger.Protect(name="past_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("past_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.record} {self.at:%Y-%m-%d %H:%M}"

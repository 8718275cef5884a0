"""Checklists as they were signed."""

import pgtrigger
from django.conf import settings
from django.db import models

from centre.models import StoredFile
from centre.triggers import never_emptied


class ChecklistRecord(models.Model):
    """The answers of a checklist as the privacy manager signed them; they never change."""

    checklist = models.CharField("点検表", max_length=12)
    content = models.JSONField("答え")
    sha256 = models.CharField("PDFのSHA-256", max_length=64)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="PDF")
    workbook = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="Excel")
    remark = models.CharField("備考", max_length=300, blank=True)
    signed_at = models.DateTimeField("署名した日時", auto_now_add=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="署名した人")

    class Meta:
        verbose_name = "署名した点検表"
        verbose_name_plural = "署名した点検表"
        ordering = ["-signed_at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="checklist_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("checklists_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.content["title"]

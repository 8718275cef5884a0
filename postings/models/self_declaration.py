"""What an employer declares of itself before its postings are taken in (職業安定法 5条の6)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.models import StoredFile
from centre.triggers import never_emptied
from employers.models import Corporation


class SelfDeclaration(models.Model):
    """One sheet of declarations; it never changes, a new one supersedes it (DOMAIN 3.2)."""

    corporation = models.ForeignKey(
        Corporation, models.PROTECT, related_name="self_declarations", verbose_name="法人等"
    )
    version = models.PositiveIntegerField("何枚目か")
    declared_on = models.DateField("申告の日")
    valid_until = models.DateField("有効期限")
    repeated_violation = models.BooleanField("労基法・最賃法の同じ条項の違反で、1年に2回以上の是正指導を受けた")
    referred_and_published = models.BooleanField("労基法・最賃法などの違反で送検され、公表された")
    published = models.BooleanField("職安法・均等法・育介法の違反で勧告に従わず、公表された")
    corrected_on = models.DateField("是正した日", null=True, blank=True)
    organised_crime = models.BooleanField("暴力団員等に当たる、または支配されている")
    refuses_report = models.BooleanField("正当な理由なく、報告の求めに応じない")
    declarant_role = models.CharField("申告した人の役職", max_length=60)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name="自己申告書の控え")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "求人者の自己申告"
        verbose_name_plural = "求人者の自己申告"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["corporation", "version"], name="self_declaration_numbered"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("declared_on")), name="self_declaration_valid_from_its_day"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="self_declaration_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("self_declaration_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.corporation} {self.declared_on:%Y-%m-%d}"

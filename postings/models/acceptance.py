"""Whether the counter takes a posting in, with the grounds of a refusal (職業安定法 5条の6 第1項)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from centre.triggers import never_emptied
from postings.models.posting import JobPosting


class PostingAcceptance(models.Model):
    """One decision, recorded when the employer was told of it; it never changes, a new one supersedes it.

    `findings` are the outcomes of the book of refusals as they were: {"A1": "met", ...}.
    """

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "受理"
        REFUSED = "refused", "不受理"

    class Told(models.TextChoices):
        PHONE = "phone", "電話"
        MAIL = "mail", "メール"
        LETTER = "letter", "郵送・FAX"
        IN_PERSON = "in_person", "対面"

    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="acceptances", verbose_name="求人")
    posting_version = models.PositiveIntegerField("判断した求人の版")
    decision = models.CharField("判断", max_length=10, choices=Decision.choices)
    is_inappropriate = models.BooleanField("労働条件が著しく不適当")
    grounds = ArrayField(models.CharField(max_length=4), default=list, blank=True, verbose_name="不受理の理由")
    findings = models.JSONField("判断のときの要件ごとの結果")
    advice = models.TextField("改善の助言", blank=True)
    told_by = models.CharField("知らせた方法", max_length=10, choices=Told.choices)
    told_on = models.DateField("企業に知らせた日")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="判断した人"
    )
    decided_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "求人の受理の判断"
        verbose_name_plural = "求人の受理の判断"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="refused", grounds__len__gt=0) & ~Q(advice="")
                | Q(decision="accepted", grounds=[], is_inappropriate=False),
                name="acceptance_refused_with_grounds_and_advice",
            ),
        ]
        indexes = [models.Index(fields=["posting", "-id"])]
        triggers = [
            pgtrigger.Protect(name="acceptance_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("acceptance_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.get_decision_display()}"

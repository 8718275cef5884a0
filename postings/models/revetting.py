"""Which live eligible postings have to be vetted again, and why."""

from django.db import models
from django.urls import reverse

from postings.models.posting import JobPosting
from postings.querysets import RevettingNeedQuerySet


class RevettingNeed(models.Model):
    """A reason to vet a live eligible posting again; kept by `eligibility.revetting.queue_revetting` once a day."""

    class Reason(models.TextChoices):
        VERDICT_CHANGED = "verdict_changed", "いまは「対象」と確かめられない"
        EVIDENCE_EXPIRED = "evidence_expired", "根拠の有効期限が過ぎた"
        EVIDENCE_EXPIRING = "evidence_expiring", "根拠の有効期限が近い"

    posting = models.ForeignKey(JobPosting, models.CASCADE, related_name="revetting_needs", verbose_name="求人")
    reason = models.CharField("理由", max_length=20, choices=Reason.choices)
    words = models.CharField("理由の説明", max_length=300)
    due_on = models.DateField("いつまでに")
    found_on = models.DateField("見つけた日")

    objects = RevettingNeedQuerySet.as_manager()

    class Meta:
        verbose_name = "再精査が要る求人"
        verbose_name_plural = "再精査が要る求人"
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["posting", "reason"], name="revetting_once_per_reason")]
        indexes = [models.Index(fields=["due_on", "id"])]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("postings:prepare", args=[self.posting_id])

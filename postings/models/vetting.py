"""The judgement of a posting, requirement by requirement, on which evidence and by which two people."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import StoredFile
from centre.triggers import never_emptied
from postings.models.posting import JobPosting

ONLY_WHILE_OPEN = """
    IF EXISTS (
        SELECT 1 FROM added JOIN postings_vetting ON postings_vetting.id = added.vetting_id
        WHERE postings_vetting.state <> 'prepared'
    ) THEN
        RAISE EXCEPTION 'a finding added to a vetting that is decided' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class Vetting(models.Model):
    """One judgement: the facts as they were, the books' versions, the findings and the two signatures (contract 8(4)).

    Nobody approves their own preparation, and a signed vetting never changes: the database refuses both.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "承認待ち"
        APPROVED = "approved", "承認済"
        RETURNED = "returned", "差戻し"

    class Verdict(models.TextChoices):
        ELIGIBLE = "eligible", "対象"
        NOT_ELIGIBLE = "not_eligible", "対象外"
        UNKNOWN = "unknown", "要確認"

    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="vettings", verbose_name="求人")
    on = models.DateField("判定の基準日")
    books = models.JSONField("規則の版", help_text='{"relocation_posting": "2025-04-01", ...}')
    facts = models.JSONField("判定に使った事実", help_text='{"corporation": {...}, "posting": {...}}')
    verdict = models.CharField("判定", max_length=15, choices=Verdict.choices)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PREPARED)
    note = models.TextField("作成者の所見", blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="prepared_vettings", verbose_name="作成者"
    )
    prepared_at = models.DateTimeField("作成日時")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_vettings",
        verbose_name="承認者",
    )
    decided_at = models.DateTimeField("承認日時", null=True, blank=True)
    decision_note = models.TextField("承認者の所見", blank=True)

    class Meta:
        verbose_name = "精査"
        verbose_name_plural = "精査"
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("prepared_by")),
                name="vetting_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="prepared") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="vetting_decided_with_name_and_time",
            ),
            models.UniqueConstraint(
                fields=["posting"], condition=Q(state="prepared"), name="vetting_one_open_per_posting"
            ),
        ]
        indexes = [models.Index(fields=["state", "prepared_at"]), models.Index(fields=["posting", "-prepared_at"])]
        triggers = [
            pgtrigger.Protect(
                name="vetting_never_changes_once_decided",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["approved", "returned"]),
            ),
            pgtrigger.Protect(name="vetting_never_deleted", operation=pgtrigger.Delete),
            never_emptied("vetting_never_emptied"),
            pgtrigger.Protect(
                name="vetting_judgement_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "posting", "on", "books", "facts", "verdict", "note", "prepared_by", "prepared_at"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.get_verdict_display()}"

    def get_absolute_url(self) -> str:
        return reverse("postings:vetting", args=[self.pk])


class Finding(models.Model):
    """What one requirement says of the facts, and what proves it."""

    class Outcome(models.TextChoices):
        MET = "met", "満たす"
        NOT_MET = "not_met", "満たさない"
        UNKNOWN = "unknown", "要確認"

    vetting = models.ForeignKey(Vetting, models.PROTECT, related_name="findings", verbose_name="精査")
    book = models.CharField("規則", max_length=40)
    key = models.CharField("要件", max_length=10)
    title = models.CharField("要件の名", max_length=120)
    outcome = models.CharField("結果", max_length=10, choices=Outcome.choices)
    reason = models.CharField("理由", max_length=400)
    source = models.CharField("根拠", max_length=200, blank=True)
    evidence = models.CharField("確かめた資料", max_length=200, blank=True)
    evidence_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name="根拠の書類")
    evidence_page = models.CharField("書類の頁・箇所", max_length=40, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_findings",
        verbose_name="確かめた人",
    )
    checked_on = models.DateField("確かめた日", null=True, blank=True)
    valid_until = models.DateField("確認の有効期限", null=True, blank=True)
    position = models.PositiveSmallIntegerField("順")

    class Meta:
        verbose_name = "要件ごとの結果"
        verbose_name_plural = "要件ごとの結果"
        ordering = ["vetting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["vetting", "book", "key"], name="finding_once_per_requirement"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_on__isnull=True, valid_until__isnull=True)
                | Q(checked_by__isnull=False, checked_on__isnull=False),
                name="finding_checked_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(evidence_file__isnull=True, evidence_page="") | Q(checked_by__isnull=False),
                name="finding_evidence_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("checked_on")),
                name="finding_valid_from_the_day_of_checking",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="finding_only_while_open",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),
                func=ONLY_WHILE_OPEN,
            ),
            pgtrigger.Protect(name="finding_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("finding_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.get_outcome_display()}"

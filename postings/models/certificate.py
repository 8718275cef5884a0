"""What proves a listing beside the ledger's own lines: pictures of the page, and certificates handed to movers."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from centre.models import StoredFile
from centre.models.lists import new_token
from centre.triggers import never_emptied
from postings.models.posting import JobPosting


class ListingEvidence(models.Model):
    """A copy of the listed page as it was at a moment. It only grows: a better picture is a further row."""

    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="evidence", verbose_name="求人")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="控え")
    sha256 = models.CharField("照合値（SHA-256）", max_length=64)
    taken_at = models.DateTimeField("写した日時")
    url = models.URLField("写したページ", max_length=300, blank=True)
    note = models.CharField("備考", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "掲載画面の控え"
        verbose_name_plural = "掲載画面の控え"
        ordering = ["taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "sha256"], name="evidence_once_per_posting"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_has_a_hash"),
        ]
        triggers = [
            pgtrigger.Protect(name="evidence_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("evidence_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.taken_at:%Y-%m-%d}"


class ListingCertificate(models.Model):
    """What the ledger said of a posting on the day of issue; `content` never changes and `content_hash` proves it.

    `content` holds title, employer, site, numbers, the days listed and listed as eligible up to the day of issue, the
    ids of the ledger's lines and the hashes of the evidence. `token` opens the public page that says whether it holds.
    """

    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="certificates", verbose_name="求人")
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("番号")
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    address = models.URLField("照会先", max_length=300)
    content = models.JSONField("証明した内容")
    content_hash = models.CharField("照合値（SHA-256）", max_length=64)
    issued_on = models.DateField("発行日")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="発行した人"
    )
    issued_at = models.DateTimeField("発行日時")

    class Meta:
        verbose_name = "掲載証明"
        verbose_name_plural = "掲載証明"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="certificate_number_once"),
            models.CheckConstraint(condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="certificate_has_a_hash"),
        ]
        triggers = [
            pgtrigger.Protect(name="certificate_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("certificate_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("postings:certificate", args=[self.pk])

    @property
    def number(self) -> str:
        """The number on the paper: 掲証2026-00012."""
        return f"掲証{self.year}-{self.serial:05d}"


class CertificateRevocation(models.Model):
    """A certificate taken back, with the reason; the certificate itself stays as it was."""

    certificate = models.OneToOneField(
        ListingCertificate, models.PROTECT, related_name="revocation", verbose_name="掲載証明"
    )
    reason = models.CharField("取り消す理由", max_length=200)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="取り消した人"
    )
    revoked_at = models.DateTimeField("取消日時", auto_now_add=True)

    class Meta:
        verbose_name = "掲載証明の取消し"
        verbose_name_plural = "掲載証明の取消し"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="revocation_has_a_reason")]
        triggers = [
            pgtrigger.Protect(name="revocation_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("revocation_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} 取消し"

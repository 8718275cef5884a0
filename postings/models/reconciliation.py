"""What the public site lists on a day, held against the ledger, and the differences somebody works off."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from centre.models import StoredFile
from postings.models.posting import JobPosting


class Reconciliation(models.Model):
    """One list of the site, as of a day, compared with the ledger."""

    on = models.DateField("照合した日")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="サイトの一覧")
    rows_there = models.PositiveIntegerField("サイトの掲載（件）", default=0)
    live_here = models.PositiveIntegerField("履歴の掲載（件）", default=0)
    found = models.PositiveIntegerField("新しい相違（件）", default=0)
    still_open = models.PositiveIntegerField("続いている相違（件）", default=0)
    gone = models.PositiveIntegerField("なくなった相違（件）", default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="照合した人")
    made_at = models.DateTimeField("照合日時", auto_now_add=True)

    class Meta:
        verbose_name = "照合"
        verbose_name_plural = "照合"
        ordering = ["-on", "-pk"]
        triggers = [pgtrigger.Protect(name="reconciliation_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("postings:differences")


class SiteRow(models.Model):
    """A row of the site's list; empty is not said, never no. `employer_key` is the name folded to compare."""

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="rows", verbose_name="照合")
    row = models.PositiveIntegerField("行")
    posting = models.ForeignKey(
        JobPosting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="求人"
    )
    site_number = models.CharField("求人番号", max_length=40, blank=True)
    title = models.CharField("職種名・見出し", max_length=120)
    employer = models.CharField("事業所名", max_length=200, blank=True)
    employer_key = models.CharField(max_length=200, blank=True)
    listed_from = models.DateField("掲載開始日", null=True, blank=True)
    listed_until = models.DateField("掲載期限", null=True, blank=True)
    eligible = models.BooleanField("移住支援金の対象", null=True, blank=True)
    url = models.CharField("掲載ページ", max_length=300, blank=True)
    contract = models.CharField("契約の期間", max_length=10, blank=True)
    wage_kind = models.CharField("賃金の形", max_length=10, blank=True)
    wage_from_yen = models.PositiveIntegerField("賃金の下限（円）", null=True, blank=True)
    wage_to_yen = models.PositiveIntegerField("賃金の上限（円）", null=True, blank=True)

    class Meta:
        verbose_name = "サイトの一覧の行"
        verbose_name_plural = "サイトの一覧の行"
        ordering = ["reconciliation", "row"]
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "row"], name="site_row_once"),
            models.UniqueConstraint(
                fields=["reconciliation", "site_number"], condition=~Q(site_number=""), name="site_row_once_per_number"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReconciliationDifference(models.Model):
    """One way in which site and ledger disagree about one posting; open until it is resolved or gone.

    `subject` is `posting:ID` or, for what only the site knows, `site:NUMBER` or `row:EMPLOYER/TITLE`.
    """

    class Kind(models.TextChoices):
        ONLY_HERE = "only_here", "履歴にだけある"
        ONLY_THERE = "only_there", "サイトにだけある"
        DATES = "dates", "日付が違う"
        CONTENT = "content", "内容が違う"
        ELIGIBLE = "eligible", "対象の区分が違う"

    class State(models.TextChoices):
        OPEN = "open", "未処理"
        RESOLVED = "resolved", "処理済"

    class How(models.TextChoices):
        RECORDED = "recorded", "掲載履歴に記録した"
        REVISED = "revised", "求人の内容を直した"
        TAKEN_IN = "taken_in", "求人として受け付けた"
        SITE_WRONG = "site_wrong", "サイトの誤り（県に知らせた）"
        GONE = "gone", "次の照合で一致した"

    subject = models.CharField("何について", max_length=340)
    kind = models.CharField("違い", max_length=10, choices=Kind.choices)
    posting = models.ForeignKey(
        JobPosting, models.PROTECT, null=True, blank=True, related_name="differences", verbose_name="求人"
    )
    row = models.ForeignKey(
        SiteRow, models.PROTECT, null=True, blank=True, related_name="differences", verbose_name="サイトの行"
    )
    site_number = models.CharField("求人番号", max_length=40, blank=True)
    title = models.CharField("職種名・見出し", max_length=120)
    details = models.JSONField("違い", help_text='[{"label", "ours", "theirs"}]')
    first_seen = models.ForeignKey(Reconciliation, models.PROTECT, related_name="+", verbose_name="はじめて見た照合")
    last_seen = models.ForeignKey(Reconciliation, models.PROTECT, related_name="+", verbose_name="最後に見た照合")
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.OPEN)
    how = models.CharField("どう処理したか", max_length=10, choices=How.choices, blank=True)
    note = models.CharField("備考", max_length=300, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="処理した人"
    )
    resolved_at = models.DateTimeField("処理日時", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "サイトとの相違"
        verbose_name_plural = "サイトとの相違"
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind"], condition=Q(state="open"), name="difference_open_once_per_subject_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="open", how="", resolved_by__isnull=True, resolved_at__isnull=True)
                | (Q(state="resolved", resolved_by__isnull=False, resolved_at__isnull=False) & ~Q(how="")),
                name="difference_resolved_with_how_and_name",
            ),
        ]
        indexes = [models.Index(fields=["state", "kind", "title", "id"], name="difference_worklist")]
        triggers = [
            pgtrigger.Protect(name="difference_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="difference_never_changes_once_resolved",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="resolved"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("postings:difference", args=[self.pk])

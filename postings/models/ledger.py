"""The publication ledger: append-only evidence of what was listed when (DESIGN §4.2)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.models import StoredFile
from centre.triggers import never_emptied
from postings.models.posting import JobPosting
from postings.querysets import PublicationEventQuerySet

# Looked at once per statement, so that thousands of lines written together cost one question.
BEGINS_WITH_NEW = """
    IF EXISTS (
        SELECT 1 FROM added WHERE added.kind <> 'new' AND NOT EXISTS (
            SELECT 1 FROM postings_publicationevent AS first
            WHERE first.posting_id = added.posting_id AND first.kind = 'new'
              AND first.effective_on <= added.effective_on
        )
    ) THEN
        RAISE EXCEPTION 'a line of the ledger before the first publication' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class PublicationEvent(models.Model):
    """One line of the ledger. A mover's subsidy depends on the day a posting was listed as eligible (J4, J5)."""

    class Kind(models.TextChoices):
        NEW = "new", "新規"
        EXTENDED = "extended", "延長"
        CHANGED = "changed", "変更"
        RELISTED = "relisted", "再掲載"
        CORRECTED = "corrected", "訂正"
        ENDED = "ended", "取下げ"

    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="events", verbose_name="求人")
    kind = models.CharField("区分", max_length=10, choices=Kind.choices)
    effective_on = models.DateField("効力の日", help_text="取下げは、掲載されなくなった最初の日")
    listed_until = models.DateField("掲載期限", null=True, blank=True)
    eligible = models.BooleanField("移住支援金の対象として掲載")
    site = models.CharField("掲載先", max_length=60, default="熊本仕事いいねっと")
    site_number = models.CharField("掲載サイトの求人番号", max_length=40, blank=True)
    url = models.URLField("掲載ページ", max_length=300, blank=True)
    snapshot = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name="掲載画面の控え")
    note = models.CharField("備考", max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="記録した人")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    objects = PublicationEventQuerySet.as_manager()

    class Meta:
        verbose_name = "掲載履歴"
        verbose_name_plural = "掲載履歴"
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(listed_until__isnull=True) | Q(kind="ended") | Q(listed_until__gte=F("effective_on")),
                name="publication_listed_until_after_effect",
            ),
            models.UniqueConstraint(fields=["posting"], condition=Q(kind="new"), name="publication_new_only_once"),
        ]
        indexes = [
            models.Index(fields=["posting", "effective_on", "id"]),
            models.Index(fields=["effective_on", "kind"]),
        ]
        triggers = [
            pgtrigger.Protect(name="ledger_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("ledger_never_emptied"),
            pgtrigger.Trigger(
                name="ledger_begins_with_new",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),
                func=BEGINS_WITH_NEW,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%Y-%m-%d}"

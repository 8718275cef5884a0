"""Erasure: who asked, who approved, what went, what stayed and why, and the certificate (別記 第13)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.triggers import never_emptied

SECOND_PERSON = "申請した人は承認できません。ほかの人が承認します。"


NOT_HELD = """
    IF NEW.state = 'erased' AND NEW.scope = 'person' AND EXISTS (
        SELECT 1 FROM privacy_retentionhold AS hold
         WHERE hold.subject = NEW.subject AND hold.subject_id = NEW.subject_id AND hold.released_at IS NULL
           AND (hold.ends_on IS NULL OR hold.ends_on >= (NEW.erased_at AT TIME ZONE 'Asia/Tokyo')::date)
    ) THEN
        RAISE EXCEPTION 'what is held is not erased' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Erasable(models.Model):
    """How the database erases a table: written by the owner after each migration, read by `privacy_erase_rows`."""

    table = models.CharField("表", max_length=63, primary_key=True)
    key = models.CharField("主キーの列", max_length=63)
    removes = models.BooleanField("行を消す")
    assignments = models.TextField("消したあとの値", blank=True)
    held_assignments = models.TextField("法令で残す行の値", blank=True)

    class Meta:
        verbose_name = "消去の方法"
        verbose_name_plural = "消去の方法"

    def __str__(self) -> str:
        return self.table


class Erasure(models.Model):
    """One erasure, of a person or of everything held for a contract, from its application to its end."""

    class Scope(models.TextChoices):
        PERSON = "person", "本人の記録"
        CONTRACT = "contract", "契約の終了"

    class State(models.TextChoices):
        REQUESTED = "requested", "承認待ち"
        REFUSED = "refused", "承認されず"
        WITHDRAWN = "withdrawn", "取下げ"
        APPROVED = "approved", "承認済み"
        ERASED = "erased", "消去済み"
        FINISHED = "finished", "完了"

    scope = models.CharField("範囲", max_length=10, choices=Scope.choices)
    subject = models.CharField("対象の種類", max_length=60, blank=True)
    subject_id = models.BigIntegerField("対象の番号", null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    ground = models.CharField("理由・根拠", max_length=300)
    planned_on = models.DateField("予定日")
    package = models.ForeignKey(
        "privacy.ReturnPackage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="erasures",
        verbose_name="返還した一式",
    )
    inventory = models.JSONField("申請した写しの一覧", default=list)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申請した人"
    )
    requested_at = models.DateTimeField("申請日時", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承認した人"
    )
    decided_at = models.DateTimeField("承認日時", null=True, blank=True)
    decision = models.CharField("県の指示・立会い", max_length=300, blank=True)
    executed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="実行した人"
    )
    erased_at = models.DateTimeField("消去日時", null=True, blank=True)
    counts = models.JSONField("消去した件数", default=list)
    exceptions = models.JSONField("残したもの", default=list)
    figures = models.JSONField("統計の照合", default=dict)
    scan = models.JSONField("残りの検査", default=dict)
    finished_at = models.DateTimeField("完了日時", null=True, blank=True)

    class Meta:
        verbose_name = "消去"
        verbose_name_plural = "消去"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="person", subject_id__isnull=False, fiscal_year__isnull=True) & ~Q(subject="")
                | Q(scope="contract", subject="", subject_id__isnull=True, fiscal_year__isnull=False),
                name="erasure_of_a_person_or_of_a_contract",
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="erasure_has_a_ground"),
            models.CheckConstraint(
                condition=Q(scope="person", package__isnull=True) | Q(scope="contract", package__isnull=False),
                name="erasure_of_a_contract_after_its_return",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="erasure_approved_by_another_person",
                violation_error_message=SECOND_PERSON,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "withdrawn"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__gte=F("requested_at")) & ~Q(state="requested"),
                name="erasure_decided_after_it_is_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["erased", "finished"], erased_at__gte=F("decided_at"))
                & Q(executed_by__isnull=False)
                | ~Q(state__in=["erased", "finished"]) & Q(erased_at__isnull=True, executed_by__isnull=True),
                name="erasure_done_after_it_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(state="finished", finished_at__gte=F("erased_at"))
                | ~Q(state="finished") & Q(finished_at__isnull=True),
                name="erasure_finished_after_it_is_done",
            ),
            models.UniqueConstraint(
                fields=["subject", "subject_id"],
                condition=Q(state__in=["requested", "approved"], scope="person"),
                name="erasure_open_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["fiscal_year"],
                condition=Q(state__in=["requested", "approved", "erased"], scope="contract"),
                name="erasure_open_once_per_contract",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="erasure_application_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "scope",
                    "subject",
                    "subject_id",
                    "fiscal_year",
                    "ground",
                    "planned_on",
                    "package",
                    "inventory",
                    "requested_by",
                    "requested_at",
                ),
            ),
            pgtrigger.FSM(
                name="erasure_goes_its_course",
                field="state",
                transitions=[
                    ("requested", "approved"),
                    ("requested", "refused"),
                    ("requested", "withdrawn"),
                    ("approved", "withdrawn"),
                    ("approved", "erased"),
                    ("erased", "finished"),
                ],
            ),
            pgtrigger.Protect(
                name="erasure_stays_once_over",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["refused", "withdrawn", "finished"]),
            ),
            pgtrigger.Trigger(
                name="erasure_of_nothing_held",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("state"),
                func=NOT_HELD,
            ),
            pgtrigger.Trigger(
                name="erasure_after_the_return_is_saved",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NEW.package_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM privacy_returnpackage WHERE id = NEW.package_id
                        AND downloaded_at IS NOT NULL AND fiscal_year = NEW.fiscal_year AND kind = 'return'
                    ) THEN
                        RAISE EXCEPTION 'nothing is erased before it is given back' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="erasure_never_deleted", operation=pgtrigger.Delete),
            never_emptied("erasures_never_emptied"),
        ]

    def __str__(self) -> str:
        if self.scope == self.Scope.CONTRACT:
            return f"{self.fiscal_year}年度の契約の消去"
        return f"登録番号{self.subject_id}の消去"


class ErasedLogLine(models.Model):
    """A line of the access log whose words were erased: what its hash is now, signed outside the database.

    The seal keeps the hash that the line was written with; this row says that its words went lawfully, so that the
    verification goes on finding every other change.
    """

    line = models.BigIntegerField("閲覧記録の行", primary_key=True)
    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="log_lines", verbose_name="消去")
    hash_now = models.BinaryField("消去のあとの照合値")
    mark = models.CharField("署名", max_length=64)

    class Meta:
        verbose_name = "語を消した閲覧記録"
        verbose_name_plural = "語を消した閲覧記録"
        triggers = [
            pgtrigger.Protect(name="erased_log_line_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("erased_log_lines_never_emptied"),
        ]

    def __str__(self) -> str:
        return str(self.line)

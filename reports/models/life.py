"""What is said about a month's report, and how one revision leads to the next."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.triggers import never_emptied
from reports.models.report import RecordIds, Report


class MonthNote(models.Model):
    """The words of a month's report: 特記事項 and 来月の予定, one line each; they go into its draft."""

    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月")
    remarks = models.TextField("特記事項", blank=True)
    plans = models.TextField("来月の予定", blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="書いた人"
    )
    edited_at = models.DateTimeField("書いた日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "月次報告の文"
        verbose_name_plural = "月次報告の文"
        constraints = [
            models.UniqueConstraint(fields=["year", "month"], name="month_note_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="month_note_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


class ReportMessage(models.Model):
    """A question or an answer about a confirmed report, between the prefecture and the supervisor; only added."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="messages", verbose_name="報告")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("日時", auto_now_add=True)
    text = models.TextField("質問・回答", max_length=2000)

    class Meta:
        verbose_name = "報告の質問・回答"
        verbose_name_plural = "報告の質問・回答"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="report_message_says_something")]
        triggers = [
            pgtrigger.Protect(name="report_message_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("report_messages_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.at:%Y-%m-%d %H:%M}"


class BridgeTerm(models.Model):
    """Why a figure differs from the revision before: +4 entered late, −1 merged ...; frozen with its report.

    `value` is empty where the reasons cannot be told apart in numbers (people or employers counted once, sums).
    """

    class Reason(models.TextChoices):
        LATE = "late", "遅れて入力"
        CORRECTED = "corrected", "訂正"
        MERGED = "merged", "統合"
        REMOVED = "removed", "削除・消去"
        DEFINITION = "definition", "定義の変更"

    report = models.ForeignKey(Report, models.CASCADE, related_name="bridge", verbose_name="報告")
    figure = models.CharField("数字の番号", max_length=160)
    before = models.DecimalField("前の版の値", max_digits=14, decimal_places=2)
    after = models.DecimalField("この版の値", max_digits=14, decimal_places=2)
    reason = models.CharField("理由", max_length=10, choices=Reason.choices)
    value = models.DecimalField("増減", max_digits=14, decimal_places=2, null=True, blank=True)
    model = models.CharField("記録の種類", max_length=60)
    record_ids = RecordIds(default=list, verbose_name="記録の番号")

    class Meta:
        verbose_name = "版の間の差"
        verbose_name_plural = "版の間の差"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "figure", "reason"], name="bridge_term_once_per_reason")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="bridge_frozen_with_its_report",
                operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM reports_report
                        WHERE id IN (NEW.report_id, OLD.report_id) AND state <> 'draft'
                    ) THEN
                        RAISE EXCEPTION 'the bridge of a confirmed report never changes'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.get_reason_display()}"


class FileSettings(models.Model):
    """How the monthly report is laid out and what its files hide; one row, kept by supervisor and administrator.

    `tables` are the numbers of the tables in their order, `hidden` those left out, `titles` own titles by number;
    `columns` are the settings of `reports.columns` by number.
    """

    tables = models.JSONField("表の順", default=list)
    hidden = models.JSONField("出さない表", default=list)
    titles = models.JSONField("表の題名", default=dict)
    columns = models.JSONField("列の順・題名・出さない列", default=dict)
    masks = models.BooleanField(
        "ファイルでは1〜4の数を伏せる",
        default=False,
        help_text="人についての内訳（表4・表8）の小さい数を「1〜4」とし、引き算で分かる数もあわせて伏せます。画面の数は変わりません。",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "月次報告の設定"
        verbose_name_plural = "月次報告の設定"

    def __str__(self) -> str:
        return "月次報告の設定"


class ExcelForm(models.Model):
    """The prefecture's own Excel form: which figure of the report goes into which of its named cells."""

    name = models.CharField("様式の名", max_length=80, unique=True)
    file = models.ForeignKey("centre.StoredFile", models.PROTECT, related_name="+", verbose_name="様式")
    cells = models.JSONField("名前の付いたセルと数字", default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登録した人"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "県の様式"
        verbose_name_plural = "県の様式"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

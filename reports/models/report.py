"""Tables of the reports: frozen figures with the records behind each of them."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from centre.fiscal_year import FiscalYear, Month
from centre.models import StoredFile


class Report(models.Model):
    """The report of a month, or of a fiscal year (target, annual): draft, confirmed (frozen), submitted, or replaced.

    `document` is the frozen content that PDF, Excel and JSON are made from; `sha256` its hash once confirmed.
    """

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "月次報告"
        TARGET = "target", "目標の達成状況"
        ANNUAL = "annual", "実績報告書"

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        CONFIRMED = "confirmed", "確定"
        SUBMITTED = "submitted", "提出済"

    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField("年（月次は暦年、ほかは年度）")
    month = models.PositiveSmallIntegerField("月", null=True, blank=True)
    revision = models.PositiveSmallIntegerField("版", default=1)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    as_of = models.DateTimeField("集計した時点")
    document = models.JSONField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF")
    excel = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Excel"
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作成者"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確定した人"
    )
    confirmed_at = models.DateTimeField("確定日時", null=True, blank=True)
    submitted_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受け取った人"
    )
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)

    class Meta:
        verbose_name = "報告"
        verbose_name_plural = "報告"
        ordering = ["-year", "-month", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "month", "revision"],
                name="report_once_per_period_and_revision",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind="monthly", month__gte=1, month__lte=12)
                | Q(kind__in=["target", "annual"], month__isnull=True),
                name="report_month_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="report_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False), name="report_submitted_has_time"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="report_frozen_once_confirmed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__in=["confirmed", "submitted"]),
                func="""
                    IF NEW.state = 'draft' OR (OLD.state = 'submitted' AND NEW IS DISTINCT FROM OLD)
                       OR to_jsonb(NEW) - ARRAY['state', 'submitted_to_id', 'submitted_at']
                          IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'submitted_to_id', 'submitted_at'] THEN
                        RAISE EXCEPTION 'a confirmed report never changes' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="report_never_deleted_once_confirmed",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["confirmed", "submitted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period.label} 第{self.revision}版"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def period(self) -> Month | FiscalYear:
        return Month(self.year, self.month) if self.kind == self.Kind.MONTHLY else FiscalYear(self.year)


class RecordIds(ArrayField):
    """Ids of records; written as one text, for a year's figure has a hundred thousand of them."""

    def __init__(self, base_field=None, **options):
        super().__init__(base_field or models.BigIntegerField(), **options)

    def deconstruct(self):
        name, _, args, options = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, options

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, list | tuple):
            return f"{{{','.join(map(str, map(int, value)))}}}"
        return value


class Figure(models.Model):
    """One frozen figure of a report with the ids of the records that were counted."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures", verbose_name="報告")
    key = models.CharField("数字の番号", max_length=160)
    metric = models.CharField("指標", max_length=60)
    metric_version = models.PositiveSmallIntegerField("定義の版")
    breakdown = models.JSONField("内訳の条件", default=dict)
    value = models.DecimalField("値", max_digits=14, decimal_places=2)
    unit = models.CharField("単位", max_length=4)
    model = models.CharField("数えた記録の種類", max_length=60)
    record_ids = RecordIds(default=list, verbose_name="数えた記録の番号")

    class Meta:
        verbose_name = "数字"
        verbose_name_plural = "数字"
        ordering = ["report", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="figure_once_per_report")]
        triggers = [
            pgtrigger.Trigger(
                name="figure_frozen_with_its_report",
                operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM reports_report
                        WHERE id IN (NEW.report_id, OLD.report_id) AND state <> 'draft'
                    ) THEN
                        RAISE EXCEPTION 'a figure of a confirmed report never changes'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return self.key

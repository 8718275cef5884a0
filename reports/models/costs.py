"""The books of the commission: costs and personnel, apart from all other accounts (contract 10(1)②, 12(2))."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Floor

from centre.models import StoredFile


class Work(models.TextChoices):
    """The parts of the commission to which quantities and money are put (contract 8)."""

    COUNTER = "8(1)", "8(1) 窓口の運営"
    EMPLOYERS = "8(2)", "8(2) 企業の相談・情報提供"
    VISITS = "8(3)", "8(3) 訪問・掘り起こし・架電"
    POSTINGS = "8(4)", "8(4) 対象求人の掘り起こし・掲載"
    PEOPLE = "8(5)", "8(5) UIJターン・移住の相談"
    METHODS = "8(6)", "8(6) マッチングの方法の協議"
    PARTNERS = "8(7)", "8(7) 県外窓口との連携"


# The rows stay until the last day of keeping: 31 March five years after the fiscal year's end (contract 12(2)).
_KEPT = """
    IF CURRENT_DATE <= make_date(OLD.fiscal_year + 6, 3, 31) THEN
        RAISE EXCEPTION 'the books of a commission are kept for five years' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
"""


@pghistory.track(model_name="CostRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class Cost(models.Model):
    """A payment of the commission with its voucher; a wrong one is voided, never deleted. Amounts in yen with tax."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    work = models.CharField("業務", max_length=6, choices=Work.choices)
    paid_on = models.DateField("支払日")
    voucher = models.CharField("証拠書類の番号", max_length=40)
    payee = models.CharField("支払先", max_length=120, blank=True)
    subject = models.CharField("内容", max_length=200)
    amount = models.PositiveIntegerField("金額（円・税込）")
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="証拠書類の写し"
    )
    voided = models.CharField("取り消した理由", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "経費"
        verbose_name_plural = "経費"
        ordering = ["paid_on", "voucher", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "voucher"],
                condition=Q(voided=""),
                name="cost_voucher_once_a_year",
                violation_error_message="この証拠書類の番号は、すでに記録されています。",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="cost_is_something"),
        ]
        indexes = [models.Index(fields=["fiscal_year", "paid_on"])]
        triggers = [
            pgtrigger.Trigger(
                name="cost_kept_five_years", operation=pgtrigger.Delete, when=pgtrigger.Before, func=_KEPT
            )
        ]

    def __str__(self) -> str:
        return f"{self.voucher} {self.subject}"


@pghistory.track(
    model_name="LabourRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"), exclude=["amount"]
)
class Labour(models.Model):
    """What somebody worked in a month for a part of the commission, at yen per hour; fractions are dropped."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    month = models.DateField("月（1日の日付）")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="職員")
    work = models.CharField("業務", max_length=6, choices=Work.choices)
    hours = models.DecimalField("時間", max_digits=6, decimal_places=2)
    rate = models.PositiveIntegerField("単価（円／時間）")
    amount = models.GeneratedField(
        expression=Floor(F("hours") * F("rate")),
        output_field=models.PositiveIntegerField("金額（円）"),
        db_persist=True,
        verbose_name="金額（円）",
    )
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="証拠書類の写し"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "人件費"
        verbose_name_plural = "人件費"
        ordering = ["month", "user", "work"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "user", "work"],
                name="labour_once_per_person_month_and_work",
                violation_error_message="この職員のこの月・この業務の人件費は、すでに記録されています。",
            ),
            models.CheckConstraint(condition=Q(hours__gte=0, hours__lte=744), name="labour_within_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="labour_month_is_its_first_day"),
        ]
        indexes = [models.Index(fields=["fiscal_year", "month"])]
        triggers = [
            pgtrigger.Trigger(
                name="labour_kept_five_years", operation=pgtrigger.Delete, when=pgtrigger.Before, func=_KEPT
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.work}"

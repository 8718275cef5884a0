"""The minimum wages and the days from which they are in force."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DaysInForce(Func):
    """The days of a rate as a range, both ends included; an open end has none."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self) -> None:
        super().__init__(
            F("effective_from"), F("effective_to"), RangeBoundary(inclusive_lower=True, inclusive_upper=True)
        )


class MinimumWage(models.Model):
    """A minimum wage in force in Kumamoto; source and certainty in `postings/masters/`.

    Rates of one name follow each other; the database refuses two on one day.
    """

    class Kind(models.TextChoices):
        REGIONAL = "regional", "地域別"
        INDUSTRY = "industry", "特定（産業別）"

    class Certainty(models.TextChoices):
        FOUND = "found", "公示で確かめた"
        FOUND_END_UNKNOWN = "found_end_unknown", "額は確かめた（終わりは未確認）"
        DATE_UNVERIFIED = "amount_found_date_own_knowledge", "額は確かめた（発効日は未確認）"
        SECOND_HAND = "found_secondary_verify_kanpo", "二次資料（官報は未確認）"
        OWN_KNOWLEDGE = "own_knowledge_verify", "一般の知識（未確認）"

    kind = models.CharField("区分", max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=80)
    yen_per_hour = models.PositiveIntegerField("時間額（円）")
    effective_from = models.DateField("発効日")
    effective_to = models.DateField("終わりの日", null=True, blank=True)
    certainty = models.CharField("確度", max_length=40, choices=Certainty.choices)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, verbose_name="記録した人"
    )
    announced_at = models.DateTimeField("記録日時", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "最低賃金"
        verbose_name_plural = "最低賃金"
        ordering = ["kind", "name", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "effective_from"], name="minimum_wage_once_per_day"),
            models.CheckConstraint(condition=Q(yen_per_hour__gte=1), name="minimum_wage_is_an_amount"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="minimum_wage_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="minimum_wage_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (DaysInForce(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.yen_per_hour}円"

"""Vacancies and what wages the law asks of them."""

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from centre.models import Municipality, Occupation, Prefecture
from centre.pairs import Pairs
from employers.models import Establishment
from postings.querysets import JobPostingQuerySet


class MinimumWage(models.Model):
    """A minimum wage in force in Kumamoto; source and certainty in `postings/masters/`."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", "地域別"
        INDUSTRY = "industry", "特定（産業別）"

    kind = models.CharField("区分", max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=80)
    yen_per_hour = models.PositiveIntegerField("時間額（円）")
    effective_from = models.DateField("発効日")
    effective_to = models.DateField("終わりの日", null=True, blank=True)
    certainty = models.CharField("確度", max_length=40)

    class Meta:
        verbose_name = "最低賃金"
        verbose_name_plural = "最低賃金"
        ordering = ["kind", "name", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "effective_from"], name="minimum_wage_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.yen_per_hour}円"


@pghistory.track(model_name="JobPostingRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class JobPosting(models.Model):
    """A vacancy of an establishment with its terms of employment (職業安定法 5条の3).

    `listed_from`, `listed_until`, `ended_on` and `listed_eligible` repeat the posting's last ledger lines for lists;
    only `postings.publication` writes them, in the transaction that writes the ledger.
    """

    class ContractKind(models.TextChoices):
        INDEFINITE = "indefinite", "無期"
        FIXED = "fixed", "有期"

    class WageKind(models.TextChoices):
        HOURLY = "hourly", "時給"
        DAILY = "daily", "日給"
        MONTHLY = "monthly", "月給"
        ANNUAL = "annual", "年俸"

    class Source(models.TextChoices):
        VISIT = "visit", "訪問で掘り起こし"
        COUNTER = "counter", "窓口・電話"
        WEB = "web", "ウェブ"
        HELLO_WORK = "hello_work", "ハローワーク求人から"
        HANDED_OVER = "handed_over", "県からの引継ぎ"
        IMPORTED = "imported", "一覧の取込み"

    establishment = models.ForeignKey(Establishment, models.PROTECT, related_name="postings", verbose_name="事業所")
    site_number = models.CharField("掲載サイトの求人番号", max_length=40, null=True, blank=True, unique=True)
    hello_work_number = models.CharField("ハローワーク求人番号", max_length=20, blank=True)
    title = models.CharField("職種名・見出し", max_length=120)
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, verbose_name="職業分類")
    source = models.CharField("受付の経路", max_length=15, choices=Source.choices, default=Source.COUNTER)
    received_on = models.DateField("受付日")
    headcount = models.PositiveSmallIntegerField("採用人数（人）", default=1)
    duties = models.TextField("仕事の内容（雇入れ直後）", blank=True)
    duties_scope = models.CharField("仕事の内容の変更の範囲", max_length=300, blank=True)
    contract = models.CharField("契約の期間", max_length=10, choices=ContractKind.choices, blank=True)
    contract_renewal = models.CharField("更新の基準と上限（有期のとき）", max_length=300, blank=True)
    trial_period = models.CharField("試用期間", max_length=200, blank=True)
    work_prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, null=True, blank=True, verbose_name="就業場所の都道府県"
    )
    work_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="就業場所の市町村"
    )
    work_address = models.CharField("就業場所（雇入れ直後）", max_length=200, blank=True)
    work_place_scope = models.CharField("就業場所の変更の範囲", max_length=300, blank=True)
    weekly_hours = models.DecimalField("週の所定労働時間", max_digits=4, decimal_places=1, null=True, blank=True)
    working_time = models.CharField("始業・終業・休憩・休日・時間外", max_length=400, blank=True)
    annual_hours = models.DecimalField("年間の所定労働時間", max_digits=6, decimal_places=1, null=True, blank=True)
    daily_hours = models.DecimalField("1日の所定労働時間", max_digits=4, decimal_places=2, null=True, blank=True)
    wage_kind = models.CharField("賃金の形", max_length=10, choices=WageKind.choices, blank=True)
    wage_from_yen = models.PositiveIntegerField("賃金の下限（円）", null=True, blank=True)
    wage_to_yen = models.PositiveIntegerField("賃金の上限（円）", null=True, blank=True)
    fixed_overtime = models.CharField("固定残業代", max_length=300, blank=True)
    insurance = models.CharField("加入する保険", max_length=120, blank=True)
    smoking = models.CharField("受動喫煙の防止措置", max_length=120, blank=True)
    starts_on = models.DateField("就業開始の予定日", null=True, blank=True)
    new_hire = models.BooleanField("新規の雇用", null=True, blank=True)
    transfer = models.BooleanField("転勤・出向・研修による勤務地の変更", null=True, blank=True)
    listed_from = models.DateField("掲載開始日", null=True, blank=True, editable=False)
    listed_until = models.DateField("掲載期限", null=True, blank=True, editable=False)
    ended_on = models.DateField("取下げ日", null=True, blank=True, editable=False)
    listed_eligible = models.BooleanField("対象として掲載", null=True, blank=True, editable=False)
    last_confirmed_on = models.DateField("最終確認日", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="記録した人", related_name="postings"
    )
    created_at = models.DateTimeField("記録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = JobPostingQuerySet.as_manager()

    class Meta:
        verbose_name = "求人"
        verbose_name_plural = "求人"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="posting_has_title"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="posting_for_at_least_one"),
            models.CheckConstraint(
                condition=Q(wage_to_yen__isnull=True)
                | Q(wage_from_yen__isnull=True)
                | Q(wage_to_yen__gte=F("wage_from_yen")),
                name="posting_wage_range",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__isnull=True) | Q(weekly_hours__gt=0, weekly_hours__lte=60),
                name="posting_weekly_hours_believable",
            ),
            models.CheckConstraint(
                condition=Q(listed_until__isnull=True) | Q(listed_until__gte=F("listed_from")),
                name="posting_listed_until_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_on", "-id"]),
            models.Index(fields=["listed_until"], condition=Q(ended_on__isnull=True), name="posting_expiring"),
            GinIndex(Pairs(Lower("title")), name="posting_title_pairs"),
            models.Index(fields=["site_number"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("postings:detail", args=[self.pk])

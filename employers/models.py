"""Tables of the employers: legal entities, workplaces, contacts, registrations, visits and imported lists."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from centre.models import Industry, Municipality, Prefecture
from employers.querysets import CorporationQuerySet, EstablishmentQuerySet
from privacy.declarations import personal
from privacy.models import ConsentText


class CorporateNumberIsValid(Func):
    """The check digit of a 13-digit corporate number (法人番号), as a function of the database."""

    function = "corporate_number_is_valid"
    output_field = models.BooleanField()


class Days(Func):
    """The days from the first up to, not including, the second; open-ended when the second is null."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[)')"


@pghistory.track(model_name="CorporationRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class Corporation(models.Model):
    """A legal entity or sole proprietor: what the eligibility for the relocation subsidy is judged on."""

    class Kind(models.TextChoices):
        COMPANY = "company", "会社"
        SOLE_PROPRIETOR = "sole_proprietor", "個人事業主"
        MEDICAL = "medical", "医療法人"
        SOCIAL_WELFARE = "social_welfare", "社会福祉法人"
        NPO = "npo", "NPO法人"
        COOPERATIVE = "cooperative", "協同組合等"
        SCHOOL = "school", "学校法人"
        PUBLIC_BODY = "public_body", "官公庁等"
        THIRD_SECTOR = "third_sector", "第三セクター"
        INDEPENDENT_AGENCY = "independent_agency", "独立行政法人等"
        OTHER = "other", "その他"

    corporate_number = models.CharField("法人番号", max_length=13, null=True, blank=True, unique=True)
    name = models.CharField("法人名", max_length=120)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    name_key = models.CharField(max_length=120, editable=False, default="")
    kind = models.CharField("種別", max_length=20, choices=Kind.choices, blank=True)
    capital_yen = models.BigIntegerField("資本金（円）", null=True, blank=True)
    head_office_prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, null=True, blank=True, verbose_name="本店の都道府県"
    )
    head_office_municipality = models.CharField("本店の市区町村", max_length=40, blank=True)
    receives_local_subsidy = models.BooleanField("地方公共団体の補助を受けている", null=True, blank=True)
    governor_recommendation = models.BooleanField("市町村長の推薦・知事の認定", null=True, blank=True)
    shareholders_known = models.BooleanField("株主の構成を確認した", default=False)
    officers_total = models.PositiveSmallIntegerField("役員の総数", null=True, blank=True)
    officers_from_large = models.PositiveSmallIntegerField(
        "うち資本金10億円以上の法人と兼ねる役員", null=True, blank=True
    )
    limited_work_location = models.BooleanField("勤務地限定型社員を募る", null=True, blank=True)
    employment_insurance = models.BooleanField("雇用保険の適用事業主", null=True, blank=True)
    adult_entertainment = models.BooleanField("風俗営業者", null=True, blank=True)
    antisocial = models.BooleanField("反社会的勢力との関係", null=True, blank=True)
    facts_checked_on = models.DateField("事実の確認日", null=True, blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = CorporationQuerySet.as_manager()

    class Meta:
        verbose_name = "法人等"
        verbose_name_plural = "法人等"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(corporate_number__isnull=True) | Q(CorporateNumberIsValid(F("corporate_number"))),
                name="corporation_number_check_digit",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="corporation_has_name"),
            models.CheckConstraint(
                condition=Q(capital_yen__isnull=True) | Q(capital_yen__gte=0), name="corporation_capital_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(officers_total__isnull=True)
                | Q(officers_from_large__isnull=True)
                | Q(officers_from_large__lte=F("officers_total")),
                name="corporation_officers_within_total",
            ),
        ]
        indexes = [GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="corporation_name_trgm")]

    def __str__(self) -> str:
        return self.name


class Shareholder(models.Model):
    """A shareholder of a corporation, as far as the みなし大企業 test needs it (C3)."""

    corporation = models.ForeignKey(Corporation, models.CASCADE, related_name="shareholders")
    name = models.CharField("名称", max_length=120)
    share = models.DecimalField("持株の割合", max_digits=9, decimal_places=8)
    capital_yen = models.BigIntegerField("資本金（円）", null=True, blank=True)

    class Meta:
        verbose_name = "株主"
        verbose_name_plural = "株主"
        ordering = ["-share", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="shareholder_share_is_a_fraction")
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="EstablishmentRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class Establishment(models.Model):
    """A workplace of a corporation in Kumamoto: what is registered, visited and called."""

    corporation = models.ForeignKey(Corporation, models.PROTECT, related_name="establishments", verbose_name="法人等")
    name = models.CharField("事業所名", max_length=120)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, verbose_name="市町村")
    address = models.CharField("所在地", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("代表メール", blank=True)
    website = models.URLField("ホームページ", blank=True)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, blank=True, verbose_name="業種")
    employees = models.PositiveIntegerField("従業員数（人）", null=True, blank=True)
    note = models.TextField("備考", blank=True)
    name_key = models.CharField(max_length=120, editable=False, default="")
    kana_key = models.CharField(max_length=160, editable=False, default="")
    phone_key = models.CharField(max_length=20, editable=False, default="")
    address_key = models.CharField(max_length=200, editable=False, default="")
    last_confirmed_on = models.DateField("最終確認日", null=True, blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = "事業所"
        verbose_name_plural = "事業所"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="establishment_has_name"),
            models.UniqueConstraint(
                fields=["corporation", "name_key", "address_key"], name="establishment_once_per_corporation"
            ),
        ]
        indexes = [
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="establishment_name_trgm"),
            GinIndex(fields=["kana_key"], opclasses=["gin_trgm_ops"], name="establishment_kana_trgm"),
            GinIndex(fields=["address_key"], opclasses=["gin_trgm_ops"], name="establishment_address_trgm"),
            models.Index(fields=["phone_key"]),
            models.Index(fields=["-updated_at"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("employers:detail", args=[self.pk])


class Contact(models.Model):
    """A person at an establishment whom the counter talks to."""

    establishment = models.ForeignKey(Establishment, models.CASCADE, related_name="contacts", verbose_name="事業所")
    name = models.CharField("担当者名", max_length=60)
    department = models.CharField("部署・役職", max_length=80, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    is_main = models.BooleanField("主な担当者", default=False)

    personal_fields = personal(
        name="氏名",
        phone="電話番号",
        email="メールアドレス",
        purpose="求人と採用についての連絡",
        keep="契約の終了まで",
        readers="employers.read",
    )

    class Meta:
        verbose_name = "担当者"
        verbose_name_plural = "担当者"
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"], condition=Q(is_main=True), name="contact_one_main_per_establishment"
            ),
            models.UniqueConstraint(fields=["establishment", "name"], name="contact_once_per_establishment"),
        ]

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """The establishment's own agreement to be listed as a user of the centre (contract 8(1)④); voluntary, can end."""

    class Source(models.TextChoices):
        VISIT = "visit", "訪問"
        COUNTER = "counter", "窓口"
        PHONE = "phone", "電話"
        WEB = "web", "ウェブ"
        EVENT = "event", "行事"
        HANDED_OVER = "handed_over", "県からの引継ぎ"

    class Scope(models.TextChoices):
        PUBLIC = "public", "公開してよい"
        JOBSEEKERS = "jobseekers", "就職希望者への案内まで"
        INTERNAL = "internal", "センター内に限る"

    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="registrations", verbose_name="事業所"
    )
    source = models.CharField("受付の経路", max_length=15, choices=Source.choices)
    scope = models.CharField("情報を出してよい範囲", max_length=15, choices=Scope.choices)
    consent_text = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, verbose_name="同意の文面")
    registered_on = models.DateField("登録日")
    renewed_on = models.DateField("更新日", null=True, blank=True)
    ended_on = models.DateField("抹消日（この日から登録なし）", null=True, blank=True)
    end_reason = models.CharField("抹消の理由", max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "利用者登録"
        verbose_name_plural = "利用者登録"
        ordering = ["-registered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("registered_on")),
                name="registration_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="registration_one_at_a_time",
                expressions=[
                    ("establishment", RangeOperators.EQUAL),
                    (Days(F("registered_on"), F("ended_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["registered_on"]), models.Index(fields=["ended_on"])]

    def __str__(self) -> str:
        return f"{self.establishment} {self.registered_on:%Y-%m-%d}"


class Visit(models.Model):
    """A trip to an establishment: who went, whom they met, what was learnt and handed out (contract 8(3))."""

    establishment = models.ForeignKey(Establishment, models.PROTECT, related_name="visits", verbose_name="事業所")
    visited_on = models.DateField("訪問日")
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name="訪問した人"
    )
    met = models.CharField("会った人", max_length=80, blank=True)
    wishes_uij = models.BooleanField("UIJターン人材の受入希望", null=True, blank=True)
    expected_postings = models.PositiveSmallIntegerField("見込みの求人（件）", default=0)
    expected_headcount = models.PositiveSmallIntegerField("見込みの求人（人）", default=0)
    leaflets = models.PositiveSmallIntegerField("配布したチラシ（枚）", default=0)
    learnt = models.TextField("聞いたこと", blank=True)
    next_step = models.CharField("次にすること", max_length=200, blank=True)
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    personal_fields = personal(
        met="会った人の氏名",
        learnt="聞いたこと",
        purpose="求人の掘り起こし",
        keep="契約の終了まで",
        readers="employers.read",
    )

    class Meta:
        verbose_name = "企業訪問"
        verbose_name_plural = "企業訪問"
        ordering = ["-visited_on", "-pk"]
        indexes = [
            models.Index(fields=["visited_on"]),
            models.Index(fields=["establishment", "-visited_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.establishment} {self.visited_on:%Y-%m-%d}"


class ImportRun(models.Model):
    """One imported file: what it was, what it changed, who did it."""

    class Kind(models.TextChoices):
        EMPLOYERS = "employers", "企業の一覧"
        POSTINGS = "postings", "求人の一覧"

    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    file_name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    format = models.CharField("形式", max_length=60)
    summary = models.JSONField("結果")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="取り込んだ人")
    imported_at = models.DateTimeField("取込み日時", auto_now_add=True)

    class Meta:
        verbose_name = "取込み"
        verbose_name_plural = "取込み"
        ordering = ["-imported_at", "-pk"]
        triggers = [pgtrigger.Protect(name="import_run_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.file_name

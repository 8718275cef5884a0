"""Legal entities and their owners."""

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from centre.models import Prefecture
from employers.querysets import CorporationQuerySet


class CorporateNumberIsValid(Func):
    """The check digit of a 13-digit corporate number (法人番号), as a function of the database."""

    function = "corporate_number_is_valid"
    output_field = models.BooleanField()


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
        triggers = [
            pgtrigger.Trigger(
                name="corporation_found_by_its_name",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("name_key", "corporate_number"),
                # Writing the row again lets the establishment's own trigger put the new words together.
                func="UPDATE employers_establishment SET search_key = '' WHERE corporation_id = NEW.id; RETURN NULL;",
            )
        ]

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

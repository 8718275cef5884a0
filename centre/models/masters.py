"""Master data; the files and their sources stand in `centre/masters/`."""

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Prefecture(models.Model):
    code = models.CharField("コード", max_length=2, primary_key=True)
    name = models.CharField("名称", max_length=10, unique=True)
    kana = models.CharField("よみ", max_length=20)
    region = models.CharField("地方", max_length=10)
    in_tokyo_area = models.BooleanField("東京圏")

    class Meta:
        verbose_name = "都道府県"
        verbose_name_plural = "都道府県"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality of Kumamoto, or a ward of Kumamoto City (then `city` is set)."""

    code = models.CharField("団体コード（5桁）", max_length=5, primary_key=True)
    code6 = models.CharField("団体コード（6桁）", max_length=6, unique=True)
    name = models.CharField("名称", max_length=20, unique=True)
    kana = models.CharField("よみ", max_length=30)
    kind = models.CharField("種別", max_length=5)
    county = models.CharField("郡", max_length=10, blank=True)
    city = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="wards")
    wide_area = models.CharField("広域本部", max_length=10)
    bureau = models.CharField("地域振興局", max_length=10)
    hello_work = models.CharField("所管ハローワーク", max_length=20)

    class Meta:
        verbose_name = "市町村"
        verbose_name_plural = "市町村"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TokyoWard(models.Model):
    """One of the 23 wards from which a move may qualify (移住元)."""

    code = models.CharField("団体コード（5桁）", max_length=5, primary_key=True)
    name = models.CharField("名称", max_length=10, unique=True)
    kana = models.CharField("よみ", max_length=20)

    class Meta:
        verbose_name = "東京23区"
        verbose_name_plural = "東京23区"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Industry(models.Model):
    """A major group of the Japan Standard Industrial Classification (A to T)."""

    code = models.CharField("記号", max_length=1, primary_key=True)
    name = models.CharField("名称", max_length=40, unique=True)

    class Meta:
        verbose_name = "産業大分類"
        verbose_name_plural = "産業大分類"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Occupation(models.Model):
    """A major group of the MHLW occupational classification (01 to 15)."""

    code = models.CharField("番号", max_length=2, primary_key=True)
    name = models.CharField("名称", max_length=40, unique=True)

    class Meta:
        verbose_name = "職業大分類"
        verbose_name_plural = "職業大分類"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="PartnerAgencyRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class PartnerAgency(models.Model):
    """An agency the counter works with (contract 5, 8(2)③, 8(5)③, 8(7)); Hello Work offices included."""

    class Kind(models.TextChoices):
        OUTSIDE_COUNTER = "outside_counter", "県外窓口"
        PROFESSIONAL_HUB = "professional_hub", "プロ人材拠点"
        MUNICIPALITY = "municipality", "市町村"
        HELLO_WORK = "hello_work", "ハローワーク"
        JOB_CAFE = "job_cafe", "ジョブカフェ"
        PREFECTURE = "prefecture", "県"
        NATION = "nation", "国"
        FOUNDATION = "foundation", "公益法人"
        OTHER = "other", "そのほか"

    key = models.CharField("記号", max_length=10, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("区分", max_length=20, choices=Kind.choices)
    purpose = models.CharField("連携の対象", max_length=40, blank=True, help_text="例：企業・求職者")
    does = models.CharField(
        "してもらえること", max_length=300, blank=True, default="", help_text="つなぐ人が選ぶときの手がかりです。"
    )
    clause = models.CharField("契約の箇所", max_length=80, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("所在地", max_length=120, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("メールアドレス", blank=True, default="")
    contact = models.CharField(
        "受付の係・担当",
        max_length=80,
        blank=True,
        default="",
        help_text="係の名前で足ります。人の名前は、相手が求めたときだけ書きます。",
    )
    opening_hours = models.CharField("開いている日と時間", max_length=120, blank=True, default="")
    jurisdiction = models.CharField("管轄", max_length=120, blank=True)
    needs_checking = models.BooleanField("要確認", default=False, help_text="連絡先を確かめたら外します。")
    is_active = models.BooleanField("連携先に表示", default=True, editable=False)
    ended_on = models.DateField("連携を終えた日", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "関係機関"
        verbose_name_plural = "関係機関"
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="agency_has_name"),
            models.CheckConstraint(
                condition=Q(is_active=True, ended_on__isnull=True) | Q(is_active=False, ended_on__isnull=False),
                name="agency_active_until_its_end",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(is_active=True),
                name="agency_once_by_name",
                violation_error_code="unique",
                violation_error_message="同じ名前の関係機関がすでにあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("centre:agency", args=[self.pk])

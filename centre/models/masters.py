"""Master data; the files and their sources stand in `centre/masters/`."""

from django.db import models


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


class PartnerAgency(models.Model):
    """An agency the counter works with (contract 5, 8(2)③, 8(5)③, 8(7)); Hello Work offices included."""

    class Kind(models.TextChoices):
        PREFECTURE = "prefecture", "県"
        MUNICIPALITY = "municipality", "市町村"
        HELLO_WORK = "hello_work", "ハローワーク"
        NATION = "nation", "国"
        FOUNDATION = "foundation", "公益法人"

    key = models.CharField("記号", max_length=10, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("区分", max_length=15, choices=Kind.choices)
    purpose = models.CharField("連携の対象", max_length=40, blank=True)
    clause = models.CharField("契約の箇所", max_length=80, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("所在地", max_length=120, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    jurisdiction = models.CharField("管轄", max_length=120, blank=True)
    needs_checking = models.BooleanField("要確認", default=False)
    is_active = models.BooleanField("連携先に表示", default=True)

    class Meta:
        verbose_name = "関係機関"
        verbose_name_plural = "関係機関"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

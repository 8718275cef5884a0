"""Workplaces and the people the counter talks to there."""

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import Industry, Municipality
from centre.pairs import Pairs
from employers.models.corporation import Corporation
from employers.querysets import EstablishmentQuerySet
from privacy.declarations import personal

SEARCH_KEY = """
    NEW.search_key = concat_ws('|', NEW.name_key, NEW.kana_key, NEW.phone_key, NEW.address_key, (
        SELECT concat_ws('|', nullif(name_key, NEW.name_key), corporate_number)
        FROM employers_corporation WHERE id = NEW.corporation_id
    ));
    RETURN NEW;
"""


class RegisterManager(models.Manager.from_queryset(EstablishmentQuerySet)):
    """The establishments that stand for themselves: those merged into another one are left out."""

    def get_queryset(self):
        return super().get_queryset().filter(merged_into__isnull=True)


@pghistory.track(
    model_name="EstablishmentRevision",
    exclude=["search_key"],
    obj_field=pghistory.ObjForeignKey(related_name="revisions"),
)
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
    search_key = models.TextField(editable=False, default="")
    last_confirmed_on = models.DateField("最終確認日", null=True, blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed", verbose_name="統合先"
    )
    version = models.PositiveIntegerField(default=1)

    objects = RegisterManager()
    everything = models.Manager.from_queryset(EstablishmentQuerySet)()

    class Meta:
        verbose_name = "事業所"
        verbose_name_plural = "事業所"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="establishment_has_name"),
            models.UniqueConstraint(
                fields=["corporation", "name_key", "address_key"],
                condition=Q(merged_into__isnull=True),
                name="establishment_once_per_corporation",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="establishment_not_its_own_twin"
            ),
        ]
        indexes = [
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="establishment_name_trgm"),
            GinIndex(Pairs("search_key"), name="establishment_search_pairs"),
            models.Index(fields=["name_key"]),
            models.Index(F("last_confirmed_on").asc(nulls_first=True), F("id"), name="establishment_confirmed"),
            models.Index(fields=["phone_key"]),
            models.Index(fields=["-updated_at", "-id"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="establishment_search_key",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SEARCH_KEY,
            )
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
        readers="employers.contacts",
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

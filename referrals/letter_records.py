"""Tables of the letters that only a licensed placement has (DOMAIN 4.1, modes B and C)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.triggers import never_emptied
from privacy.declarations import personal


class LetterBook(models.Model):
    """The last number given in a fiscal year; its locked row gives the numbers one after the other, without gaps."""

    year = models.PositiveSmallIntegerField("年度", primary_key=True)
    last_serial = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = "企業あての書面の番号"
        verbose_name_plural = "企業あての書面の番号"

    def __str__(self) -> str:
        return f"{self.year}年度 {self.last_serial}"


class Letter(models.Model):
    """A letter as it was issued; `content` never changes. A wrong one is made void and keeps its number."""

    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, related_name="letters", verbose_name="情報提供・応募"
    )
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("番号")
    issued_on = models.DateField("発行日")
    content = models.JSONField("記載した内容")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="発行した人"
    )
    issued_at = models.DateTimeField("発行日時", auto_now_add=True)
    voided_on = models.DateField("取消しの日", null=True, blank=True)
    void_reason = models.CharField("取消しの理由", max_length=200, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )

    personal_fields = personal(
        content="記載した内容（氏名）",
        void_reason="取消しの理由",
        purpose="求人への応募の取次ぎ（受託者の許可のあるときだけ）",
        keep="帳簿の完結から2年（職業安定法施行規則）",
        readers="referrals.read",
    )

    class Meta:
        # The register of processing names it in mode A too, where the word of the law has no place.
        verbose_name = "企業あての書面（許可のあるとき）"
        verbose_name_plural = "企業あての書面（許可のあるとき）"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(voided_on__isnull=True), name="letter_one_in_force_per_referral"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="letter_numbers_begin_with_one"),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, voided_by__isnull=True, void_reason="")
                | Q(voided_on__isnull=False, voided_by__isnull=False, voided_on__gte=F("issued_on"))
                & ~Q(void_reason=""),
                name="letter_void_with_day_reason_and_person",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="letter_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("referral", "year", "serial", "issued_on", "content", "issued_by"),
            ),
            pgtrigger.Protect(
                name="letter_void_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__voided_on__isnull=False),
            ),
            pgtrigger.Protect(name="letter_never_deleted", operation=pgtrigger.Delete),
            never_emptied("letter_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number on the paper: 紹2026-0001."""
        return f"紹{self.year}-{self.serial:04d}"

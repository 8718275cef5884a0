"""Addresses under which a partner answers a hand-off, and every use that was made of them."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.public_pages import Language
from centre.triggers import never_emptied
from privacy.declarations import personal

PURPOSE, KEEP = "関係機関へのつなぎ", "契約の終了まで（特記事項 第13）"


class HandoffLink(models.Model):
    """A secret address for one hand-off: only the hash of its secret is kept; the newest one alone is good."""

    handoff = models.ForeignKey("referrals.Handoff", models.CASCADE, related_name="links", verbose_name="つなぎ")
    token_hash = models.CharField("鍵のハッシュ値", max_length=64, unique=True, editable=False)
    expires_on = models.DateField("使える最後の日")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="作った人")
    made_at = models.DateTimeField("作った日時", auto_now_add=True)
    ended_at = models.DateTimeField("止めた日時", null=True, blank=True)

    class Meta:
        verbose_name = "つなぎの回答ページ"
        verbose_name_plural = "つなぎの回答ページ"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["handoff"], condition=Q(ended_at__isnull=True), name="handoff_link_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(("token_hash__regex", "^[0-9a-f]{64}$")), name="handoff_link_keeps_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expires_on:%Y-%m-%d}"


class LinkUse(models.Model):
    """One use of such an address: a look or an answer; append-only (特記事項 第6)."""

    class Kind(models.TextChoices):
        OPENED = "opened", "開いた"
        REFUSED = "refused", "期限切れ・停止のあとに開いた"
        RECEIVED = "received", "「受け取りました」と回答"
        HANDLED = "handled", "「対応しました」と回答"
        DECLINED = "declined", "「対応できません」と回答"

    link = models.ForeignKey(HandoffLink, models.CASCADE, related_name="uses", verbose_name="回答ページ")
    kind = models.CharField("したこと", max_length=10, choices=Kind.choices)
    at = models.DateTimeField("日時", auto_now_add=True)
    language = models.CharField("ことば", max_length=4, choices=Language.choices, default=Language.JAPANESE)
    address = models.GenericIPAddressField("接続元", null=True, blank=True)

    personal_fields = personal(address="接続元", purpose=PURPOSE, keep=KEEP, readers="referrals.read")

    class Meta:
        verbose_name = "回答ページの利用"
        verbose_name_plural = "回答ページの利用"
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="link_use_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("link_use_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

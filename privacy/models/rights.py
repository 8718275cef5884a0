"""Requests of people about their own data: received here, decided by the prefecture, carried out here (別記 第15)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.triggers import never_emptied
from privacy.declarations import personal

PURPOSE, KEEP = "保有個人情報の請求の受付と県への引継ぎ", "契約の終了まで（特記事項 第13）"


class RightsRequest(models.Model):
    """One request: who asks for what, and how far it is. The prefecture decides; the counter receives and hands on."""

    class Kind(models.TextChoices):
        DISCLOSURE = "disclosure", "開示"
        CORRECTION = "correction", "訂正"
        STOP = "stop", "利用停止"
        THIRD_PARTY = "third_party", "第三者からの請求・照会"

    class Requester(models.TextChoices):
        SELF = "self", "本人"
        GUARDIAN = "guardian", "法定代理人"
        AGENT = "agent", "任意代理人"
        OTHER = "other", "第三者"

    class Way(models.TextChoices):
        COUNTER = "counter", "窓口"
        POST = "post", "郵送"
        PHONE = "phone", "電話"
        EMAIL = "email", "メール"
        PREFECTURE = "prefecture", "県から"

    class Paper(models.TextChoices):
        LICENCE = "licence", "運転免許証"
        NUMBER_CARD = "number_card", "マイナンバーカード（表の面だけ）"
        PASSPORT = "passport", "旅券"
        RESIDENCE_CARD = "residence_card", "在留カード"
        OTHER = "other", "そのほかの書類"

    class Decision(models.TextChoices):
        GRANTED = "granted", "応じる"
        PARTLY = "partly", "一部に応じる"
        REFUSED = "refused", "応じない"

    kind = models.CharField("請求の種類", max_length=12, choices=Kind.choices)
    requester = models.CharField("請求した方", max_length=10, choices=Requester.choices, default=Requester.SELF)
    requester_name = models.CharField("請求した方の氏名", max_length=120)
    contact = models.CharField("連絡先", max_length=200, blank=True)
    what = models.CharField("請求の内容", max_length=500)
    subject = models.CharField("だれの記録か（種類）", max_length=60, blank=True)
    subject_id = models.BigIntegerField("だれの記録か（番号）", null=True, blank=True)
    received_on = models.DateField("受け付けた日")
    way = models.CharField("受付の方法", max_length=10, choices=Way.choices)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="受け付けた人"
    )
    forward_by = models.DateField("県に引き継ぐ期限")
    answer_by = models.DateField("終える期限", null=True, blank=True)
    identity_paper = models.CharField("本人確認に見た書類", max_length=15, choices=Paper.choices, blank=True)
    identity_on = models.DateField("本人確認をした日", null=True, blank=True)
    identity_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )
    forwarded_on = models.DateField("県に引き継いだ日", null=True, blank=True)
    forwarded_to = models.CharField("引き継いだ先（課・担当）", max_length=120, blank=True)
    decision = models.CharField("県の決定", max_length=10, choices=Decision.choices, blank=True)
    decided_on = models.DateField("県の決定の日", null=True, blank=True)
    instruction = models.CharField("県の指示（番号・内容）", max_length=300, blank=True)
    finished_on = models.DateField("終えた日", null=True, blank=True)
    outcome = models.CharField("したこと", max_length=300, blank=True)
    withdrawn_on = models.DateField("取り下げられた日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(
        requester_name="請求した方の氏名",
        contact="連絡先",
        what="請求の内容",
        instruction="県の指示",
        outcome="したこと",
        purpose=PURPOSE,
        keep=KEEP,
        readers="rights.read",
    )

    class Meta:
        verbose_name = "本人からの請求"
        verbose_name_plural = "本人からの請求"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(requester_name="") & ~Q(what=""), name="rights_request_of_somebody_for_something"
            ),
            models.CheckConstraint(
                condition=Q(subject="", subject_id__isnull=True) | (~Q(subject="") & Q(subject_id__isnull=False)),
                name="rights_request_about_a_record_or_none",
            ),
            models.CheckConstraint(
                condition=Q(forward_by__gte=F("received_on"))
                & (Q(answer_by__isnull=True) | Q(answer_by__gte=F("received_on"))),
                name="rights_request_deadlines_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(identity_paper="", identity_on__isnull=True, identity_by__isnull=True)
                | (~Q(identity_paper="") & Q(identity_on__isnull=False, identity_by__isnull=False)),
                name="rights_request_identity_whole",
            ),
            models.CheckConstraint(
                condition=Q(forwarded_on__isnull=True, forwarded_to="")
                | (Q(forwarded_on__gte=F("received_on")) & ~Q(forwarded_to="")),
                name="rights_request_forwarded_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | (~Q(decision="") & Q(decided_on__gte=F("forwarded_on"), forwarded_on__isnull=False)),
                name="rights_request_decided_by_the_prefecture_first",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True)
                | (Q(decided_on__isnull=False, finished_on__gte=F("decided_on")) & ~Q(outcome="")),
                name="rights_request_finished_after_the_decision",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=F("received_on"), finished_on__isnull=True),
                name="rights_request_withdrawn_or_finished",
            ),
        ]
        indexes = [models.Index(fields=["subject", "subject_id"]), models.Index(fields=["-received_on", "-id"])]
        triggers = [pgtrigger.Protect(name="rights_request_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}の請求（{self.received_on:%Y-%m-%d}）"

    def get_absolute_url(self) -> str:
        return reverse("privacy:request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.finished_on is None and self.withdrawn_on is None

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.withdrawn_on:
            return "取下げ"
        if self.finished_on:
            return "完了"
        if self.decided_on:
            return "県の決定のとおりに行う"
        return "県の決定を待つ" if self.forwarded_on else "県への引継ぎを待つ"


class RightsCorrection(models.Model):
    """What a correction changed: the value before and after; append-only."""

    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="corrections", verbose_name="請求")
    field = models.CharField("項目", max_length=40)
    label = models.CharField("項目の名前", max_length=60)
    before = models.TextField("訂正の前", blank=True)
    after = models.TextField("訂正の後", blank=True)
    corrected_at = models.DateTimeField("訂正した日時", auto_now_add=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="訂正した人"
    )

    personal_fields = personal(before="訂正の前", after="訂正の後", purpose=PURPOSE, keep=KEEP, readers="rights.read")

    class Meta:
        verbose_name = "訂正の記録"
        verbose_name_plural = "訂正の記録"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="correction_changes_something")]
        triggers = [
            pgtrigger.Protect(name="correction_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("corrections_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.label


class UseStop(models.Model):
    """That a person's data are used no more for matching, mails and hand-offs, from a day on until it is lifted."""

    subject = models.CharField("だれの記録か（種類）", max_length=60)
    subject_id = models.BigIntegerField("だれの記録か（番号）")
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="stops", verbose_name="請求")
    stopped_at = models.DateTimeField("止めた日時", auto_now_add=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="止めた人")
    lifted_at = models.DateTimeField("解いた日時", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解いた人"
    )
    lifted_because = models.CharField("解いた理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "利用の停止"
        verbose_name_plural = "利用の停止"
        ordering = ["-stopped_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id"], condition=Q(lifted_at__isnull=True), name="use_stopped_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="use_stop_lifted_for_a_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="use_stop_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"

"""Rounds of calls and mails to many employers: target, script, attempts, answers (contract 8(3))."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from employers.models.establishment import Establishment
from privacy.declarations import personal


class Campaign(models.Model):
    """A round of calls or mails with one purpose, one script and one list of employers."""

    class Method(models.TextChoices):
        CALL = "call", "電話"
        MAIL = "mail", "メール"

    class State(models.TextChoices):
        DRAFT = "draft", "準備中"
        RUNNING = "running", "実施中"
        CLOSED = "closed", "終了"

    title = models.CharField("名称", max_length=80)
    method = models.CharField("方法", max_length=5, choices=Method.choices)
    purpose = models.CharField("目的", max_length=200, blank=True)
    script = models.TextField("話すこと", blank=True)
    questions = models.JSONField(
        "質問", default=list, blank=True, help_text='[{"key", "label", "choices": [..] or empty for free text}]'
    )
    query = models.CharField("対象の条件（一覧のアドレス）", max_length=1000, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    closes_on = models.DateField("終える日", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="作成者")
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "架電・メールの企画"
        verbose_name_plural = "架電・メールの企画"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("employers:campaign", args=[self.pk])


class MessageVariant(models.Model):
    """One wording of a campaign; several are compared by their answers."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="variants", verbose_name="企画")
    key = models.CharField("記号", max_length=1)
    subject = models.CharField("件名", max_length=120, blank=True)
    body = models.TextField("本文")

    class Meta:
        verbose_name = "文面"
        verbose_name_plural = "文面"
        ordering = ["campaign", "key"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="message_variant_once")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.key}"


class CampaignCase(models.Model):
    """One employer of a campaign: open until an outcome closes it."""

    class State(models.TextChoices):
        OPEN = "open", "未了"
        DONE = "done", "済"
        GAVE_UP = "gave_up", "連絡がつかず終了"
        WRONG_NUMBER = "wrong_number", "番号・宛先の誤り"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="cases", verbose_name="企画")
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="campaign_cases", verbose_name="事業所"
    )
    variant = models.ForeignKey(MessageVariant, models.PROTECT, null=True, blank=True, verbose_name="文面")
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField("次に連絡する日時", null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="担当者"
    )
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = "企画の対象"
        verbose_name_plural = "企画の対象"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "establishment"], name="campaign_case_once_per_employer"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="campaign_case_closed_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                F("campaign"), F("due_at").asc(nulls_first=True), condition=Q(state="open"), name="campaign_case_next"
            ),
            models.Index(fields=["establishment"]),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.establishment}"


class Attempt(models.Model):
    """One call or mail of a campaign, with its outcome; attempts are only added."""

    class Outcome(models.TextChoices):
        REACHED = "reached", "連絡がついた"
        ABSENT = "absent", "不在"
        VOICEMAIL = "voicemail", "留守電"
        CALL_BACK = "call_back", "折返し"
        DECLINED = "declined", "辞退"
        WRONG_NUMBER = "wrong_number", "番号違い"
        SENT = "sent", "送信"
        RETURNED = "returned", "不達"

    case = models.ForeignKey(CampaignCase, models.PROTECT, related_name="attempts", verbose_name="対象")
    made_at = models.DateTimeField("日時")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="連絡した人")
    outcome = models.CharField("結果", max_length=12, choices=Outcome.choices)
    answers = models.JSONField("回答", default=dict, blank=True)
    updated_record = models.BooleanField("登録の内容を更新した", default=False)
    note = models.CharField("メモ", max_length=300, blank=True)

    personal_fields = personal(
        note="メモ",
        answers="回答",
        purpose="登録企業への問合せと情報の更新（契約 8(3)）",
        keep="契約の終了まで",
        readers="employers.read",
    )

    class Meta:
        verbose_name = "連絡の記録"
        verbose_name_plural = "連絡の記録"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["made_at", "outcome"]), models.Index(fields=["case", "-made_at"])]
        triggers = [pgtrigger.Protect(name="attempt_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.get_outcome_display()}"


class CampaignMail(models.Model):
    """One envelope of a mail campaign: one recipient, its own text, released by a second person before it leaves."""

    case = models.OneToOneField(CampaignCase, models.PROTECT, related_name="mail", verbose_name="対象")
    to_address = models.EmailField("宛先")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="用意した人"
    )
    prepared_at = models.DateTimeField("用意した日時", auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送信を認めた人",
    )
    released_at = models.DateTimeField("送信を認めた日時", null=True, blank=True)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    failure = models.CharField("送れなかった理由", max_length=200, blank=True)

    personal_fields = personal(
        to_address="宛先",
        body="本文",
        purpose="登録企業への情報の提供（契約 8(3)）",
        keep="契約の終了まで",
        readers="employers.read",
    )

    class Meta:
        verbose_name = "企画のメール"
        verbose_name_plural = "企画のメール"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
                name="campaign_mail_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(released_at__isnull=False),
                name="campaign_mail_sent_after_release",
            ),
        ]
        indexes = [
            models.Index(
                fields=["released_at"], condition=Q(sent_at__isnull=True, failure=""), name="campaign_mail_to_send"
            )
        ]

    def __str__(self) -> str:
        return self.subject

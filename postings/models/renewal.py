"""Asking employers whether a listing that runs out shall go on: envelopes, inquiries, calls (DOMAIN 2.3 J6, 3.2)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from centre.triggers import never_emptied
from employers.models import Contact, Establishment
from postings.models.ledger import PublicationEvent
from postings.models.posting import JobPosting
from postings.renewal.querysets import InquiryQuerySet
from privacy.declarations import personal

PURPOSE, KEEP = "掲載期限の問合せ（契約 8(3)・8(4)）", "契約の終了まで"


class RenewalMail(models.Model):
    """One envelope to one employer about all its listings that run out; a person lets it go.

    The text holds no answer address: that is made when the mail leaves, and only its hash is kept.
    """

    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="renewal_mails", verbose_name="事業所"
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="宛先の担当者"
    )
    to_address = models.EmailField("宛先")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    prepared_on = models.DateField("用意した日")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送信を認めた人",
    )
    released_at = models.DateTimeField("送信を認めた日時", null=True, blank=True)
    handed_over_at = models.DateTimeField("サーバーに渡し始めた日時", null=True, blank=True)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    failure = models.CharField("送れなかった理由", max_length=200, blank=True)
    token_hash = models.CharField("回答の鍵のハッシュ値", max_length=64, blank=True, editable=False)

    personal_fields = personal(
        to_address="宛先", body="本文", contact="担当者", purpose=PURPOSE, keep=KEEP, readers="employers.contacts"
    )

    class Meta:
        verbose_name = "掲載期限の問合せメール"
        verbose_name_plural = "掲載期限の問合せメール"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="renewal_mail_released_with_name_and_time",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(released_at__isnull=False),
                name="renewal_mail_sent_after_release",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="renewal_mail_token_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["released_at"], condition=Q(sent_at__isnull=True, failure=""), name="renewal_mail_to_send"
            ),
            models.Index(
                fields=["handed_over_at"],
                condition=Q(sent_at__isnull=True, handed_over_at__isnull=False),
                name="renewal_mail_in_doubt",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class RenewalInquiry(models.Model):
    """The question whether one listing shall go on after one end day, and what came of it.

    Several steps may ask about the same end day; only one of them is ever answered.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "回答待ち"
        UNDELIVERABLE = "undeliverable", "メールが届かない"
        ANSWERED = "answered", "回答あり（確認待ち）"
        CONFIRMED = "confirmed", "確認済"
        SETTLED = "settled", "ほかの記録で済み"
        EXPIRED = "expired", "回答なしで期限切れ"

    class Answer(models.TextChoices):
        CONTINUE = "continue", "継続"
        CHANGE = "change", "変更"
        END = "end", "充足・終了"

    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="inquiries", verbose_name="求人")
    ends_on = models.DateField("たずねた掲載期限")
    step = models.PositiveSmallIntegerField("何日前の問合せか")
    mail = models.ForeignKey(
        RenewalMail, models.PROTECT, null=True, blank=True, related_name="inquiries", verbose_name="メール"
    )
    asked_on = models.DateField("問い合わせた日")
    call_on = models.DateField("電話することになった日", null=True, blank=True)
    state = models.CharField("状態", max_length=15, choices=State.choices, default=State.WAITING)
    answer = models.CharField("回答", max_length=10, choices=Answer.choices, blank=True)
    answer_note = models.CharField("変わるところ", max_length=400, blank=True)
    answered_at = models.DateTimeField("回答の日時", null=True, blank=True)
    answered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="電話で聞いた人",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    confirmed_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    event = models.ForeignKey(
        PublicationEvent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="掲載履歴の記録"
    )
    version = models.PositiveIntegerField(default=1)

    objects = InquiryQuerySet.as_manager()

    personal_fields = personal(answer_note="変わるところ", purpose=PURPOSE, keep=KEEP, readers="ledger.record")

    class Meta:
        verbose_name = "掲載期限の問合せ"
        verbose_name_plural = "掲載期限の問合せ"
        ordering = ["ends_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "ends_on", "step"], name="renewal_asked_once_per_step"),
            models.UniqueConstraint(
                fields=["posting", "ends_on"],
                condition=Q(state__in=["answered", "confirmed"]),
                name="renewal_answered_once_per_end_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["answered", "confirmed"], answered_at__isnull=False) & ~Q(answer="")
                | ~Q(state__in=["answered", "confirmed"]) & Q(answer="", answered_at__isnull=True),
                name="renewal_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | ~Q(state="confirmed") & Q(confirmed_at__isnull=True),
                name="renewal_confirmed_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on", "id"],
                condition=Q(state__in=["waiting", "undeliverable", "answered"]),
                name="renewal_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.ends_on:%Y-%m-%d} {self.get_state_display()}"


class RenewalCall(models.Model):
    """One call about a listing that runs out; calls are only added."""

    class Outcome(models.TextChoices):
        CONTINUE = "continue", "継続"
        CHANGE = "change", "変更"
        END = "end", "充足・終了"
        ABSENT = "absent", "不在"

    inquiry = models.ForeignKey(RenewalInquiry, models.PROTECT, related_name="calls", verbose_name="問合せ")
    made_at = models.DateTimeField("日時")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="電話した人")
    outcome = models.CharField("結果", max_length=10, choices=Outcome.choices)

    class Meta:
        verbose_name = "掲載期限の電話"
        verbose_name_plural = "掲載期限の電話"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["inquiry", "-made_at"])]
        triggers = [
            pgtrigger.Protect(name="renewal_call_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("renewal_calls_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.get_outcome_display()}"

"""The promises that come out of consultations, and the mail that reminds of them in the morning."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consultations.models.log import Consultation
from consultations.querysets import FollowUpQuerySet
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.declarations import personal


class FollowUp(models.Model):
    """A promise with a day: what will be done, by whom, until when."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name="相談"
    )
    establishment = models.ForeignKey(
        Establishment, models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name="事業所"
    )
    jobseeker = models.ForeignKey(
        Jobseeker, models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name="就職希望者"
    )
    what = models.CharField("すること", max_length=200)
    due_on = models.DateField("期日")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups", verbose_name="担当者"
    )
    done_at = models.DateTimeField("済ませた日時", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="done_follow_ups",
        verbose_name="済ませた人",
    )
    times_postponed = models.PositiveSmallIntegerField("延ばした回数", default=0)
    outcome = models.CharField("結果", max_length=200, blank=True)
    created_at = models.DateTimeField("記録日時", auto_now_add=True)

    objects = FollowUpQuerySet.as_manager()

    personal_fields = personal(
        what="すること",
        outcome="結果",
        purpose="約束の管理",
        keep="契約の終了まで（特記事項 第13）",
        readers="consultations.read",
    )

    class Meta:
        verbose_name = "約束"
        verbose_name_plural = "約束"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="follow_up_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["assigned_to", "due_on"], condition=Q(done_at__isnull=True), name="follow_up_open"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def was_kept_today(self) -> bool:
        """Whether it was marked as kept on this very day, so that a wrong press can be taken back."""
        return self.done_at is not None and timezone.localdate(self.done_at) == timezone.localdate()


class PromiseMail(models.Model):
    """The mail of one morning to one counsellor: how many promises wait, never what or to whom."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="宛先")
    day = models.DateField("日")
    overdue = models.PositiveIntegerField("期限切れ（件）")
    due_today = models.PositiveIntegerField("今日（件）")
    sent_at = models.DateTimeField("送った日時", auto_now_add=True)

    class Meta:
        verbose_name = "約束の朝のメール"
        verbose_name_plural = "約束の朝のメール"
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="promise_mail_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.overdue}+{self.due_today}"


class PromiseMailOff(models.Model):
    """A counsellor who does not want the mail of the morning."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)

    class Meta:
        verbose_name = "約束の朝のメールを受けない職員"
        verbose_name_plural = "約束の朝のメールを受けない職員"

    def __str__(self) -> str:
        return str(self.user)

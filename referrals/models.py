"""Tables of the referrals: introductions of people to postings, and hand-offs to partner agencies."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import PartnerAgency
from consultations.models import Consultation
from employers.models import Establishment
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from privacy.declarations import personal
from privacy.models import ConsentText, Provision
from privacy.rights.guard import refused_while_stopped
from referrals.events.models import CentreEvent, EventGuest, EventOutcome
from referrals.handoff_records import HandoffLink, LinkUse
from referrals.hiring_records import (
    ApplicationEvidence,
    CourseDays,
    Relocation,
    RetentionCheck,
    StageStep,
    course_constraints,
)
from referrals.letter_records import Letter, LetterBook
from referrals.partners.sharing import ABOUT_PEOPLE, LABELS
from referrals.querysets import HandoffQuerySet, ReferralQuerySet
from referrals.stages import CHOICES, Stage

__all__ = [
    "ApplicationEvidence",
    "CentreEvent",
    "EventGuest",
    "EventOutcome",
    "Handoff",
    "HandoffLink",
    "Letter",
    "LetterBook",
    "LinkUse",
    "Referral",
    "Relocation",
    "RetentionCheck",
    "StageStep",
]


class Referral(CourseDays):
    """A jobseeker and a posting brought together, and how it went (mode A: information only, DESIGN §4.5)."""

    jobseeker = models.ForeignKey(Jobseeker, models.PROTECT, related_name="referrals", verbose_name="就職希望者")
    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="referrals", verbose_name="求人")
    stage = models.CharField("段階", max_length=12, choices=CHOICES, default=Stage.INFORMED.value)
    informed_on = models.DateField("情報提供日")
    applied_on = models.DateField("応募日", null=True, blank=True)
    closed_on = models.DateField("結果の日", null=True, blank=True)
    note = models.CharField("備考", max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    personal_fields = personal(
        note="備考",
        ended_reason="辞退・不採用の理由",
        purpose="求人の情報提供と結果の把握",
        keep="契約の終了まで（特記事項 第13）。職業安定法の帳簿に要る項目は完結から2年",
        readers="referrals.read",
        about="jobseeker",
    )

    class Meta:
        verbose_name = "情報提供・応募"
        verbose_name_plural = "情報提供・応募"
        ordering = ["-informed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["jobseeker", "posting"], name="referral_once_per_person_and_posting"),
            *course_constraints(),
        ]
        indexes = [
            models.Index(fields=["posting", "-informed_on"]),
            models.Index(fields=["stage", "closed_on"]),
        ]
        triggers = [
            refused_while_stopped(
                "nobody_is_informed_whose_use_is_stopped",
                "jobseekers.Jobseeker",
                "jobseeker_id",
                operation=pgtrigger.Insert,
            )
        ]

    def __str__(self) -> str:
        return f"{self.informed_on:%Y-%m-%d} {self.get_stage_display()}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:detail", args=[self.pk])


class Handoff(models.Model):
    """Passing a person or an employer on to a partner agency, or taking one over (contract 5, 8(5), 8(7))."""

    class Direction(models.TextChoices):
        OUT = "out", "つなぎ（出）"
        IN = "in", "つなぎ（入）"

    class Answer(models.TextChoices):
        WAITING = "waiting", "返事待ち"
        RECEIVED = "received", "受取り済"
        HANDLED = "handled", "対応済"
        DECLINED = "declined", "対応できない"
        WITHDRAWN = "withdrawn", "同意の撤回で終了"

    direction = models.CharField("向き", max_length=3, choices=Direction.choices, default=Direction.OUT)
    agency = models.ForeignKey(PartnerAgency, models.PROTECT, related_name="handoffs", verbose_name="関係機関")
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, blank=True, related_name="handoffs", verbose_name="事業所"
    )
    jobseeker = models.ForeignKey(
        Jobseeker, models.PROTECT, null=True, blank=True, related_name="handoffs", verbose_name="就職希望者"
    )
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="handoffs", verbose_name="相談"
    )
    handed_on = models.DateField("つないだ日")
    purpose = models.CharField("用件", max_length=200)
    consented_on = models.DateField("本人・企業の同意の日", null=True, blank=True)
    consent_text = models.ForeignKey(
        ConsentText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="同意の文面"
    )
    provision = models.OneToOneField(
        Provision, models.PROTECT, null=True, blank=True, related_name="handoff", verbose_name="提供の記録"
    )
    consent_withdrawn_on = models.DateField("この相手への提供の同意を撤回した日", null=True, blank=True)
    shared = ArrayField(
        models.CharField(max_length=20, choices=tuple(LABELS.items())),
        verbose_name="渡す項目",
        default=list,
        blank=True,
    )
    message = models.CharField("相談の要点", max_length=500, blank=True, default="")
    items = models.CharField("受け取った項目", max_length=200, blank=True)
    answer = models.CharField("返事", max_length=10, choices=Answer.choices, default=Answer.WAITING)
    answered_on = models.DateField("返事の日", null=True, blank=True)
    answered_on_page = models.BooleanField("回答ページからの返事", default=False)
    result = models.CharField("結果", max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = HandoffQuerySet.as_manager()

    personal_fields = personal(
        items="受け取った項目",
        message="相談の要点",
        result="結果",
        purpose="関係機関へのつなぎ",
        keep="契約の終了まで（特記事項 第13）",
        readers="referrals.read",
        about="jobseeker",
    )

    class Meta:
        verbose_name = "つなぎ"
        verbose_name_plural = "つなぎ"
        ordering = ["-handed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(establishment__isnull=False) | Q(jobseeker__isnull=False),
                name="handoff_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(jobseeker__isnull=True)
                | Q(direction="in")
                | Q(consented_on__isnull=False, consented_on__lte=F("handed_on")),
                name="handoff_of_a_person_needs_consent",
            ),
            models.CheckConstraint(
                condition=Q(answer="waiting") | Q(answered_on__isnull=False), name="handoff_answer_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(shared=[]) | Q(direction="out", shared__contained_by=list(LABELS)),
                name="handoff_tells_known_items",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(shared=[]) | Q(provision__isnull=False),
                name="handoff_tells_nothing_without_a_provision",
            ),
            models.CheckConstraint(
                condition=Q(jobseeker__isnull=False) | ~Q(shared__overlap=[item.key for item in ABOUT_PEOPLE]),
                name="handoff_of_an_employer_tells_of_nobody",
            ),
            models.CheckConstraint(
                condition=Q(consent_withdrawn_on__isnull=True)
                | Q(consented_on__isnull=True)
                | Q(consent_withdrawn_on__gte=F("consented_on")),
                name="handoff_consent_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | ~Q(answer="withdrawn") | Q(consent_withdrawn_on__isnull=False),
                name="handoff_ended_by_a_withdrawal_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on_page=False) | Q(direction="out", answered_on__isnull=False),
                name="handoff_answered_on_the_page_has_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-handed_on"]), models.Index(fields=["handed_on"])]
        triggers = [
            refused_while_stopped(
                "nobody_is_handed_off_whose_use_is_stopped",
                "jobseekers.Jobseeker",
                "jobseeker_id",
                operation=pgtrigger.Insert,
                also="NEW.direction = 'out'",
            )
        ]

    def __str__(self) -> str:
        return f"{self.handed_on:%Y-%m-%d} {self.purpose}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:handoff", args=[self.pk])

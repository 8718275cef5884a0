"""The log of the consultations."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import PartnerAgency
from centre.pairs import Pairs
from consultations.querysets import WRITTEN, ConsultationQuerySet
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.declarations import personal


class Topic(models.TextChoices):
    """What a consultation is about (DOMAIN 7.2, tables 3 and 4)."""

    HIRING = "hiring", "採用全般"
    POSTING = "posting", "求人票"
    RELOCATION_SUBSIDY = "relocation_subsidy", "移住支援金"
    TRANSPORT = "transport", "交通費補助"
    SCHOLARSHIP = "scholarship", "奨学金返還支援"
    OTHER_SCHEME = "other_scheme", "その他の制度"
    RETENTION = "retention", "定着"
    FOREIGN = "foreign", "外国人の採用・就職"
    JOB_HUNTING = "job_hunting", "仕事探し"
    MOVING = "moving", "移住・くらし"
    OTHER = "other", "その他"


class Consultation(models.Model):
    """One contact about something (contract 8(2), 8(5)); anonymous people are served too and only counted."""

    class Party(models.TextChoices):
        EMPLOYER = "employer", "企業"
        JOBSEEKER = "jobseeker", "就職希望者"
        RETURNEE = "returnee", "帰省者"
        GUARDIAN = "guardian", "保護者"
        PARTNER = "partner", "関係機関"
        ANONYMOUS = "anonymous", "匿名の方"

    class Method(models.TextChoices):
        COUNTER = "counter", "対面"
        PHONE = "phone", "電話"
        MAIL = "mail", "メール"
        ONLINE = "online", "オンライン"
        VISIT = "visit", "訪問"
        EVENT = "event", "行事"

    party = models.CharField("相手", max_length=10, choices=Party.choices)
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="事業所",
    )
    jobseeker = models.ForeignKey(
        Jobseeker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="就職希望者",
    )
    agency = models.ForeignKey(
        PartnerAgency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="関係機関",
    )
    caller = models.CharField("相手の名（登録のない企業など）", max_length=80, blank=True)
    method = models.CharField("方法", max_length=10, choices=Method.choices)
    held_at = models.DateTimeField("日時")
    minutes = models.PositiveSmallIntegerField("所要（分）", null=True, blank=True)
    is_continuing = models.BooleanField("継続の相談", default=False)
    topic = models.CharField("主な内容", max_length=20, choices=Topic.choices)
    more_topics = ArrayField(
        models.CharField(max_length=20, choices=Topic.choices), default=list, blank=True, verbose_name="ほかの内容"
    )
    summary = models.CharField("要点（3行まで）", max_length=300, blank=True)
    note = models.TextField("記録", blank=True)
    groups = models.PositiveSmallIntegerField("組数（組）", default=1)
    people = models.PositiveSmallIntegerField("人数（人）", default=1)
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consultations", verbose_name="担当者"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ConsultationQuerySet.as_manager()

    personal_fields = personal(
        caller="相手の名",
        summary="要点",
        note="記録",
        purpose="相談への対応と継続した支援（契約 8(2)・8(5)）",
        keep="契約の終了まで（特記事項 第13）",
        readers="consultations.read",
        about="jobseeker",
    )

    class Meta:
        verbose_name = "相談"
        verbose_name_plural = "相談"
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(jobseeker__isnull=True) | Q(party__in=["jobseeker", "returnee", "guardian"]),
                name="consultation_person_fits_party",
            ),
            models.CheckConstraint(
                condition=Q(establishment__isnull=True) | Q(party="employer"),
                name="consultation_employer_fits_party",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(party="partner"), name="consultation_agency_fits_party"
            ),
            models.CheckConstraint(
                condition=~Q(party="employer") | Q(establishment__isnull=False) | ~Q(caller=""),
                name="consultation_employer_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(party="anonymous") | Q(caller=""), name="consultation_anonymous_has_no_name"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="consultation_with_somebody"),
            models.CheckConstraint(
                condition=Q(groups__gte=1, groups__lte=F("people")), name="consultation_groups_are_of_people"
            ),
            models.CheckConstraint(
                condition=~Q(summary__regex=r"\n.*\n.*\n"), name="consultation_summary_of_three_lines"
            ),
        ]
        indexes = [
            models.Index(fields=["held_at", "party", "method"]),
            models.Index(fields=["establishment", "-held_at"]),
            models.Index(fields=["jobseeker", "-held_at"]),
            models.Index(fields=["counsellor", "-held_at"]),
            GinIndex(fields=["more_topics"], name="consultation_more_topics"),
            GinIndex(Pairs(WRITTEN), name="consultation_written_pairs"),
        ]

    def __str__(self) -> str:
        return f"{self.held_at:%Y-%m-%d} {self.get_party_display()}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:detail", args=[self.pk])

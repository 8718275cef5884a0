"""Tables of the events: an event, who is invited and came, and what came of it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import PartnerAgency
from consultations.models import Consultation
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.declarations import personal
from privacy.rights.guard import refused_while_stopped
from referrals.events.querysets import EventQuerySet, GuestQuerySet

KEPT = "契約の終了まで（特記事項 第13）"
# Standings that take a seat.
SEATED = ("accepted", "attended")


@pghistory.track(model_name="CentreEventRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class CentreEvent(models.Model):
    """An event that brings employers and people together (contract 8(5)); of the counter or of a partner agency."""

    class Kind(models.TextChoices):
        JOINT_FAIR = "joint_fair", "合同説明会"
        SEMINAR = "seminar", "セミナー"
        EXCHANGE = "exchange", "交流会"
        INTERNSHIP = "internship", "インターンシップ"
        INTERVIEWS = "interviews", "面接会"

    class Runner(models.TextChoices):
        OURS = "ours", "窓口の主催"
        PARTNER = "partner", "関係機関の主催"

    class State(models.TextChoices):
        PLANNED = "planned", "予定"
        HELD = "held", "開催済"
        CANCELLED = "cancelled", "中止"

    kind = models.CharField("種類", max_length=12, choices=Kind.choices)
    title = models.CharField("名称", max_length=80)
    purpose = models.CharField("目的", max_length=200, blank=True)
    first_on = models.DateField("初日")
    last_on = models.DateField("最終日")
    begins_at = models.TimeField("開始の時刻", null=True, blank=True)
    ends_at = models.TimeField("終了の時刻", null=True, blank=True)
    place = models.CharField("会場", max_length=120, blank=True)
    is_online = models.BooleanField("オンラインで行う", default=False)
    run_by = models.CharField("主催", max_length=8, choices=Runner.choices, default=Runner.OURS)
    agency = models.ForeignKey(
        PartnerAgency, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="主催する関係機関"
    )
    seats_employers = models.PositiveSmallIntegerField("企業の定員（社）", null=True, blank=True)
    seats_people = models.PositiveSmallIntegerField("参加者の定員（人）", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PLANNED)
    cancelled_reason = models.CharField("中止の理由", max_length=200, blank=True)
    settled_on = models.DateField("開催・中止を記録した日", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="開催・中止を記録した人",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登録した人"
    )
    recorded_at = models.DateTimeField("登録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "行事"
        verbose_name_plural = "行事"
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="centre_event_days_in_order"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(begins_at__isnull=False, ends_at__gt=F("begins_at")),
                name="centre_event_hours_in_order",
            ),
            models.CheckConstraint(condition=~Q(place="") | Q(is_online=True), name="centre_event_is_somewhere"),
            models.CheckConstraint(
                condition=Q(run_by="ours", agency__isnull=True) | Q(run_by="partner", agency__isnull=False),
                name="centre_event_of_a_partner_names_it",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancelled_reason="")
                | ~Q(state="cancelled") & Q(cancelled_reason=""),
                name="centre_event_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", settled_on__isnull=True, settled_by__isnull=True)
                | ~Q(state="planned") & Q(settled_on__isnull=False, settled_by__isnull=False),
                name="centre_event_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(settled_on__gte=F("first_on")), name="centre_event_held_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["state", "last_on"]), models.Index(fields=["first_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("referrals:event", args=[self.pk])


# The seats of an event, counted under its locked row: whoever comes second waits and then sees the last seat taken.
SEATS = """
    IF NEW.standing NOT IN ('accepted', 'attended') THEN RETURN NEW; END IF;
    SELECT seats_employers, seats_people INTO of_employers, of_people
        FROM referrals_centreevent WHERE id = NEW.event_id FOR UPDATE;
    IF NEW.party = 'employer' THEN
        SELECT count(*), of_employers INTO taken, seats FROM referrals_eventguest
            WHERE event_id = NEW.event_id AND party = 'employer' AND standing IN ('accepted', 'attended');
    ELSE
        SELECT sum(people), of_people INTO taken, seats FROM referrals_eventguest
            WHERE event_id = NEW.event_id AND party <> 'employer' AND standing IN ('accepted', 'attended');
    END IF;
    IF taken > seats THEN
        RAISE EXCEPTION 'no seat is left' USING ERRCODE = 'check_violation', CONSTRAINT = 'event_guest_has_a_seat';
    END IF;
    RETURN NEW;
"""


@pghistory.track(model_name="EventGuestRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class EventGuest(models.Model):
    """An employer (社), or people (組 and 人), invited to an event or come without an invitation.

    Who has not consented to being registered is counted and has no name.
    """

    class Party(models.TextChoices):
        EMPLOYER = "employer", "企業"
        JOBSEEKER = "jobseeker", "就職希望者"
        RETURNEE = "returnee", "帰省者"
        GUARDIAN = "guardian", "保護者"
        ANONYMOUS = "anonymous", "匿名の方"

    class Standing(models.TextChoices):
        INVITED = "invited", "返事待ち"
        ACCEPTED = "accepted", "出席の予定"
        DECLINED = "declined", "欠席の返事"
        ATTENDED = "attended", "出席"
        ABSENT = "absent", "欠席"
        WITHDRAWN = "withdrawn", "取りやめ"

    event = models.ForeignKey(CentreEvent, models.PROTECT, related_name="guests", verbose_name="行事")
    party = models.CharField("区分", max_length=10, choices=Party.choices)
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, blank=True, related_name="event_guests", verbose_name="事業所"
    )
    jobseeker = models.ForeignKey(
        Jobseeker, models.PROTECT, null=True, blank=True, related_name="event_guests", verbose_name="就職希望者"
    )
    groups = models.PositiveSmallIntegerField("組数（組）", default=1)
    people = models.PositiveSmallIntegerField("人数（人）", default=1)
    names = models.CharField("名札の氏名", max_length=400, blank=True)
    standing = models.CharField("状況", max_length=10, choices=Standing.choices, default=Standing.INVITED)
    is_walk_in = models.BooleanField("当日の参加", default=False)
    invited_on = models.DateField("招待した日", null=True, blank=True)
    replied_on = models.DateField("返事の日", null=True, blank=True)
    arrived_at = models.DateTimeField("受付の日時", null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受付した人"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="直した人"
    )
    version = models.PositiveIntegerField(default=1)

    objects = GuestQuerySet.as_manager()

    personal_fields = personal(
        names="名札の氏名",
        purpose="行事の受付と、参加の後の支援（契約 8(5)）",
        keep=KEPT,
        readers="referrals.read",
        about="jobseeker",
    )

    class Meta:
        verbose_name = "行事の参加"
        verbose_name_plural = "行事の参加"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party="employer", establishment__isnull=False, jobseeker__isnull=True)
                | Q(party="jobseeker", establishment__isnull=True, jobseeker__isnull=False)
                | Q(party__in=["returnee", "guardian"], establishment__isnull=True)
                | Q(party="anonymous", establishment__isnull=True, jobseeker__isnull=True),
                name="event_guest_fits_party",
            ),
            models.CheckConstraint(
                condition=Q(names="") | Q(establishment__isnull=False) | Q(jobseeker__isnull=False),
                name="event_guest_unregistered_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(party="employer", groups=0, people__gte=1)
                | ~Q(party="employer") & Q(groups__gte=1, groups__lte=F("people")),
                name="event_guest_counted_as_employer_or_people",
            ),
            models.CheckConstraint(
                condition=Q(standing="attended", arrived_at__isnull=False, received_by__isnull=False)
                | ~Q(standing="attended") & Q(arrived_at__isnull=True, received_by__isnull=True),
                name="event_guest_attended_has_arrived",
            ),
            models.CheckConstraint(
                condition=Q(is_walk_in=True, invited_on__isnull=True, standing__in=["attended", "withdrawn"])
                | Q(is_walk_in=False, invited_on__isnull=False),
                name="event_guest_invited_or_walked_in",
            ),
            models.UniqueConstraint(
                fields=["event", "jobseeker", "party"],
                condition=Q(jobseeker__isnull=False) & ~Q(standing="withdrawn"),
                name="event_guest_once_per_person",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "party", "standing"]),
            models.Index(
                fields=["establishment", "-event"],
                condition=Q(establishment__isnull=False),
                name="event_guest_employer",
            ),
            models.Index(
                fields=["jobseeker", "-event"], condition=Q(jobseeker__isnull=False), name="event_guest_person"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="event_guest_has_a_seat",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("standing", "people"),
                when=pgtrigger.After,
                declare=[
                    ("of_employers", "int"),
                    ("of_people", "int"),
                    ("taken", "bigint"),
                    ("seats", "int"),
                ],
                func=SEATS,
            ),
            pgtrigger.Trigger(
                name="event_guest_consents",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__jobseeker__isnull=False),
                func="""
                    IF NOT EXISTS (SELECT FROM jobseekers_consent
                                   WHERE jobseeker_id = NEW.jobseeker_id AND withdrawn_on IS NULL) THEN
                        RAISE EXCEPTION 'nobody is invited without a consent in force'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            refused_while_stopped(
                "no_guest_whose_use_is_stopped", "jobseekers.Jobseeker", "jobseeker_id", operation=pgtrigger.Insert
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.get_standing_display()}"

    @property
    def name(self) -> str:
        """Who this is, as the lists say it."""
        if self.establishment_id:
            return self.establishment.name
        if self.jobseeker_id:
            whose = "さんの保護者" if self.party == self.Party.GUARDIAN else ""
            return f"{self.jobseeker.name}{whose}"
        return f"{self.get_party_display()}（登録なし）"

    @property
    def size(self) -> str:
        """How many, in the units of the report."""
        if self.party == self.Party.EMPLOYER:
            return f"1社（{self.people}人）"
        return f"{self.groups}組{self.people}人"


class EventOutcome(models.Model):
    """What came of an event for a guest; it leads to the consultation or the course where there is one."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", "相談"
        INFORMATION = "information", "求人の情報提供"
        APPLICATION = "application", "応募"
        INTERVIEW = "interview", "面接の約束"
        OTHER = "other", "その他"

    guest = models.ForeignKey(EventGuest, models.PROTECT, related_name="outcomes", verbose_name="行事の参加")
    kind = models.CharField("成果", max_length=14, choices=Kind.choices)
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, blank=True, related_name="event_outcomes", verbose_name="相手の企業"
    )
    referral = models.ForeignKey(
        "referrals.Referral",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="event_outcomes",
        verbose_name="情報提供・応募",
    )
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="event_outcomes", verbose_name="相談"
    )
    note = models.CharField("内容", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    personal_fields = personal(
        note="内容",
        purpose="行事の成果の把握と、県への報告の集計",
        keep=KEPT,
        readers="referrals.read",
    )

    class Meta:
        verbose_name = "行事の成果"
        verbose_name_plural = "行事の成果"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(referral__isnull=True) | Q(kind__in=["information", "application", "interview"]),
                name="event_outcome_course_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(consultation__isnull=True) | Q(kind="consultation"),
                name="event_outcome_consultation_fits_kind",
            ),
            models.CheckConstraint(condition=~Q(kind="other") | ~Q(note=""), name="event_outcome_other_is_told"),
            models.UniqueConstraint(
                fields=["guest", "kind", "referral"],
                condition=Q(referral__isnull=False),
                name="event_outcome_once_per_course",
            ),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(consultation__isnull=False),
                name="event_outcome_once_per_consultation",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

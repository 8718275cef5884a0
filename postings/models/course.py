"""A corporation's course to being certified for the relocation subsidy: its steps, its papers, its history."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import Municipality, StoredFile
from centre.triggers import never_emptied
from employers.models import Corporation
from postings.eligibility.course_rules import NAMES, State
from postings.querysets import CourseQuerySet
from privacy.declarations import personal

CERTIFIED_BY_ANOTHER = """
    IF EXISTS (
        SELECT 1 FROM postings_coursedocument
        WHERE course_id = NEW.id AND state IN ('received', 'checked')
        AND NEW.certified_by_id IN (received_by_id, checked_by_id)
    ) THEN
        RAISE EXCEPTION 'who received or checked the papers does not certify' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class CourseDocumentKind(models.Model):
    """A kind of paper that a course may ask for; sources and certainty in `postings/masters/`."""

    OTHER = "other"

    key = models.CharField("記号", max_length=30, primary_key=True)
    name = models.CharField("書類", max_length=60, unique=True)
    is_required = models.BooleanField("必ず要る")
    proves = models.CharField("確かめる要件", max_length=40, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    certainty = models.CharField("確度", max_length=40)
    position = models.PositiveSmallIntegerField("並び順")

    class Meta:
        verbose_name = "対象法人の書類の種類"
        verbose_name_plural = "対象法人の書類の種類"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name


class EligibilityCourse(models.Model):
    """One period of a corporation's course: 登録済 → 書類受領 →（市町村推薦）→ 認定 → 掲載可; a renewal is a new one.

    `due_on` repeats the first day on which its certification or one of its papers runs out, for lists and reminders;
    only `postings.eligibility.course` writes it.
    """

    corporation = models.ForeignKey(
        Corporation, models.PROTECT, related_name="eligibility_courses", verbose_name="法人等"
    )
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name="前の期間"
    )
    state = models.CharField("段階", max_length=12, choices=[(key.value, name) for key, name in NAMES.items()])
    registered_on = models.DateField("登録日", help_text="県のサイトに利用者として登録した日")
    documents_on = models.DateField("書類がそろった日", null=True, blank=True)
    recommendation_needed = models.BooleanField("市町村の推薦が要る", null=True, blank=True)
    recommendation_basis = models.CharField("推薦の要否の根拠", max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="推薦する市町村"
    )
    recommended_on = models.DateField("推薦の日", null=True, blank=True)
    certified_on = models.DateField("認定の日", null=True, blank=True)
    certificate_number = models.CharField("認定番号", max_length=40, blank=True)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certified_courses",
        verbose_name="認定を記録した人",
    )
    valid_until = models.DateField("認定の期限", null=True, blank=True, help_text="効力のある最後の日")
    cleared_on = models.DateField("掲載可の日", null=True, blank=True)
    withdrawn_on = models.DateField("取下げの日", null=True, blank=True)
    withdrawn_reason = models.CharField("取下げの理由", max_length=200, blank=True)
    due_on = models.DateField("次の期限", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="begun_courses", verbose_name="始めた人"
    )
    created_at = models.DateTimeField("記録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = "対象法人の手続"
        verbose_name_plural = "対象法人の手続"
        ordering = ["-registered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["corporation"],
                condition=~Q(state__in=["renewed", "withdrawn"]),
                name="course_one_open_per_corporation",
            ),
            models.CheckConstraint(condition=Q(state__in=[key.value for key in State]), name="course_known_state"),
            models.CheckConstraint(
                condition=~Q(state="registered") | Q(documents_on__isnull=True, recommended_on__isnull=True),
                name="course_registered_without_later_days",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["documents", "recommended", "certified", "listable", "renewed"])
                | Q(documents_on__isnull=False),
                name="course_documents_have_their_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="documents") | Q(recommended_on__isnull=True),
                name="course_documents_before_recommendation",
            ),
            models.CheckConstraint(
                condition=~Q(state="recommended") | Q(recommended_on__isnull=False),
                name="course_recommended_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(recommended_on__isnull=True)
                | Q(
                    municipality__isnull=False,
                    recommendation_needed__isnull=False,
                    recommendation_needed=True,
                    documents_on__isnull=False,
                ),
                name="course_recommended_by_a_municipality",
            ),
            models.CheckConstraint(
                condition=Q(recommendation_needed__isnull=True) | ~Q(recommendation_basis=""),
                name="course_need_of_recommendation_has_a_basis",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["certified", "listable", "renewed"]) & Q(certified_on__isnull=False))
                | (Q(state__in=["registered", "documents", "recommended"]) & Q(certified_on__isnull=True))
                | Q(state="withdrawn"),
                name="course_certified_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    certified_on__isnull=True,
                    certified_by__isnull=True,
                    valid_until__isnull=True,
                    cleared_on__isnull=True,
                    certificate_number="",
                )
                | Q(
                    Q(recommendation_needed=False) | Q(recommended_on__isnull=False),
                    recommendation_needed__isnull=False,
                    certified_on__isnull=False,
                    certified_by__isnull=False,
                    valid_until__isnull=False,
                    documents_on__isnull=False,
                ),
                name="course_certification_is_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state="listable") & Q(cleared_on__isnull=False))
                | (Q(state="certified") & Q(cleared_on__isnull=True))
                | ~Q(state__in=["certified", "listable"]),
                name="course_listable_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True, withdrawn_reason="")),
                name="course_withdrawn_with_day_and_reason",
            ),
            models.CheckConstraint(
                condition=(Q(documents_on__isnull=True) | Q(documents_on__gte=F("registered_on")))
                & (Q(recommended_on__isnull=True) | Q(recommended_on__gte=F("documents_on")))
                & (Q(certified_on__isnull=True) | Q(certified_on__gte=F("documents_on")))
                & (
                    Q(certified_on__isnull=True)
                    | Q(recommended_on__isnull=True)
                    | Q(certified_on__gte=F("recommended_on"))
                )
                & (Q(cleared_on__isnull=True) | Q(cleared_on__gte=F("certified_on")))
                & (Q(valid_until__isnull=True) | Q(valid_until__gte=F("certified_on")))
                & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("registered_on"))),
                name="course_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(state__in=["renewed", "withdrawn"]),
                name="course_over_is_due_no_more",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(due_on__isnull=False), name="course_due"),
            models.Index(fields=["state", "-updated_at"]),
            models.Index(fields=["corporation", "-registered_on"]),
        ]
        triggers = [
            pgtrigger.Protect(name="course_never_deleted", operation=pgtrigger.Delete),
            never_emptied("course_never_emptied"),
            pgtrigger.Trigger(
                name="course_certified_by_another_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("certified_by"),
                func=CERTIFIED_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.corporation} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("postings:course", args=[self.corporation_id])

    @property
    def is_open(self) -> bool:
        return self.state not in (State.RENEWED, State.WITHDRAWN)

    def is_in_force_on(self, day: date) -> bool:
        """Whether postings may be listed as eligible by it on a day; `CourseQuerySet.in_force_on` asks the same."""
        is_withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.cleared_on is not None and self.cleared_on <= day <= self.valid_until and not is_withdrawn


class CourseDocument(models.Model):
    """One paper of a course: asked for, received, and checked or refused by a second step."""

    class State(models.TextChoices):
        ASKED = "asked", "依頼済"
        RECEIVED = "received", "受領"
        CHECKED = "checked", "確認済"
        REFUSED = "refused", "不備"

    course = models.ForeignKey(
        EligibilityCourse, models.PROTECT, related_name="documents", verbose_name="対象法人の手続"
    )
    kind = models.ForeignKey(CourseDocumentKind, models.PROTECT, related_name="+", verbose_name="書類")
    title = models.CharField("書類の名前", max_length=60, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices)
    asked_on = models.DateField("依頼した日", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="依頼した人"
    )
    received_on = models.DateField("受け取った日", null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受け取った人"
    )
    issued_on = models.DateField("書類の日付", null=True, blank=True)
    valid_until = models.DateField("書類の期限", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name="書類の写し")
    paper_place = models.CharField("紙の保管場所", max_length=100, blank=True)
    checked_on = models.DateField("確かめた日", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    refusal = models.CharField("不備の内容", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(
        file="書類の写し（誓約書・役員の一覧などに載る氏名・住所）",
        purpose="移住支援金の対象法人の要件の確認と、県・市町村への提出",
        keep="認定の期限まで。契約の終了時に県へ引き渡すか消去",
        readers="vetting.read",
    )

    class Meta:
        verbose_name = "対象法人の書類"
        verbose_name_plural = "対象法人の書類"
        ordering = ["kind__position", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "kind", "title"],
                condition=Q(state__in=["asked", "received"]),
                name="course_document_one_open_per_kind",
            ),
            models.CheckConstraint(condition=~Q(kind="other") | ~Q(title=""), name="course_document_other_has_title"),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False, asked_by__isnull=False)
                | Q(asked_on__isnull=True, asked_by__isnull=True) & ~Q(state="asked"),
                name="course_document_asked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", received_on__isnull=True, received_by__isnull=True, file__isnull=True)
                | Q(
                    ~Q(state="asked"),
                    Q(file__isnull=False) | ~Q(paper_place=""),
                    received_on__isnull=False,
                    received_by__isnull=False,
                    valid_until__isnull=False,
                ),
                name="course_document_received_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "received"], checked_on__isnull=True, checked_by__isnull=True)
                | Q(state__in=["checked", "refused"], checked_on__isnull=False, checked_by__isnull=False),
                name="course_document_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="course_document_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=(Q(asked_on__isnull=True) | Q(received_on__isnull=True) | Q(received_on__gte=F("asked_on")))
                & (Q(issued_on__isnull=True) | Q(issued_on__lte=F("received_on")))
                & (Q(valid_until__isnull=True) | Q(valid_until__gte=F("received_on")))
                & (Q(checked_on__isnull=True) | Q(checked_on__gte=F("received_on"))),
                name="course_document_days_in_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="course_document_never_changes_once_checked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["checked", "refused"]),
            ),
            pgtrigger.Protect(name="course_document_never_deleted", operation=pgtrigger.Delete),
            never_emptied("course_document_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.kind)


class CourseStep(models.Model):
    """One line of a course's history: what was done, from which state to which, on which day, by whom."""

    class Act(models.TextChoices):
        BEGUN = "begun", "手続を開始"
        ASKED = "asked", "書類を依頼"
        RECEIVED = "received", "書類を受領"
        CHECKED = "checked", "書類を確認"
        REFUSED = "refused", "書類に不備"
        COMPLETED = "completed", "書類がそろった"
        INCOMPLETE = "incomplete", "書類が足りなくなった"
        SETTLED = "settled", "推薦の要否を確認"
        RECOMMENDED = "recommended", "市町村が推薦"
        CERTIFIED = "certified", "県が認定"
        CLEARED = "cleared", "掲載可"
        RENEWED = "renewed", "更新に引継ぎ"
        WITHDRAWN = "withdrawn", "取下げ"

    course = models.ForeignKey(EligibilityCourse, models.PROTECT, related_name="steps", verbose_name="対象法人の手続")
    act = models.CharField("したこと", max_length=12, choices=Act.choices)
    from_state = models.CharField("前の段階", max_length=12, blank=True)
    to_state = models.CharField("後の段階", max_length=12)
    on = models.DateField("日")
    note = models.CharField("内容", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "対象法人の手続の履歴"
        verbose_name_plural = "対象法人の手続の履歴"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["course", "-at"])]
        triggers = [
            pgtrigger.Protect(name="course_step_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("course_step_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.on:%Y-%m-%d}"

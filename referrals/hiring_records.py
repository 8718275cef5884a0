"""Tables of the course to a hiring: its days, its history, what the ledger said, the move, the checks afterwards."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.urls import reverse

from centre.models import Municipality, Prefecture
from centre.triggers import never_emptied
from privacy.declarations import personal
from referrals.querysets import RetentionCheckQuerySet
from referrals.stages import CHOICES, DAYS, ENDS, NEXT, REASON_NAMES, WAY, Stage

KEPT = "契約の終了まで（特記事項 第13）。職業安定法の帳簿に要る項目は完結から2年"


class CourseDays(models.Model):
    """The days of a course and how it ended; only the acts of `referrals.hiring` write them, with a StageStep."""

    documents_on = models.DateField("書類選考の日", null=True, blank=True)
    interviewed_on = models.DateField("面接の日（最初）", null=True, blank=True)
    offered_on = models.DateField("内定の日", null=True, blank=True)
    joined_on = models.DateField("入社の日", null=True, blank=True)
    ended_reason = models.CharField(
        "辞退・不採用の理由", max_length=20, choices=list(REASON_NAMES.items()), blank=True, default=""
    )
    is_indefinite = models.BooleanField("期間の定めのない雇用", null=True, blank=True)
    no_poaching_until = models.DateField("転職を勧めてはならない期間の末日", null=True, blank=True)
    keep_until = models.DateField("帳簿の保存期限", null=True, blank=True)

    class Meta:
        abstract = True


def course_constraints() -> list[models.CheckConstraint]:
    """What the days of a course must fulfil: in their order, each stage with its day, each end with its reason."""
    in_order = [
        models.CheckConstraint(
            condition=Q(**{f"{DAYS[stage]}__isnull": True})
            | Q(**{f"{DAYS[stage]}__gte": Greatest(*(F(DAYS[one]) for one in WAY[:place]))})
            if place > 1
            else Q(**{f"{DAYS[stage]}__isnull": True}) | Q(**{f"{DAYS[stage]}__gte": F(DAYS[WAY[0]])}),
            name=f"referral_{stage.value}_after_the_days_before",
        )
        for place, stage in enumerate(WAY)
        if place
    ]
    has_day = [
        models.CheckConstraint(
            condition=~Q(stage=stage.value) | Q(**{f"{DAYS[stage]}__isnull": False}),
            name=f"referral_{stage.value}_has_its_day",
        )
        for stage in WAY[1:]
    ]
    last_day = Greatest(*(F(name) for name in DAYS.values()))
    ends = [stage.value for stage in ENDS]
    return [
        *in_order,
        *has_day,
        models.CheckConstraint(
            condition=Q(stage__in=[stage.value for stage in Stage]), name="referral_stage_is_of_the_table"
        ),
        models.CheckConstraint(
            condition=Q(stage__in=[*ends, "joined"], closed_on__isnull=False)
            | ~Q(stage__in=[*ends, "joined"]) & Q(closed_on__isnull=True),
            name="referral_closed_has_its_day",
        ),
        models.CheckConstraint(
            condition=Q(closed_on__isnull=True) | Q(closed_on__gte=last_day), name="referral_closed_after_all_days"
        ),
        models.CheckConstraint(
            condition=Q(stage="joined", joined_on=F("closed_on")) | ~Q(stage="joined") & Q(joined_on__isnull=True),
            name="referral_joined_is_its_end",
        ),
        models.CheckConstraint(
            condition=Q(stage__in=ends) & ~Q(ended_reason="") | ~Q(stage__in=ends) & Q(ended_reason=""),
            name="referral_end_has_a_reason",
        ),
        models.CheckConstraint(
            condition=Q(is_indefinite__isnull=True) | Q(joined_on__isnull=False),
            name="referral_kind_of_contract_of_a_hiring",
        ),
        models.CheckConstraint(
            condition=Q(no_poaching_until__isnull=True)
            | Q(is_indefinite__isnull=False, is_indefinite=True, no_poaching_until__gt=F("joined_on")),
            name="referral_no_poaching_of_an_indefinite_hiring",
        ),
        models.CheckConstraint(
            condition=Q(keep_until__isnull=True) | Q(closed_on__isnull=False, keep_until__gt=F("closed_on")),
            name="referral_kept_after_its_end",
        ),
    ]


def _steps_of_the_table() -> Q:
    allowed = Q()
    for stage, followers in NEXT.items():
        if followers:
            allowed |= Q(from_stage=stage.value, stage__in=[one.value for one in followers])
    return allowed | Q(from_stage="", stage=Stage.INFORMED.value)


class StageStep(models.Model):
    """One line of a course's history: what was recorded, for which day, by whom. It only grows."""

    class Kind(models.TextChoices):
        STEP = "step", "記録"
        CORRECTED = "corrected", "日の訂正"
        TAKEN_BACK = "taken_back", "取消し"
        CONTRACT = "contract", "雇用の期間"
        CARRIED_OVER = "carried_over", "移行"

    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, related_name="steps", verbose_name="情報提供・応募"
    )
    kind = models.CharField("区分", max_length=12, choices=Kind.choices, default=Kind.STEP)
    from_stage = models.CharField("前の段階", max_length=12, choices=CHOICES, blank=True)
    stage = models.CharField("段階", max_length=12, choices=CHOICES)
    on = models.DateField("日")
    reason = models.CharField("理由", max_length=20, choices=list(REASON_NAMES.items()), blank=True, default="")
    note = models.CharField("備考", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時", auto_now_add=True)

    personal_fields = personal(
        reason="理由",
        note="備考",
        purpose="応募から就職までの経過の把握",
        keep=KEPT,
        readers="referrals.read",
    )

    class Meta:
        verbose_name = "応募・就職の経過"
        verbose_name_plural = "応募・就職の経過"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="step") | _steps_of_the_table(), name="stage_step_follows_the_table"
            ),
            models.CheckConstraint(
                condition=~Q(kind="step", stage__in=[stage.value for stage in ENDS]) | ~Q(reason=""),
                name="stage_step_to_an_end_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["corrected", "taken_back"]) | ~Q(note=""),
                name="stage_step_corrected_with_a_ground",
            ),
        ]
        indexes = [models.Index(fields=["referral", "-at"])]
        triggers = [
            pgtrigger.Protect(name="stage_step_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("stage_step_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.on:%Y-%m-%d}"


class ApplicationEvidence(models.Model):
    """What the ledger said of the day of an application when it was recorded (J5). The newest row stands."""

    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, related_name="evidence", verbose_name="情報提供・応募"
    )
    applied_on = models.DateField("応募日")
    eligible = models.BooleanField("対象として掲載中", null=True)
    interval_from = models.DateField("判断した掲載の初日", null=True, blank=True)
    interval_until = models.DateField("判断した掲載の末日", null=True, blank=True)
    words = models.CharField("判断", max_length=200)
    lines = models.JSONField("掲載履歴の番号")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    judged_at = models.DateTimeField("判断日時", auto_now_add=True)

    class Meta:
        verbose_name = "応募日と掲載の確認"
        verbose_name_plural = "応募日と掲載の確認"
        ordering = ["-judged_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(eligible=True)
                | Q(
                    interval_from__isnull=False,
                    interval_until__isnull=False,
                    interval_from__lte=F("applied_on"),
                    interval_until__gte=F("applied_on"),
                ),
                name="application_evidence_yes_names_its_days",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="application_evidence_in_words"),
        ]
        triggers = [
            pgtrigger.Protect(name="application_evidence_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("application_evidence_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.words


class Answer(models.TextChoices):
    """Yes, no, or nobody has said: unknown is never taken for yes."""

    YES = "yes", "あり"
    NO = "no", "なし"
    UNKNOWN = "unknown", "不明"


@pghistory.track(model_name="RelocationRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class Relocation(models.Model):
    """The move that belongs to a hiring, as the person told it. The municipality decides on the subsidy."""

    referral = models.OneToOneField(
        "referrals.Referral", models.PROTECT, related_name="relocation", verbose_name="情報提供・応募"
    )
    moves = models.CharField("移住", max_length=8, choices=Answer.choices, default=Answer.UNKNOWN)
    moved_from = models.ForeignKey(Prefecture, models.PROTECT, null=True, blank=True, verbose_name="移住元の都道府県")
    moved_from_city = models.CharField("移住元の市区町村", max_length=40, blank=True)
    moved_to = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="relocations", verbose_name="移住先の市町村"
    )
    household = models.PositiveSmallIntegerField("世帯の人数（人）", null=True, blank=True)
    moved_on = models.DateField("転入日（予定を含む）", null=True, blank=True)
    subsidy_expected = models.CharField(
        "移住支援金の申請の見込み", max_length=8, choices=Answer.choices, default=Answer.UNKNOWN
    )
    applied_on = models.DateField("移住支援金を申請した日（本人の話）", null=True, blank=True)
    granted_on = models.DateField("移住支援金の支給が決まった日（本人の話）", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(
        moved_from="移住元の都道府県",
        moved_from_city="移住元の市区町村",
        moved_to="移住先の市町村",
        household="世帯の人数",
        moved_on="転入日",
        subsidy_expected="移住支援金の申請の見込み",
        applied_on="移住支援金を申請した日",
        granted_on="移住支援金の支給が決まった日",
        purpose="移住を伴う就職の把握と、県への報告の集計",
        keep="契約の終了まで（特記事項 第13）",
        readers="referrals.read",
    )

    class Meta:
        verbose_name = "移住"
        verbose_name_plural = "移住"
        constraints = [
            models.CheckConstraint(
                condition=Q(moves="yes")
                | Q(
                    moved_from__isnull=True,
                    moved_from_city="",
                    moved_to__isnull=True,
                    household__isnull=True,
                    moved_on__isnull=True,
                    applied_on__isnull=True,
                    granted_on__isnull=True,
                )
                & ~Q(subsidy_expected="yes"),
                name="relocation_details_only_of_a_move",
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=True) | Q(household__gte=1), name="relocation_of_one_at_least"
            ),
            models.CheckConstraint(
                condition=Q(applied_on__isnull=True) | Q(moved_on__isnull=False, applied_on__gte=F("moved_on")),
                name="relocation_subsidy_applied_after_the_move",
            ),
            models.CheckConstraint(
                condition=Q(granted_on__isnull=True) | Q(applied_on__isnull=False, granted_on__gte=F("applied_on")),
                name="relocation_subsidy_granted_after_application",
            ),
        ]

    def __str__(self) -> str:
        return f"移住 {self.get_moves_display()}"


class RetentionCheck(models.Model):
    """Whether somebody hired is still there 1, 3 and 6 months on. It belongs to the counter, not to a counsellor.

    The sixth month is also what the registers of a licensed placement ask for (DOMAIN 4.2).
    """

    class Result(models.TextChoices):
        EMPLOYED = "employed", "在職"
        LEFT = "left", "離職（解雇以外）"
        DISMISSED = "dismissed", "解雇"
        UNKNOWN = "unknown", "不明"

    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, related_name="checks", verbose_name="情報提供・応募"
    )
    months = models.PositiveSmallIntegerField("入社から（か月）")
    reached_on = models.DateField("到来日")
    due_on = models.DateField("確認の予定日", help_text="到来日と同じか、そのあとの最初の開設日")
    result = models.CharField("結果", max_length=10, choices=Result.choices, blank=True, default="")
    left_on = models.DateField("離職の日", null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="もとの確認"
    )
    checked_on = models.DateField("確認した日", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )
    note = models.CharField("備考", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RetentionCheckQuerySet.as_manager()

    personal_fields = personal(
        result="結果",
        left_on="離職の日",
        note="備考",
        purpose="就職したあとの定着の把握",
        keep=KEPT,
        readers="referrals.read",
    )

    class Meta:
        verbose_name = "定着確認"
        verbose_name_plural = "定着確認"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "months"], name="retention_check_once_per_term"),
            models.CheckConstraint(condition=Q(months__in=[1, 3, 6]), name="retention_check_after_1_3_6_months"),
            models.CheckConstraint(condition=Q(due_on__gte=F("reached_on")), name="retention_check_due_when_reached"),
            models.CheckConstraint(
                condition=Q(result="", checked_on__isnull=True, checked_by__isnull=True, follows__isnull=True)
                | ~Q(result="") & Q(checked_on__isnull=False, checked_by__isnull=False),
                name="retention_check_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(result__in=["employed", "unknown"]) | Q(checked_on__gte=F("reached_on")),
                name="retention_check_not_before_the_day",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["left", "dismissed"], left_on__isnull=False)
                & Q(left_on__lte=F("checked_on"))
                & Q(left_on__lte=F("reached_on"))
                | ~Q(result__in=["left", "dismissed"]) & Q(left_on__isnull=True, follows__isnull=True),
                name="retention_check_left_by_the_day",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(result=""), name="retention_check_open")]

    def __str__(self) -> str:
        return f"{self.months}か月の定着確認"

    def get_absolute_url(self) -> str:
        return reverse("referrals:retention_check", args=[self.pk])

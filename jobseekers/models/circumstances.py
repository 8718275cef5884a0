"""What is known around a person, in brief: origin, household, education, work so far, and who chose U, I or J."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.models import Occupation, Prefecture
from jobseekers.models.jobseeker import Jobseeker
from privacy.declarations import personal

MOST_WORKS = 3
KEPT = "契約の終了まで（特記事項 第13）"


@pghistory.track(model_name="CircumstancesRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class Circumstances(models.Model):
    """Origin, household, education and permission to work of one person; no names of the family, no papers."""

    class Education(models.TextChoices):
        JUNIOR_HIGH = "junior_high", "中学校"
        HIGH = "high", "高等学校"
        VOCATIONAL = "vocational", "専門学校・専修学校"
        JUNIOR_COLLEGE = "junior_college", "短期大学・高等専門学校"
        UNIVERSITY = "university", "大学"
        GRADUATE = "graduate", "大学院"
        OTHER = "other", "その他"

    jobseeker = models.OneToOneField(
        Jobseeker, models.CASCADE, primary_key=True, related_name="circumstances", verbose_name="就職希望者"
    )
    origin_prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出身地の都道府県"
    )
    origin_city = models.CharField("出身地の市区町村", max_length=40, blank=True)
    household_size = models.PositiveSmallIntegerField("いっしょに移る人数（本人を含む）", null=True, blank=True)
    children_under_18 = models.PositiveSmallIntegerField("うち18歳未満の子（人）", null=True, blank=True)
    education = models.CharField(
        "最後に卒業した（在学中の）学校", max_length=15, choices=Education.choices, blank=True
    )
    is_student = models.BooleanField("在学中", default=False)
    studied = models.CharField("学部・専攻など", max_length=100, blank=True)
    residence_checked_on = models.DateField("在留カードを見て確かめた日", null=True, blank=True)
    work_permission_note = models.CharField("就労の許可の内容", max_length=200, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(
        origin_prefecture="出身地の都道府県",
        origin_city="出身地の市区町村",
        household_size="世帯の人数",
        children_under_18="18歳未満の子の数",
        education="学歴",
        studied="学部・専攻など",
        residence_checked_on="在留カードを確かめた日",
        work_permission_note="就労の許可の内容",
        purpose="UIJターン就職の相談と情報提供（契約 8(5)）",
        keep=KEPT,
        readers="jobseekers.read",
    )

    class Meta:
        verbose_name = "就職希望者の背景"
        verbose_name_plural = "就職希望者の背景"
        constraints = [
            models.CheckConstraint(
                condition=Q(household_size__isnull=True) | Q(household_size__range=(1, 30)),
                name="circumstances_household_counts_the_person",
            ),
            models.CheckConstraint(
                condition=Q(children_under_18__isnull=True)
                | Q(household_size__isnull=False, children_under_18__lt=F("household_size")),
                name="circumstances_children_within_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jobseeker_id}"


class WorkExperience(models.Model):
    """A line of what somebody has worked as; a few lines, the latest first, and no employer's name is needed."""

    jobseeker = models.ForeignKey(Jobseeker, models.CASCADE, related_name="works", verbose_name="就職希望者")
    place = models.PositiveSmallIntegerField("順番")
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, verbose_name="職種")
    years = models.PositiveSmallIntegerField("年数", null=True, blank=True)
    what = models.CharField("仕事の内容", max_length=100, blank=True)

    personal_fields = personal(
        occupation="職歴の職種",
        years="職歴の年数",
        what="仕事の内容",
        purpose="UIJターン就職の相談と情報提供（契約 8(5)）",
        keep=KEPT,
        readers="jobseekers.read",
    )

    class Meta:
        verbose_name = "職歴の概要"
        verbose_name_plural = "職歴の概要"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["jobseeker", "place"], name="work_once_per_place"),
            models.CheckConstraint(condition=Q(place__range=(1, MOST_WORKS)), name="work_a_few_lines_only"),
            models.CheckConstraint(condition=Q(occupation__isnull=False) | ~Q(what=""), name="work_says_what_it_was"),
            models.CheckConstraint(condition=Q(years__isnull=True) | Q(years__lte=70), name="work_years_of_a_life"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation or self.what}"


class TurnDecision(models.Model):
    """Who chose U, I or J for a person, beside what the product suggested at that time; append-only."""

    jobseeker = models.ForeignKey(Jobseeker, models.CASCADE, related_name="turn_decisions", verbose_name="就職希望者")
    chosen = models.CharField("選んだ区分", max_length=1, choices=Jobseeker.Turn.choices)
    suggested = models.CharField("案", max_length=1, choices=Jobseeker.Turn.choices, blank=True)
    suggested_because = models.CharField("案の理由", max_length=200)
    note = models.CharField("選んだ理由", max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="選んだ人")
    decided_at = models.DateTimeField("選んだ日時", auto_now_add=True)

    personal_fields = personal(
        chosen="U・I・Jの別",
        suggested_because="案の理由",
        note="選んだ理由",
        purpose="UIJターン就職の相談と情報提供（契約 8(5)）",
        keep=KEPT,
        readers="jobseekers.read",
    )

    class Meta:
        verbose_name = "U・I・Jの判断"
        verbose_name_plural = "U・I・Jの判断"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(suggested="") | Q(chosen=F("suggested")) | ~Q(note=""),
                name="turn_against_the_suggestion_has_a_reason",
            )
        ]
        triggers = [pgtrigger.Protect(name="turn_decision_never_changes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.get_chosen_display()

"""People who want to move and work, what they wish, and their consents."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from centre.models import Industry, Municipality, Occupation, Prefecture
from centre.pairs import Pairs
from jobseekers.querysets import SEARCHED, JobseekerQuerySet
from privacy.declarations import personal
from privacy.models import ConsentText
from privacy.rights.guard import closed_while_stopped

# Passports allow 39 letters and more in a line; names with all their parts are longer.
LONGEST_NAME = 200


class ResidenceStatus(models.Model):
    """A status of residence (在留資格) and what work it allows; source in `jobseekers/masters/`."""

    class WorkPermission(models.TextChoices):
        UNRESTRICTED = "unrestricted", "制限なし"
        LIMITED = "limited", "範囲内"
        NONE = "none", "不可（資格外活動の許可による）"
        DESIGNATED = "designated", "指定書による"

    code = models.CharField("記号", max_length=4, primary_key=True)
    name = models.CharField("名称", max_length=40, unique=True)
    legal_group = models.CharField("別表", max_length=20)
    work_permission = models.CharField("就労", max_length=15, choices=WorkPermission.choices)
    may_receive_subsidy = models.BooleanField("移住支援金の対象となる資格")
    note = models.CharField("注意", max_length=200, blank=True)

    class Meta:
        verbose_name = "在留資格"
        verbose_name_plural = "在留資格"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="JobseekerRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class Jobseeker(models.Model):
    """A registered person who wants to move to Kumamoto and work there (contract 8(5))."""

    class Turn(models.TextChoices):
        U_TURN = "U", "Uターン"
        I_TURN = "I", "Iターン"
        J_TURN = "J", "Jターン"

    class Gender(models.TextChoices):
        FEMALE = "female", "女性"
        MALE = "male", "男性"
        OTHER = "other", "その他"
        NOT_ANSWERED = "not_answered", "答えない"

    class Timing(models.TextChoices):
        SOON = "soon", "すぐにでも"
        HALF_YEAR = "half_year", "半年以内"
        YEAR = "year", "1年以内"
        LATER = "later", "1年より先"
        UNDECIDED = "undecided", "未定"

    class WageKind(models.TextChoices):
        HOURLY = "hourly", "時給"
        DAILY = "daily", "日給"
        MONTHLY = "monthly", "月給"
        ANNUAL = "annual", "年収"

    name = models.CharField("氏名", max_length=LONGEST_NAME)
    kana = models.CharField("ふりがな", max_length=LONGEST_NAME, blank=True)
    name_key = models.CharField(max_length=LONGEST_NAME, editable=False, default="")
    gender = models.CharField("性別", max_length=12, choices=Gender.choices, default=Gender.NOT_ANSWERED)
    birth_date = models.DateField("生年月日", null=True, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    phone_key = models.CharField(max_length=20, editable=False, default="")
    email = models.EmailField("メールアドレス", blank=True)
    prefecture = models.ForeignKey(Prefecture, models.PROTECT, null=True, blank=True, verbose_name="現住所の都道府県")
    city = models.CharField("現住所の市区町村", max_length=40, blank=True)
    turn = models.CharField("U・I・Jの別", max_length=1, choices=Turn.choices, blank=True, default="")
    residence_status = models.ForeignKey(
        ResidenceStatus, models.PROTECT, null=True, blank=True, verbose_name="在留資格"
    )
    residence_until = models.DateField("在留期限", null=True, blank=True)
    wished_occupations = models.ManyToManyField(
        Occupation, through="WishedOccupation", blank=True, verbose_name="希望する職種"
    )
    wished_industries = models.ManyToManyField(Industry, blank=True, verbose_name="希望する業種")
    wished_municipalities = models.ManyToManyField(Municipality, blank=True, verbose_name="希望する地域")
    wished_areas = ArrayField(
        models.CharField(max_length=10), default=list, blank=True, verbose_name="希望する広域（市町村を問わない）"
    )
    least_wage_kind = models.CharField(
        "希望する賃金の形", max_length=10, choices=WageKind.choices, blank=True, default=""
    )
    least_wage_yen = models.PositiveIntegerField("希望する賃金の下限（円）", null=True, blank=True)
    weekly_hours_from = models.PositiveSmallIntegerField("週の労働時間の下限（時間）", null=True, blank=True)
    weekly_hours_to = models.PositiveSmallIntegerField("週の労働時間の上限（時間）", null=True, blank=True)
    wishes_indefinite = models.BooleanField("無期雇用を希望する", null=True, blank=True)
    wishes_car_commute = models.BooleanField("マイカー通勤を希望する", null=True, blank=True)
    licences = models.CharField("持っている免許・資格", max_length=300, blank=True, default="")
    starts_from = models.DateField("働き始められる日", null=True, blank=True)
    wished_timing = models.CharField("希望する時期", max_length=10, choices=Timing.choices, default=Timing.UNDECIDED)
    wishes = models.TextField("希望・条件", blank=True)
    registered_on = models.DateField("登録日")
    closed_on = models.DateField("終了日", null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登録した人")
    created_at = models.DateTimeField("記録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = JobseekerQuerySet.as_manager()

    personal_fields = personal(
        name="氏名",
        kana="ふりがな",
        gender="性別",
        birth_date="生年月日",
        phone="電話番号",
        email="メールアドレス",
        city="現住所の市区町村",
        residence_status="在留資格",
        residence_until="在留期限",
        wishes="希望・条件",
        wished_areas="希望する広域",
        least_wage_kind="希望する賃金の形",
        least_wage_yen="希望する賃金の下限",
        weekly_hours_from="週の労働時間の下限",
        weekly_hours_to="週の労働時間の上限",
        wishes_indefinite="無期雇用の希望",
        wishes_car_commute="マイカー通勤の希望",
        licences="持っている免許・資格",
        starts_from="働き始められる日",
        purpose="UIJターン就職の相談と情報提供（契約 8(5)）",
        keep="契約の終了まで（特記事項 第13）",
        readers="jobseekers.read",
    )

    class Meta:
        verbose_name = "UIJターン就職希望者"
        verbose_name_plural = "UIJターン就職希望者"
        ordering = ["-registered_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="jobseeker_has_name"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("registered_on")),
                name="jobseeker_closed_after_registration",
            ),
            models.CheckConstraint(
                condition=Q(least_wage_kind="", least_wage_yen__isnull=True)
                | (~Q(least_wage_kind="") & Q(least_wage_yen__isnull=False, least_wage_yen__gt=0)),
                name="jobseeker_least_wage_whole",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours_from__isnull=True)
                | Q(weekly_hours_to__isnull=True)
                | Q(weekly_hours_to__gte=F("weekly_hours_from")),
                name="jobseeker_weekly_hours_range",
            ),
        ]
        indexes = [
            GinIndex(Pairs(SEARCHED), name="jobseeker_search_pairs"),
            models.Index(fields=["name_key"]),
            models.Index(fields=["phone_key"]),
            models.Index(Lower("email"), name="jobseeker_email_any_case"),
            models.Index(fields=["-registered_on", "-id"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="jobseeker_needs_consent",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM jobseekers_consent WHERE jobseeker_id = NEW.id) THEN
                        RAISE EXCEPTION 'a jobseeker is kept only with a consent'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("jobseekers:detail", args=[self.pk])


class WishedOccupation(models.Model):
    """An occupation somebody wishes for; `place` 1 is wished most."""

    jobseeker = models.ForeignKey(Jobseeker, models.CASCADE, related_name="occupation_wishes")
    occupation = models.ForeignKey(Occupation, models.CASCADE, verbose_name="職種")
    place = models.PositiveSmallIntegerField("希望の順", default=1)

    class Meta:
        db_table = "jobseekers_jobseeker_wished_occupations"
        verbose_name = "希望する職種"
        verbose_name_plural = "希望する職種"
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["jobseeker", "occupation"], name="wished_occupation_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.occupation}"


class WishSummary(models.Model):
    """What somebody wishes for, in one narrow row: what a ranking reads instead of the person.

    It repeats the person, the consents and the wishes; triggers of the database write it (migration
    `0006_wishes`), nothing else does. It has no name, age, sex, residence status or contact, so that no ranking can
    depend on them. `municipalities` holds the wards of a wished city too, `nearby_areas` the areas around wished
    municipalities, `areas` those wished as a whole; an empty list means that nothing was said.
    """

    jobseeker = models.OneToOneField(Jobseeker, models.CASCADE, primary_key=True, related_name="wish_summary")
    is_open = models.BooleanField()
    consented_on = models.DateField(null=True)
    occupations = ArrayField(models.TextField(), default=list)
    industries = ArrayField(models.TextField(), default=list)
    municipalities = ArrayField(models.TextField(), default=list)
    areas = ArrayField(models.TextField(), default=list)
    nearby_areas = ArrayField(models.TextField(), default=list)
    least_wage_kind = models.TextField(default="")
    least_wage_yen = models.IntegerField(null=True)
    weekly_hours_from = models.SmallIntegerField(null=True)
    weekly_hours_to = models.SmallIntegerField(null=True)
    wishes_indefinite = models.BooleanField(null=True)
    wishes_car_commute = models.BooleanField(null=True)
    licences = ArrayField(models.TextField(), default=list)
    starts_from = models.DateField(null=True)
    comes_from_outside = models.BooleanField(null=True)

    class Meta:
        verbose_name = "希望のまとめ"
        verbose_name_plural = "希望のまとめ"
        indexes = [
            GinIndex(fields=["occupations"], name="wish_summary_occupations"),
            GinIndex(fields=["municipalities"], name="wish_summary_municipalities"),
        ]
        triggers = [
            closed_while_stopped("stopped_use_is_in_no_ranking", "jobseekers.Jobseeker", "jobseeker_id", "is_open")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Consent(models.Model):
    """A person's consent to a wording, and its withdrawal."""

    class Method(models.TextChoices):
        PAPER = "paper", "書面"
        ORAL = "oral", "口頭（記録）"
        WEB = "web", "ウェブ"

    jobseeker = models.ForeignKey(Jobseeker, models.CASCADE, related_name="consents", verbose_name="就職希望者")
    text = models.ForeignKey(ConsentText, models.PROTECT, verbose_name="文面")
    given_on = models.DateField("同意した日")
    method = models.CharField("方法", max_length=10, choices=Method.choices)
    withdrawn_on = models.DateField("撤回した日", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤回を記録した人",
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "同意"
        verbose_name_plural = "同意"
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="consent_is_only_withdrawn",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF OLD.withdrawn_on IS NOT NULL OR
                       (OLD.jobseeker_id, OLD.text_id, OLD.given_on, OLD.method, OLD.recorded_by_id, OLD.recorded_at)
                       IS DISTINCT FROM
                       (NEW.jobseeker_id, NEW.text_id, NEW.given_on, NEW.method, NEW.recorded_by_id, NEW.recorded_at)
                    THEN
                        RAISE EXCEPTION 'a consent is never rewritten, only withdrawn once'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="consent_goes_only_with_the_person",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM jobseekers_jobseeker WHERE id = OLD.jobseeker_id) THEN
                        RAISE EXCEPTION 'a consent is erased only together with its person'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_on:%Y-%m-%d} {self.get_method_display()}"

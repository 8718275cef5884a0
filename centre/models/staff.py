"""The staff of the counter: posts with their terms, qualifications, trainings (contract 7, 別記 第12)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from centre.models.work import StoredFile


class DaysInPost(Func):
    """The days of an appointment as a range, both ends included; an open end has none."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first, last):
        super().__init__(first, last, RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class Appointment(models.Model):
    """A post that a person holds from a day to a day; the rows of a post are its history."""

    class Post(models.TextChoices):
        SUPERVISOR = "supervisor", "事業統括責任者"
        COUNSELLOR = "counsellor", "相談員"
        FIELD_STAFF = "field_staff", "求人開拓員"
        CLERK = "clerk", "事務"

    class Employment(models.TextChoices):
        DIRECT = "direct", "直接雇用"
        DISPATCHED = "dispatched", "派遣労働者"

    class Hours(models.TextChoices):
        FULL = "full", "常勤"
        PART = "part", "非常勤"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name="職員"
    )
    post = models.CharField("職", max_length=12, choices=Post.choices)
    employment = models.CharField("雇用の別", max_length=10, choices=Employment.choices, default=Employment.DIRECT)
    hours = models.CharField("勤務の別", max_length=4, choices=Hours.choices)
    starts_on = models.DateField("任用した日")
    ends_on = models.DateField("終わる日", null=True, blank=True, help_text="続いているときは空けておきます。")
    remark = models.CharField("備考", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "任用"
        verbose_name_plural = "任用"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_starts",
                violation_error_message="終わる日を、任用した日より後にしてください。",
            ),
            ExclusionConstraint(
                name="appointment_to_a_post_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (DaysInPost(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="appointment_one_supervisor_at_a_time",
                expressions=[(DaysInPost(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS)],
                condition=Q(post="supervisor"),
                violation_error_message=(
                    "この期間には別の事業統括責任者がいます。前の任用に終わる日を入れてから保存してください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_post_display()}"


class Qualification(models.Model):
    """A qualification of a counsellor, or an ability equal to one, with its evidence (contract 7(2)③)."""

    class Kind(models.TextChoices):
        CAREER_CONSULTANT = "career_consultant", "キャリアコンサルタント"
        SKILLED = "skilled", "キャリアコンサルティング技能士"
        INDUSTRIAL = "industrial", "産業カウンセラー"
        EQUAL = "equal", "同等の能力・経験"
        OTHER = "other", "その他の資格"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="qualifications", verbose_name="職員"
    )
    kind = models.CharField("資格", max_length=20, choices=Kind.choices)
    title = models.CharField(
        "名称・内容", max_length=120, blank=True, help_text="級や登録番号、同等とする経験の内容など"
    )
    acquired_on = models.DateField("取得した日", null=True, blank=True)
    expires_on = models.DateField("期限", null=True, blank=True, help_text="更新のない資格は空けておきます。")
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name="証の写し")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "資格"
        verbose_name_plural = "資格"
        ordering = ["user", "kind", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(acquired_on__isnull=True)
                | Q(expires_on__gte=F("acquired_on")),
                name="qualification_ends_after_it_begins",
                violation_error_message="期限を、取得した日より後にしてください。",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["equal", "other"]) | ~Q(title=""),
                name="qualification_other_is_described",
                violation_error_message="資格の名称、または同等とする能力・経験の内容を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()}"


class Training(models.Model):
    """A training of the staff: planned for a day, then held on one (contract 7(3))."""

    class Subject(models.TextChoices):
        PERSONAL_DATA = "personal_data", "個人情報の取扱い"
        DUTIES = "duties", "相談・求人の実務"
        LAW = "law", "労働法令・移住支援金"
        OTHER = "other", "その他"

    title = models.CharField("内容", max_length=120)
    subject = models.CharField("区分", max_length=14, choices=Subject.choices, default=Subject.OTHER)
    planned_on = models.DateField("予定日")
    held_on = models.DateField("実施日", null=True, blank=True)
    teacher = models.CharField("講師", max_length=80, blank=True)
    remark = models.CharField("備考", max_length=200, blank=True)
    materials = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name="資料")
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Attendance", related_name="trainings", verbose_name="受講した人"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "研修"
        verbose_name_plural = "研修"
        ordering = ["-planned_on", "-pk"]
        indexes = [models.Index(fields=["held_on"])]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """A person who took part in a training."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="attendances", verbose_name="研修")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attendances", verbose_name="職員")

    class Meta:
        verbose_name = "受講"
        verbose_name_plural = "受講"
        ordering = ["training", "user"]
        constraints = [models.UniqueConstraint(fields=["training", "user"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.training}"

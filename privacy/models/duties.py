"""Who may handle personal data, where, and what they were told (別記 第4・第7・第14)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from centre.models.staff import DaysInPost
from centre.triggers import never_emptied

REPORTED_FIRST = "変更はあらかじめ県に報告します。効力が生じる日を、報告した日より前にできません。"
SAME_PERSON = "記録した人は、承認・承諾できません。"
IN_ORDER = "終わる日を、始まる日より後にしてください。"
TAKEN = (
    "この期間には、その人の同じ指定か、別の個人情報保護責任者がいます。"
    "前の指定に終わる日を入れてから保存してください。"
)


def _noted(label: str) -> models.ForeignKey:
    """Somebody whom an act notes, never a form."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=label
    )


def _approved_by_another(name: str) -> list[models.CheckConstraint]:
    """Whoever recorded it does not approve it; an approval on the screen has a day and follows the report."""
    return [
        models.CheckConstraint(
            condition=Q(approved_by__isnull=True) | Q(recorded_by__isnull=True) | ~Q(approved_by=F("recorded_by")),
            name=f"{name}_approved_by_another",
            violation_error_message=SAME_PERSON,
        ),
        models.CheckConstraint(
            condition=Q(approved_by__isnull=True) | Q(approved_on__isnull=False, reported_on__isnull=False),
            name=f"{name}_approved_after_report",
        ),
    ]


class Designation(models.Model):
    """A person named to the prefecture as protection manager or handler, from a day after the report (別記 第4)."""

    class Duty(models.TextChoices):
        MANAGER = "manager", "個人情報保護責任者"
        HANDLER = "handler", "作業従事者"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="designations", verbose_name="職員"
    )
    duty = models.CharField("指定", max_length=8, choices=Duty.choices)
    belongs_to = models.CharField("所属・役職", max_length=120)
    contact = models.CharField("連絡先（事故発生時等）", max_length=120, blank=True)
    reported_on = models.DateField("県に報告した日", null=True, blank=True)
    approved_on = models.DateField("県が承認した日", null=True, blank=True)
    starts_on = models.DateField("効力が生じる日")
    ends_on = models.DateField("終わる日", null=True, blank=True)
    recorded_by = _noted("記録した人")
    approved_by = _noted("承認した県担当者")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "責任者・従事者の指定"
        verbose_name_plural = "責任者・従事者の指定"
        ordering = ["duty", "-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(starts_on__gte=F("reported_on")),
                name="designation_reported_before_it_starts",
                violation_error_message=REPORTED_FIRST,
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="designation_ends_after_it_starts",
                violation_error_message=IN_ORDER,
            ),
            *_approved_by_another("designation"),
            models.CheckConstraint(
                condition=~Q(duty="manager") | ~Q(contact=""),
                name="designation_manager_can_be_reached",
                violation_error_message="個人情報保護責任者には、事故発生時などの連絡先が要ります（参考様式）。",
            ),
            ExclusionConstraint(
                name="designation_of_a_person_once",
                violation_error_message=TAKEN,
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("duty", RangeOperators.EQUAL),
                    (DaysInPost(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="designation_one_manager_at_a_time",
                violation_error_message=TAKEN,
                expressions=[(DaysInPost(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS)],
                condition=Q(duty="manager"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_duty_display()}"


class Workplace(models.Model):
    """A place where personal data are handled, reported to the prefecture beforehand (別記 第7)."""

    place = models.CharField("作業場所", max_length=200, help_text="所在地、建物、階、部屋まで")
    reported_on = models.DateField("県に報告した日", null=True, blank=True)
    approved_on = models.DateField("県が承諾した日", null=True, blank=True)
    starts_on = models.DateField("使い始める日")
    ends_on = models.DateField("終わる日", null=True, blank=True)
    recorded_by = _noted("記録した人")
    approved_by = _noted("承諾した県担当者")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "作業場所"
        verbose_name_plural = "作業場所"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(starts_on__gte=F("reported_on")),
                name="workplace_reported_before_it_is_used",
                violation_error_message=REPORTED_FIRST,
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="workplace_ends_after_it_starts",
                violation_error_message=IN_ORDER,
            ),
            *_approved_by_another("workplace"),
        ]

    def __str__(self) -> str:
        return self.place


class NoticeText(models.Model):
    """What handlers are told of secrecy and penalties (別記 第14); a changed text is a new version."""

    version = models.PositiveSmallIntegerField("版", unique=True)
    body = models.TextField("周知文")
    articles = models.CharField("罰則の条", max_length=200, help_text="法改正で条がずれたら、新しい版で改めます。")
    valid_from = models.DateField("使い始める日")

    class Meta:
        verbose_name = "周知文"
        verbose_name_plural = "周知文"
        ordering = ["-version"]
        triggers = [pgtrigger.Protect(name="notice_text_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"周知文 第{self.version}版"


class NoticeAcknowledgement(models.Model):
    """That a person has read a version of the notice and promised to keep it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements", verbose_name="職員"
    )
    text = models.ForeignKey(NoticeText, models.PROTECT, related_name="acknowledgements", verbose_name="周知文")
    acknowledged_at = models.DateTimeField("確認した日時", auto_now_add=True)

    class Meta:
        verbose_name = "周知の確認"
        verbose_name_plural = "周知の確認"
        ordering = ["-acknowledged_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="notice_acknowledged_once")]
        triggers = [
            pgtrigger.Protect(name="acknowledgement_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("acknowledgements_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.text}"

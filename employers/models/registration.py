"""The employers' own agreement to be listed."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from employers.models.establishment import Establishment
from privacy.models import ConsentText


class Days(Func):
    """The days from the first up to, not including, the second; open-ended when the second is null."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[)')"


class InTheRegister(models.Manager):
    """Registrations of establishments that stand for themselves: what was taken up by a merger counts once."""

    def get_queryset(self):
        return super().get_queryset().filter(establishment__merged_into__isnull=True)


class Registration(models.Model):
    """The establishment's own agreement to be listed as a user of the centre (contract 8(1)④); voluntary, can end."""

    class Source(models.TextChoices):
        VISIT = "visit", "訪問"
        COUNTER = "counter", "窓口"
        PHONE = "phone", "電話"
        WEB = "web", "ウェブ"
        EVENT = "event", "行事"
        HANDED_OVER = "handed_over", "県からの引継ぎ"

    class Scope(models.TextChoices):
        PUBLIC = "public", "公開してよい"
        JOBSEEKERS = "jobseekers", "就職希望者への案内まで"
        INTERNAL = "internal", "センター内に限る"

    class Item(models.TextChoices):
        NAME = "name", "事業所名"
        ADDRESS = "address", "所在地"
        PHONE = "phone", "電話番号"
        WEBSITE = "website", "ホームページ"
        INDUSTRY = "industry", "業種・従業員数"
        CONTACT = "contact", "担当者"
        POSTINGS = "postings", "求人の内容"

    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="registrations", verbose_name="事業所"
    )
    source = models.CharField("受付の経路", max_length=15, choices=Source.choices)
    scope = models.CharField("情報を出してよい範囲", max_length=15, choices=Scope.choices)
    items = ArrayField(
        models.CharField(max_length=10, choices=Item.choices), default=list, blank=True, verbose_name="出してよい項目"
    )
    consent_text = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, verbose_name="同意の文面")
    registered_on = models.DateField("登録日")
    renewed_on = models.DateField("更新日", null=True, blank=True)
    ended_on = models.DateField("抹消日（この日から登録なし）", null=True, blank=True)
    end_reason = models.CharField("抹消の理由", max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    objects = InTheRegister()

    class Meta:
        verbose_name = "利用者登録"
        verbose_name_plural = "利用者登録"
        ordering = ["-registered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("registered_on")),
                name="registration_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="registration_one_at_a_time",
                expressions=[
                    ("establishment", RangeOperators.EQUAL),
                    (Days(F("registered_on"), F("ended_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["registered_on"]), models.Index(fields=["ended_on"])]

    def __str__(self) -> str:
        return f"{self.establishment} {self.registered_on:%Y-%m-%d}"

    @property
    def item_names(self) -> list[str]:
        """What may be shown, in words."""
        return [self.Item(item).label for item in self.items]


class Renewal(models.Model):
    """The employer confirmed the registration again, perhaps with another scope or under a newer wording."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="renewals", verbose_name="利用者登録")
    renewed_on = models.DateField("更新日")
    scope = models.CharField("情報を出してよい範囲", max_length=15, choices=Registration.Scope.choices)
    items = ArrayField(
        models.CharField(max_length=10, choices=Registration.Item.choices),
        default=list,
        blank=True,
        verbose_name="出してよい項目",
    )
    consent_text = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, verbose_name="同意の文面")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "利用者登録の更新"
        verbose_name_plural = "利用者登録の更新"
        ordering = ["-renewed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "renewed_on"], name="renewal_once_per_day"),
        ]
        indexes = [models.Index(fields=["renewed_on"])]

    def __str__(self) -> str:
        return f"{self.registration.establishment} {self.renewed_on:%Y-%m-%d}"

"""Certifications and schemes: what an employer was told, how it answered, where it stands (DOMAIN 2.7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from employers.models.establishment import Establishment


class Scheme(models.Model):
    """A certification or a scheme of support that the counter tells employers about."""

    class Kind(models.TextChoices):
        CERTIFICATION = "certification", "認証・認定"
        SUPPORT = "support", "支援制度"

    key = models.CharField("記号", max_length=30, primary_key=True)
    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("種類", max_length=15, choices=Kind.choices)
    summary = models.CharField("要点", max_length=300, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "制度"
        verbose_name_plural = "制度"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name


class SchemeState(models.TextChoices):
    TOLD = "told", "案内済"
    CONSIDERING = "considering", "検討"
    JOINED = "joined", "加入"
    NOT_ELIGIBLE = "not_eligible", "対象外"


class SchemeStanding(models.Model):
    """Where an establishment stands with a scheme; no row means 未案内. Follows from the newest notice."""

    establishment = models.ForeignKey(
        Establishment, models.CASCADE, related_name="scheme_standings", verbose_name="事業所"
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="standings", verbose_name="制度")
    state = models.CharField("状態", max_length=15, choices=SchemeState.choices)
    since = models.DateField("この状態になった日")

    class Meta:
        verbose_name = "制度の状態"
        verbose_name_plural = "制度の状態"
        ordering = ["scheme"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "scheme"], name="scheme_standing_once"),
        ]
        indexes = [models.Index(fields=["scheme", "state"])]

    def __str__(self) -> str:
        return f"{self.scheme} {self.get_state_display()}"


class SchemeNotice(models.Model):
    """One telling of an employer about a scheme: how, with how many leaflets, its answer, the hand-over."""

    class Method(models.TextChoices):
        VISIT = "visit", "訪問"
        COUNTER = "counter", "窓口"
        PHONE = "phone", "電話"
        MAIL = "mail", "メール"
        POST = "post", "郵送"
        EVENT = "event", "行事"

    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="scheme_notices", verbose_name="事業所"
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="notices", verbose_name="制度")
    noticed_on = models.DateField("案内した日")
    method = models.CharField("方法", max_length=10, choices=Method.choices)
    state = models.CharField("案内のあとの状態", max_length=15, choices=SchemeState.choices)
    leaflets = models.PositiveSmallIntegerField("渡したチラシ（枚）", default=0)
    reaction = models.CharField("反応", max_length=200, blank=True)
    handed_over_on = models.DateField("県へつないだ日", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)

    class Meta:
        verbose_name = "制度の案内"
        verbose_name_plural = "制度の案内"
        ordering = ["-noticed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_on__isnull=True) | Q(handed_over_on__gte=models.F("noticed_on")),
                name="scheme_notice_handed_over_afterwards",
            ),
        ]
        indexes = [
            models.Index(fields=["noticed_on", "scheme"]),
            models.Index(fields=["establishment", "-noticed_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.establishment} {self.scheme} {self.noticed_on:%Y-%m-%d}"

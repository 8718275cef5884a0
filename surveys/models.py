"""Tables of the surveys: questionnaires to users (contract 8(1)⑤) and their answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from privacy.declarations import personal


class Survey(models.Model):
    """A questionnaire for one audience over a period; its one fixed question is satisfaction from 1 to 5."""

    class Audience(models.TextChoices):
        EMPLOYERS = "employers", "企業"
        MOVERS = "movers", "就職・移住希望者"

    title = models.CharField("題名", max_length=120)
    audience = models.CharField("対象", max_length=10, choices=Audience.choices)
    question = models.CharField("質問", max_length=200, default="窓口の対応に満足しましたか。")
    opens_on = models.DateField("始まりの日")
    closes_on = models.DateField("終わりの日")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="作成者")

    class Meta:
        verbose_name = "アンケート"
        verbose_name_plural = "アンケート"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="survey_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:detail", args=[self.pk])


class SurveyAnswer(models.Model):
    """One answer on paper or told at the counter; nobody's name is kept."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers", verbose_name="アンケート")
    answered_on = models.DateField("回答日")
    satisfaction = models.PositiveSmallIntegerField("満足度（1〜5）")
    comment = models.TextField("自由記述", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="入力した人")
    recorded_at = models.DateTimeField("入力日時", auto_now_add=True)

    personal_fields = personal(
        comment="自由記述",
        purpose="窓口の改善",
        keep="契約の終了まで",
        readers="surveys.read",
    )

    class Meta:
        verbose_name = "回答"
        verbose_name_plural = "回答"
        ordering = ["-answered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=5), name="survey_satisfaction_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answered_on:%Y-%m-%d} {self.satisfaction}"

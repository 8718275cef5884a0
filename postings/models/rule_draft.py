"""A change of a rule that somebody thinks through before anybody decides it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse


class RuleDraft(models.Model):
    """Other parameters for a version of a rule book from a day on. A draft never changes any verdict."""

    class State(models.TextChoices):
        DRAFT = "draft", "案"
        WITHDRAWN = "withdrawn", "取下げ"

    book = models.CharField("規則", max_length=40)
    based_on = models.CharField("もとの版", max_length=10, help_text="版の初日（例：2019-04-01）")
    valid_from = models.DateField("効力の日")
    parameters = models.JSONField("変える値", help_text='{"least_weekly_hours": 30}')
    note = models.TextField("理由・メモ", blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rule_drafts", verbose_name="作った人"
    )
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "規則の変更案"
        verbose_name_plural = "規則の変更案"
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(parameters={}), name="rule_draft_changes_something")]
        triggers = [
            pgtrigger.Protect(
                name="rule_draft_stays_withdrawn",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="withdrawn"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.valid_from:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("postings:rule_draft", args=[self.pk])

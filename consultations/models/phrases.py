"""Phrases that counsellors write again and again, with blanks to fill."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultations.querysets import PhraseQuerySet


class Phrase(models.Model):
    """A sentence for a summary or a note; each ＿ is a blank that must be filled before it is saved."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="phrases", verbose_name="作った人"
    )
    text = models.CharField("文", max_length=200, help_text="埋めるところは「＿」にします。例：＿月＿日に＿を送る。")
    is_shared = models.BooleanField("全員で使う", default=False)
    place = models.PositiveSmallIntegerField("並び順", default=50)
    version = models.PositiveIntegerField(default=1)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = "定型句"
        verbose_name_plural = "定型句"
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="phrase_says_something"),
            models.UniqueConstraint(fields=["owner", "text"], name="phrase_once_per_owner"),
        ]

    def __str__(self) -> str:
        return self.text

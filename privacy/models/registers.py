"""The entries of the registers: asked, permitted, done, answered and given back, with every earlier version."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from centre.fiscal_year import FiscalYear, era_year
from centre.models import StoredFile
from centre.triggers import never_emptied
from privacy.declarations import personal
from privacy.models.duties import NoticeText
from privacy.registers.catalogue import CHOICES, KINDS, PERMIT_KEYS
from privacy.registers.courses import DUE, UNFINISHED, State
from privacy.registers.deadlines import Counting, Rule
from privacy.registers.guards import CONSTRAINTS, TRIGGERS
from privacy.registers.kinds import Kind

KEPT = "終了した年度の後5年（本文 12(2)）。個人が分かる欄は契約の終了まで（特記事項 第13）"


class RegisterBook(models.Model):
    """The last number of a register in a fiscal year; its locked row gives the next."""

    kind = models.CharField("台帳", max_length=12, choices=CHOICES)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    last_number = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = "台帳の番号"
        verbose_name_plural = "台帳の番号"
        constraints = [models.UniqueConstraint(fields=["kind", "fiscal_year"], name="register_book_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.fiscal_year} {self.last_number}"


class RegisterTerm(models.Model):
    """Days within which entries of a register are due, where the specification leaves them open."""

    kind = models.CharField("台帳", max_length=12, choices=CHOICES, unique=True)
    days = models.PositiveSmallIntegerField("日数（日）", help_text="受けた日は数えません（次の日が1日目）。")
    counting = models.CharField("数え方", max_length=8, choices=Counting.choices, default=Counting.CALENDAR)
    source = models.CharField("根拠", max_length=120, help_text="例：県との協議（日付と要点）")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "台帳の期限の日数"
        verbose_name_plural = "台帳の期限の日数"
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=366), name="register_term_within_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.days}日"

    @property
    def rule(self) -> Rule:
        """The setting as a rule for due days."""
        return Rule(self.days, Counting(self.counting), self.source)


class RegisterEntryQuerySet(models.QuerySet):
    def with_people(self) -> "RegisterEntryQuerySet":
        """With the people an entry names."""
        return self.select_related("person", "responsible", "asked_by", "decided_by", "notice")

    def unfinished(self) -> "RegisterEntryQuerySet":
        """Entries whose course is not over."""
        return self.filter(state__in=UNFINISHED)

    def due_by(self, day) -> "RegisterEntryQuerySet":
        """Entries under way that are due on or before a day, the oldest first."""
        return self.filter(state__in=DUE, due_on__lte=day).order_by("due_on", "pk")

    def overdue(self, day) -> "RegisterEntryQuerySet":
        """Entries under way that should have been done before a day."""
        return self.filter(state__in=DUE, due_on__lt=day)

    def waiting_for_the_prefecture(self) -> "RegisterEntryQuerySet":
        """Applications that the prefecture has not answered, the oldest first."""
        return self.filter(kind__in=PERMIT_KEYS, state=State.ASKED).order_by("asked_on", "pk")


@pghistory.track(
    model_name="RegisterEntryRevision",
    obj_field=pghistory.ObjForeignKey(related_name="revisions"),
    append_only=True,
)
class RegisterEntry(models.Model):
    """A line of a register; what its columns are called and how it goes on stands in the declaration of its kind."""

    kind = models.CharField("台帳", max_length=12, choices=CHOICES)
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    number = models.PositiveIntegerField("番号")
    state = models.CharField("状態", max_length=10, choices=State.choices)
    subject = models.CharField("件名", max_length=200, blank=True)
    counterpart = models.CharField("相手", max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="職員"
    )
    quantity = models.PositiveIntegerField("数量", null=True, blank=True)
    unit = models.CharField("単位", max_length=20, blank=True)
    details = models.JSONField("台帳ごとの項目", default=dict, blank=True)
    asked_on = models.DateField("申請・受領の日")
    due_on = models.DateField("期限", null=True, blank=True)
    due_source = models.CharField("期限の根拠", max_length=160, blank=True)
    permitted_on = models.DateField("県が承諾した日", null=True, blank=True)
    consent_number = models.CharField("県の文書の番号", max_length=60, blank=True)
    carried_on = models.DateField("行った日", null=True, blank=True)
    answered_on = models.DateField("回答・報告した日", null=True, blank=True)
    answer = models.TextField("回答・報告の内容", blank=True)
    closed_on = models.DateField("終えた日", null=True, blank=True)
    result = models.TextField("結果", blank=True)
    remark = models.TextField("備考", blank=True)
    notice = models.ForeignKey(
        NoticeText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認した周知文"
    )
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="担当者")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申請・記録した人"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="決めた県担当者",
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="最後に直した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = RegisterEntryQuerySet.as_manager()

    personal_fields = personal(
        purpose="個人情報の取扱いの承諾・指示・苦情などの記録と、県への報告",
        keep=KEPT,
        readers="registers.read",
        subject="件名",
        counterpart="相手",
        details="台帳ごとの項目",
        answer="回答・報告の内容",
        result="結果",
        remark="備考",
    )

    class Meta:
        verbose_name = "台帳の記録"
        verbose_name_plural = "台帳の記録"
        ordering = ["-asked_on", "-pk"]
        indexes = [
            models.Index(fields=["kind", "-asked_on"]),
            models.Index(fields=["due_on"], condition=Q(state__in=["carried", "open"]), name="entry_due"),
        ]
        constraints = CONSTRAINTS
        triggers = [*TRIGGERS, never_emptied("entries_never_emptied")]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:entry", args=[self.pk])

    @property
    def declaration(self) -> Kind:
        """The declaration of its register."""
        return KINDS[self.kind]

    @property
    def label(self) -> str:
        """持出 令和8年度 第3号"""
        return f"{self.declaration.prefix} {era_year(FiscalYear(self.fiscal_year).start)}度 第{self.number}号"

    @property
    def name(self) -> str:
        """What it is about: its subject, or the member of staff."""
        return self.subject or str(self.person)

    @property
    def state_word(self) -> str:
        """Its state in the words of its register."""
        return self.declaration.state_word(self.state)

    def is_overdue(self, day) -> bool:
        """Whether it should have been done before a day."""
        return self.state in DUE and self.due_on is not None and self.due_on < day


class EntryDocument(models.Model):
    """A paper of an entry, such as the prefecture's letter or a signed receipt; only added."""

    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="documents", verbose_name="台帳の記録")
    title = models.CharField("書類の名前", max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="ファイル")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="添えた人")
    added_at = models.DateTimeField("添えた日時", auto_now_add=True)

    class Meta:
        verbose_name = "台帳の書類"
        verbose_name_plural = "台帳の書類"
        ordering = ["added_at", "pk"]
        triggers = [
            pgtrigger.Protect(name="entry_document_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("entry_documents_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.title

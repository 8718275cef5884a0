"""Incidents with personal data (別記 第17): what happened, evidence, the affected, measures, papers."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import StoredFile
from centre.triggers import never_emptied
from privacy.declarations import personal

PURPOSE = "個人情報の事故への対応と、県への報告（特記事項 第17）"
KEEP = "契約の終了まで。県が別に指示したときはその指示まで（特記事項 第13）"
ONLY_GROWS = pgtrigger.Update | pgtrigger.Delete


class Incident(models.Model):
    """One incident, or an exercise of one, from the first press of the button to its closing.

    `pressed_at` is the server's time of the first press; `log_line`, `log_seal` and `log_digest` say how far the
    access log went then and which seal stood for it. Its state follows from its days, it is never set by hand.
    """

    class Kind(models.TextChoices):
        LEAK = "leak", "漏えい"
        LOSS = "loss", "滅失"
        DAMAGE = "damage", "き損"
        OTHER = "other", "その他（目的外の利用・無断の複写や持出しなど）"

    class Way(models.TextChoices):
        PHONE = "phone", "電話"
        MAIL = "mail", "メール"
        PAPER = "paper", "書面"
        VISIT = "visit", "訪問"

    is_exercise = models.BooleanField("訓練", default=False)
    pressed_at = models.DateTimeField("ボタンを押した日時")
    pressed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="incidents", verbose_name="ボタンを押した人"
    )
    log_line = models.BigIntegerField("そのときの閲覧記録の最後の行", default=0)
    log_seal = models.PositiveIntegerField("そのときの封印の番号", null=True, blank=True)
    log_digest = models.CharField("そのときの封印の照合値", max_length=64, blank=True)
    what = models.TextField("起きたこと", max_length=1000, blank=True)
    noticed_at = models.DateTimeField("気付いた日時", null=True, blank=True)
    kind = models.CharField("区分", max_length=8, choices=Kind.choices, blank=True)
    is_suspected = models.BooleanField("発生したおそれの段階", default=False)
    contents = models.TextField("個人情報の内容（項目）", max_length=1000, blank=True)
    people = models.PositiveIntegerField("本人の数（人）", null=True, blank=True)
    place = models.CharField("発生場所", max_length=200, blank=True)
    circumstances = models.TextField("発生状況", max_length=1500, blank=True)
    cause = models.TextField("原因", max_length=1000, blank=True)
    further_harm = models.TextField("二次被害またはそのおそれ", max_length=1000, blank=True)
    is_sensitive = models.BooleanField("要配慮個人情報が含まれる", default=False)
    is_sensitive_by_ordinance = models.BooleanField("条例要配慮個人情報が含まれる", default=False)
    harms_property = models.BooleanField("財産的被害が生じるおそれがある", default=False)
    is_malicious = models.BooleanField("不正の目的によるおそれがある", default=False)
    notice_to_people = models.TextField("本人への対応", max_length=1000, blank=True)
    publication = models.TextField("公表の状況", max_length=500, blank=True)
    told_at = models.DateTimeField("県に報告した日時", null=True, blank=True)
    told_to = models.CharField("県の相手", max_length=80, blank=True)
    told_by_way = models.CharField("報告の方法", max_length=5, choices=Way.choices, blank=True)
    closed_at = models.DateTimeField("終了した日時", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="終了を決めた人",
    )
    conclusion = models.TextField("結び", max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    withdrawn_because = models.CharField("取下げの理由", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(
        what="起きたこと",
        circumstances="発生状況",
        cause="原因",
        further_harm="二次被害",
        notice_to_people="本人への対応",
        told_to="県の相手",
        conclusion="結び",
        withdrawn_because="取下げの理由",
        purpose=PURPOSE,
        keep=KEEP,
        readers="incidents.read",
    )

    class Meta:
        verbose_name = "個人情報の事故"
        verbose_name_plural = "個人情報の事故"
        ordering = ["-pressed_at", "-pk"]
        indexes = [models.Index(fields=["noticed_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["pressed_by"],
                condition=Q(noticed_at__isnull=True, withdrawn_at__isnull=True),
                name="incident_one_blank_per_person",
            ),
            models.CheckConstraint(
                condition=Q(noticed_at__isnull=True, what="") | (Q(noticed_at__isnull=False) & ~Q(what="")),
                name="incident_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_to="", told_by_way="")
                | (Q(told_at__gte=F("noticed_at")) & ~Q(told_to="") & ~Q(told_by_way="")),
                name="incident_told_to_somebody",
                violation_error_message="県への報告は、気付いた日時より後です。相手と方法も入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, conclusion="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False, told_at__isnull=False) & ~Q(conclusion="")),
                name="incident_closed_after_the_prefecture_is_told",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, told_at__isnull=True) & ~Q(withdrawn_because="")),
                name="incident_withdrawn_with_a_reason_before_told",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="incident_is_not_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="incident_press_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("pressed_at", "pressed_by", "log_line", "log_seal", "log_digest"),
            ),
            pgtrigger.Protect(
                name="incident_ended_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False) | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{'訓練' if self.is_exercise else '事故'} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:incident", args=[self.pk])

    @property
    def is_blank(self) -> bool:
        """Pressed, and nothing said yet."""
        return self.noticed_at is None and self.withdrawn_at is None

    @property
    def is_open(self) -> bool:
        """Neither closed nor withdrawn."""
        return self.closed_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Where it stands, in a word."""
        if self.withdrawn_at:
            return "取下げ"
        if self.closed_at:
            return "終了"
        if self.told_at:
            return "県に報告済・対応中"
        return "押したばかり" if self.is_blank else "県への報告がまだ"


class IncidentEvidence(models.Model):
    """A document that shows what happened; kept as it came, with its SHA-256."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="evidence", verbose_name="事故")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="ファイル")
    caption = models.CharField("何を示すか", max_length=200)
    added_at = models.DateTimeField("加えた日時", auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="加えた人")

    personal_fields = personal(caption="何を示すか", purpose=PURPOSE, keep=KEEP, readers="incidents.read")

    class Meta:
        verbose_name = "事故の証拠"
        verbose_name_plural = "事故の証拠"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="incident_evidence_only_grows", operation=ONLY_GROWS),
            never_emptied("incident_evidence_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.caption


class IncidentAffected(models.Model):
    """A record of somebody affected, chosen from the access log and confirmed; only its kind and number are kept."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="affected", verbose_name="事故")
    subject = models.CharField("対象の種類", max_length=60)
    subject_id = models.BigIntegerField("対象の番号")
    looks = models.PositiveIntegerField("閲覧記録の行数")
    confirmed_at = models.DateTimeField("確かめた日時", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="確かめた人"
    )
    taken_out_at = models.DateTimeField("外した日時", null=True, blank=True)
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="外した人"
    )

    class Meta:
        verbose_name = "事故の影響を受けた方"
        verbose_name_plural = "事故の影響を受けた方"
        ordering = ["subject", "subject_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "subject", "subject_id"],
                condition=Q(taken_out_at__isnull=True),
                name="incident_affected_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True, taken_out_by__isnull=True)
                | Q(taken_out_at__isnull=False, taken_out_by__isnull=False),
                name="incident_affected_taken_out_by_somebody",
            ),
        ]
        triggers = [pgtrigger.Protect(name="incident_affected_is_not_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"


class IncidentMeasure(models.Model):
    """What is done against an incident, by whom and until when (別記 第17第2項)."""

    class Kind(models.TextChoices):
        CONTAIN = "contain", "被害拡大の防止"
        RECOVER = "recover", "復旧"
        PREVENT = "prevent", "再発防止"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="measures", verbose_name="事故")
    kind = models.CharField("区分", max_length=8, choices=Kind.choices)
    words = models.TextField("措置", max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="担当")
    due_on = models.DateField("期限")
    done_on = models.DateField("済んだ日", null=True, blank=True)
    outcome = models.TextField("結果", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(outcome="結果", purpose=PURPOSE, keep=KEEP, readers="incidents.read")

    class Meta:
        verbose_name = "事故への措置"
        verbose_name_plural = "事故への措置"
        ordering = ["kind", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(outcome=""),
                name="incident_measure_done_with_outcome",
                violation_error_message="済んだ日を入れるときは、結果も書いてください。",
            )
        ]
        triggers = [pgtrigger.Protect(name="incident_measure_is_not_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"


class IncidentNote(models.Model):
    """A line of the course of an incident: written by hand, or by an act; lines are only added."""

    class Kind(models.TextChoices):
        COURSE = "course", "経過"
        PREFECTURE = "prefecture", "県とのやり取り"
        PEOPLE = "people", "本人への対応"
        ACT = "act", "記録"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notes", verbose_name="事故")
    kind = models.CharField("区分", max_length=10, choices=Kind.choices, default=Kind.COURSE)
    words = models.TextField("内容", max_length=1000)
    at = models.DateTimeField("日時", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="書いた人")

    personal_fields = personal(words="内容", purpose=PURPOSE, keep=KEEP, readers="incidents.read")

    class Meta:
        verbose_name = "事故の経過"
        verbose_name_plural = "事故の経過"
        ordering = ["-at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="incident_note_only_grows", operation=ONLY_GROWS),
            never_emptied("incident_notes_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at}"


class IncidentReports(models.QuerySet):
    """The fixed papers, as questions."""

    def told(self) -> Self:
        """What the prefecture was given: of incidents it was told of, all but the letters to people."""
        return self.filter(incident__told_at__isnull=False).exclude(kind=IncidentReport.Kind.LETTER)


class IncidentReport(models.Model):
    """A paper about an incident as it was fixed: its content, its PDF and its workbook never change."""

    class Kind(models.TextChoices):
        IMMEDIATE = "immediate", "事故報告書（特記事項 第17）"
        PRELIMINARY = "preliminary", "速報の下書き"
        FINAL = "final", "確報の下書き"
        LETTER = "letter", "本人への通知の下書き"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reports", verbose_name="事故")
    kind = models.CharField("種類", max_length=12, choices=Kind.choices)
    number = models.PositiveSmallIntegerField("版")
    content = models.JSONField("内容")
    sha256 = models.CharField("PDFのSHA-256", max_length=64)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="PDF")
    workbook = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="Excel")
    made_at = models.DateTimeField("確定した日時")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="確定した人")

    objects = IncidentReports.as_manager()

    personal_fields = personal(content="事故の報告の内容", purpose=PURPOSE, keep=KEEP, readers="incidents.papers")

    class Meta:
        verbose_name = "事故の報告"
        verbose_name_plural = "事故の報告"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind", "number"], name="incident_report_numbered_once")
        ]
        triggers = [
            pgtrigger.Protect(name="incident_report_only_grows", operation=ONLY_GROWS),
            never_emptied("incident_reports_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第{self.number}版"


class ExercisePlan(models.Model):
    """An exercise of the fiscal year's plan, and the incident it was held as."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    planned_on = models.DateField("予定日")
    scenario = models.CharField("想定", max_length=300, help_text="例：関係機関へのメールに、別の方の書類を添付した。")
    incident = models.OneToOneField(
        Incident, models.PROTECT, null=True, blank=True, related_name="exercise_plan", verbose_name="行った訓練"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "訓練の計画"
        verbose_name_plural = "訓練の計画"
        ordering = ["-planned_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.planned_on} {self.scenario}"

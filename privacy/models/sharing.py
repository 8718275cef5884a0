"""What leaves the counter: provisions of data to others, and the files that were written for somebody."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import Job, PartnerAgency
from centre.triggers import never_emptied
from privacy.models.looking import ConsentText

# The number of the record is known only after the record, which needs its provision first.
STAYS_AS_WRITTEN = """
    IF OLD.cancelled_at IS NOT NULL
       OR (OLD.subject_id IS NOT NULL AND OLD.subject_id IS DISTINCT FROM NEW.subject_id)
       OR to_jsonb(OLD) - ARRAY['cancelled_at', 'cancelled_by_id', 'cancelled_reason', 'subject_id']
       IS DISTINCT FROM to_jsonb(NEW) - ARRAY['cancelled_at', 'cancelled_by_id', 'cancelled_reason', 'subject_id']
    THEN
        RAISE EXCEPTION 'a provision is never rewritten, only cancelled once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Provision(models.Model):
    """That data were given to somebody outside the counter: to whom, which items, on what ground (8(1)④, 別記 第8).

    It names no person: `subject` and `subject_id` lead to the record that does.
    """

    class Recipient(models.TextChoices):
        AGENCY = "agency", "関係機関"
        PREFECTURE = "prefecture", "県"
        EMPLOYER = "employer", "企業"
        PERSON = "person", "本人"
        OTHER = "other", "その他"

    class Ground(models.TextChoices):
        CONSENT = "consent", "本人の同意"
        INSTRUCTION = "instruction", "県の指示"
        LAW = "law", "法令"
        NOBODY = "nobody", "個人の情報を含まない"

    class Means(models.TextChoices):
        HANDOFF = "handoff", "つなぎ"
        PARTNER_FILE = "partner_file", "関係機関に渡す名簿"
        EXPORT = "export", "書き出したファイル"
        MAIL = "mail", "書類を添えたメール"
        REPORT = "report", "報告・集計"
        OTHER = "other", "紙・電話・そのほか"

    provided_on = models.DateField("提供した日")
    recipient_kind = models.CharField("相手の別", max_length=10, choices=Recipient.choices)
    agency = models.ForeignKey(
        PartnerAgency, models.PROTECT, null=True, blank=True, related_name="provisions", verbose_name="関係機関"
    )
    recipient = models.CharField("相手", max_length=160)
    items = models.CharField("渡した項目", max_length=600)
    people = models.PositiveIntegerField("人数（人）", default=0)
    employers = models.PositiveIntegerField("企業（社）", default=0)
    ground = models.CharField("根拠", max_length=12, choices=Ground.choices)
    consent_text = models.ForeignKey(
        ConsentText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="同意の文面"
    )
    basis = models.CharField("根拠の内容（指示の番号・日付、条文など）", max_length=200, blank=True)
    means = models.CharField("渡し方", max_length=12, choices=Means.choices)
    purpose = models.CharField("目的", max_length=200)
    subject = models.CharField("もとの記録の種類", max_length=60, blank=True)
    subject_id = models.BigIntegerField("もとの記録の番号", null=True, blank=True)
    provided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提供した人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り消した人"
    )
    cancelled_reason = models.CharField("提供しなかった理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "提供の記録"
        verbose_name_plural = "提供の記録"
        ordering = ["-provided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(recipient="") & ~Q(items="") & ~Q(purpose=""), name="provision_says_to_whom_what_and_why"
            ),
            models.CheckConstraint(
                condition=Q(recipient_kind="agency", agency__isnull=False)
                | (~Q(recipient_kind="agency") & Q(agency__isnull=True)),
                name="provision_to_an_agency_names_it",
            ),
            models.CheckConstraint(
                condition=Q(ground="consent", consent_text__isnull=False)
                | (Q(ground__in=["instruction", "law"]) & ~Q(basis=""))
                | Q(ground="nobody", people=0),
                name="provision_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_reason="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancelled_reason="")),
                name="provision_cancelled_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-provided_on", "-id"]),
            models.Index(fields=["subject", "subject_id"]),
            models.Index(fields=["agency", "-provided_on"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="provision_stays_as_written",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=STAYS_AS_WRITTEN,
            ),
            pgtrigger.Protect(name="provision_is_never_deleted", operation=pgtrigger.Delete),
            never_emptied("provisions_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.provided_on:%Y-%m-%d} {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:provision", args=[self.pk])


class ExportedFile(models.Model):
    """A list written as a file for one colleague: how long it can be saved, and the password of its archive.

    `sealed_password` is the password under a key that is not in the database; it goes as soon as the file is written
    and the password was shown, and in any case with the file.
    """

    job = models.OneToOneField(Job, models.PROTECT, related_name="exported", verbose_name="処理")
    listing = models.CharField("一覧", max_length=40)
    is_encrypted = models.BooleanField("パスワード付きのZIP", default=False)
    sealed_password = models.TextField("封をしたパスワード", blank=True, editable=False)
    password_shown_at = models.DateTimeField("パスワードを示した日時", null=True, blank=True)
    written_at = models.DateTimeField("ファイルができた日時", null=True, blank=True)
    expires_at = models.DateTimeField("保存できる期限", null=True, blank=True)
    downloads = models.PositiveIntegerField("保存した回数", default=0)
    last_saved_at = models.DateTimeField("最後に保存した日時", null=True, blank=True)
    leaves = models.BooleanField("窓口の外に出す", default=False)
    provision = models.OneToOneField(
        Provision, models.PROTECT, null=True, blank=True, related_name="exported", verbose_name="提供の記録"
    )

    class Meta:
        verbose_name = "書き出したファイル"
        verbose_name_plural = "書き出したファイル"
        constraints = [
            models.CheckConstraint(
                condition=Q(leaves=False) | Q(written_at__isnull=True) | Q(provision__isnull=False),
                name="exported_file_leaves_with_a_provision",
            ),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, expires_at__isnull=True, downloads=0)
                | Q(written_at__isnull=False, expires_at__gt=F("written_at")),
                name="exported_file_expires",
            ),
            models.CheckConstraint(
                condition=Q(sealed_password="")
                | Q(is_encrypted=True, password_shown_at__isnull=True)
                | Q(is_encrypted=True, written_at__isnull=True),
                name="exported_file_forgets_its_password",
            ),
            models.CheckConstraint(
                condition=Q(downloads=0, last_saved_at__isnull=True) | Q(downloads__gt=0, last_saved_at__isnull=False),
                name="exported_file_counts_its_downloads",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.job_id}"

"""Mails to one person or one employer: wordings, documents of the record, envelopes (contract 8(5), DESIGN 4.6)."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import StoredFile
from consultations.mails.querysets import RecordMailQuerySet
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.declarations import personal
from privacy.models import Provision
from privacy.rights.guard import refused_while_stopped

PURPOSE, KEEP = "相談への対応と情報の提供（契約 8(2)・8(5)）", "契約の終了まで（特記事項 第13）"
# Where the address of a page will stand; it is made when the mail leaves and kept nowhere.
LINK_ADDRESS = "【アンケートのページ】"

ADDRESS_IS_OF_THE_RECORD = """
    IF NOT EXISTS (
        SELECT 1 FROM jobseekers_jobseeker WHERE id = NEW.jobseeker_id AND lower(email) = lower(NEW.to_address)
        UNION ALL
        SELECT 1 FROM employers_establishment WHERE id = NEW.establishment_id AND lower(email) = lower(NEW.to_address)
        UNION ALL
        SELECT 1 FROM employers_contact
        WHERE establishment_id = NEW.establishment_id AND lower(email) = lower(NEW.to_address)
    ) THEN
        RAISE EXCEPTION 'a mail goes only to an address of its own record' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
DOCUMENT_IS_OF_THE_RECORD = """
    IF NOT EXISTS (
        SELECT 1 FROM consultations_recordmail AS mail JOIN consultations_recorddocument AS document
          ON document.jobseeker_id IS NOT DISTINCT FROM mail.jobseeker_id
         AND document.establishment_id IS NOT DISTINCT FROM mail.establishment_id
        WHERE mail.id = NEW.mail_id AND document.id = NEW.document_id AND mail.released_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a mail carries only documents of its own record' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
LETTER_STAYS_AS_RELEASED = """
    IF OLD.released_at IS NOT NULL AND (OLD.sent_at IS NOT NULL OR NEW.released_at IS NOT NULL)
       AND (OLD.to_address, OLD.subject, OLD.body, OLD.link_kind, OLD.link_value, OLD.jobseeker_id)
           IS DISTINCT FROM
           (NEW.to_address, NEW.subject, NEW.body, NEW.link_kind, NEW.link_value, NEW.jobseeker_id) THEN
        RAISE EXCEPTION 'a mail leaves as it was released' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
DOCUMENTS_LEAVE_WITH_A_PROVISION = """
    IF (NEW.handed_over_at IS NOT NULL OR NEW.sent_at IS NOT NULL) AND NEW.provision_id IS NULL
       AND EXISTS (SELECT 1 FROM consultations_mailattachment WHERE mail_id = NEW.id) THEN
        RAISE EXCEPTION 'documents leave only with a record of their provision' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def of_one_record(name: str) -> models.CheckConstraint:
    """The row belongs to exactly one person or one employer."""
    return models.CheckConstraint(
        condition=Q(jobseeker__isnull=True, establishment__isnull=False)
        | Q(jobseeker__isnull=False, establishment__isnull=True),
        name=name,
    )


@pghistory.track(model_name="MailTemplateRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class MailTemplate(models.Model):
    """A wording that is used again, with fields in braces; its earlier wordings are kept."""

    class Reader(models.TextChoices):
        PERSON = "person", "就職希望者"
        EMPLOYER = "employer", "企業"

    title = models.CharField("名称", max_length=80)
    reader = models.CharField("だれに送る文面か", max_length=10, choices=Reader.choices)
    subject = models.CharField("件名", max_length=120)
    body = models.TextField("本文")
    place = models.PositiveSmallIntegerField("並び順", default=50)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "メールの文面"
        verbose_name_plural = "メールの文面"
        ordering = ["reader", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "title"],
                name="mail_template_title_once",
                violation_error_message="同じ名称の文面があります。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class MailRound(models.Model):
    """One wording sent to several people, each in an envelope of their own."""

    title = models.CharField("名称", max_length=80)
    conditions = models.CharField("選んだ条件", max_length=1000, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="用意した人"
    )
    prepared_at = models.DateTimeField("用意した日時", auto_now_add=True)

    class Meta:
        verbose_name = "複数の方へのメール"
        verbose_name_plural = "複数の方へのメール"
        ordering = ["-prepared_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:mail_round", args=[self.pk])


class RecordMail(models.Model):
    """One envelope: one record, one address of that record, one text. It has no room for a second recipient."""

    round = models.ForeignKey(
        MailRound, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name="まとめて用意した回"
    )
    jobseeker = models.ForeignKey(
        Jobseeker, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name="就職希望者"
    )
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, blank=True, related_name="record_mails", verbose_name="事業所"
    )
    template = models.ForeignKey(
        MailTemplate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="文面"
    )
    to_address = models.EmailField("宛先")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文", max_length=10_000)
    link_kind = models.CharField("入れるリンクの種類", max_length=20, blank=True)
    link_value = models.CharField("リンクの先", max_length=40, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="用意した人"
    )
    prepared_at = models.DateTimeField("用意した日時", auto_now_add=True)
    provision = models.OneToOneField(
        Provision, models.PROTECT, null=True, blank=True, related_name="mail", verbose_name="提供の記録"
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送信を認めた人",
    )
    released_at = models.DateTimeField("送信を認めた日時", null=True, blank=True)
    handed_over_at = models.DateTimeField("サーバーに渡し始めた日時", null=True, blank=True)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    failure = models.CharField("送れなかった理由", max_length=200, blank=True)
    dropped_at = models.DateTimeField("取りやめた日時", null=True, blank=True)
    settled_at = models.DateTimeField("送れなかったことに対応した日時", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RecordMailQuerySet.as_manager()

    personal_fields = personal(
        to_address="宛先", subject="件名", body="本文", purpose=PURPOSE, keep=KEEP, readers="consultations.read"
    )

    class Meta:
        verbose_name = "個別のメール"
        verbose_name_plural = "個別のメール"
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            of_one_record("record_mail_to_one_record"),
            models.CheckConstraint(
                condition=Q(to_address__regex=r"^[^\s@,;<>]+@[^\s@,;<>]+$"), name="record_mail_to_one_address"
            ),
            models.CheckConstraint(condition=~Q(subject__regex=r"[\r\n]"), name="record_mail_subject_on_one_line"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="record_mail_released_with_name_and_time",
            ),
            models.CheckConstraint(
                condition=Q(round__isnull=True) | Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
                name="record_mails_of_a_round_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(released_at__isnull=False, dropped_at__isnull=True),
                name="record_mail_sent_after_release",
            ),
            models.CheckConstraint(
                condition=(Q(link_kind="", link_value="") & ~Q(body__contains=LINK_ADDRESS))
                | (~Q(link_kind="") & ~Q(link_value="") & Q(body__contains=LINK_ADDRESS) & ~Q(body__icontains="://")),
                name="record_mail_carries_one_kind_of_link",
            ),
            models.UniqueConstraint(
                fields=["round", "jobseeker"], condition=Q(round__isnull=False), name="record_mail_once_per_round"
            ),
        ]
        indexes = [
            models.Index(
                fields=["released_at"],
                condition=Q(sent_at__isnull=True, failure="", dropped_at__isnull=True),
                name="record_mail_to_send",
            ),
            models.Index(
                fields=["handed_over_at"],
                condition=~Q(failure="") & Q(settled_at__isnull=True),
                name="record_mail_failed",
            ),
            models.Index(fields=["jobseeker", "-prepared_at"]),
            models.Index(fields=["establishment", "-prepared_at"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="address_is_of_the_record",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("to_address", "jobseeker_id"),
                func=ADDRESS_IS_OF_THE_RECORD,
            ),
            pgtrigger.Trigger(
                name="mail_stays_as_released",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=LETTER_STAYS_AS_RELEASED,
            ),
            refused_while_stopped(
                "mail_to_nobody_whose_use_is_stopped",
                "jobseekers.Jobseeker",
                "jobseeker_id",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("released_at", "handed_over_at"),
                also="TG_OP = 'INSERT' OR NEW.released_at IS NOT NULL",
            ),
            pgtrigger.Trigger(
                name="documents_leave_with_a_provision",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("handed_over_at", "sent_at"),
                func=DOCUMENTS_LEAVE_WITH_A_PROVISION,
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("consultations:mail", args=[self.pk])

    @property
    def record(self) -> Jobseeker | Establishment:
        """The person or the employer it is written to."""
        return self.jobseeker or self.establishment


class RecordDocument(models.Model):
    """A file the product made about one record; it can go with mails to that record and with no other."""

    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name="ファイル")
    jobseeker = models.ForeignKey(
        Jobseeker, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="就職希望者"
    )
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="事業所"
    )
    kind = models.CharField("種類", max_length=30)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="作成者")
    made_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = "メールに添える書類"
        verbose_name_plural = "メールに添える書類"
        ordering = ["pk"]
        constraints = [of_one_record("record_document_of_one_record")]
        triggers = [
            pgtrigger.Trigger(
                name="document_keeps_its_file_and_person",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("file_id", "jobseeker_id", "kind"),
                func="RAISE EXCEPTION 'a document stays with its record' USING ERRCODE = 'check_violation';",
            )
        ]

    def __str__(self) -> str:
        return self.file.name


class MailAttachment(models.Model):
    """A document that goes with a mail."""

    mail = models.ForeignKey(RecordMail, models.CASCADE, related_name="attachments", verbose_name="メール")
    document = models.ForeignKey(RecordDocument, models.PROTECT, related_name="+", verbose_name="書類")

    class Meta:
        verbose_name = "メールの添付"
        verbose_name_plural = "メールの添付"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mail", "document"], name="attached_once")]
        triggers = [
            pgtrigger.Trigger(
                name="document_is_of_the_record",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=DOCUMENT_IS_OF_THE_RECORD,
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

"""What is given back at the end of the contract, and the certificate of what was erased (別記 第13)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.models import StoredFile
from centre.triggers import never_emptied
from privacy.models.erasing import Erasure
from privacy.models.sharing import Provision


class ReturnPackage(models.Model):
    """Everything that is held for the contract, in open formats; its file goes with the erasure, its hash stays.

    The file is an archive with a password, kept under a seal as long as the file.
    """

    class Kind(models.TextChoices):
        RETURN = "return", "返還一式"
        HANDOVER = "handover", "引継ぎ一式"

    kind = models.CharField("種類", max_length=10, choices=Kind.choices, default=Kind.RETURN)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ファイル"
    )
    name = models.CharField("ファイル名", max_length=200)
    size = models.PositiveBigIntegerField("大きさ（バイト）")
    sha256 = models.CharField("SHA-256", max_length=64)
    rows = models.JSONField("表ごとの件数", default=dict)
    people = models.PositiveIntegerField("人数（人）", default=0)
    sealed_password = models.TextField("封をしたパスワード", blank=True, editable=False)
    password_shown_at = models.DateTimeField("パスワードを示した日時", null=True, blank=True)
    made_at = models.DateTimeField("作成日時", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="作成した人")
    downloaded_at = models.DateTimeField("最初に保存した日時", null=True, blank=True)
    downloaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="保存した人"
    )
    provision = models.OneToOneField(
        Provision, models.PROTECT, null=True, blank=True, related_name="returned", verbose_name="提供の記録"
    )

    class Meta:
        verbose_name = "返還一式"
        verbose_name_plural = "返還一式"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(downloaded_at__isnull=True, downloaded_by__isnull=True)
                | Q(downloaded_at__gte=F("made_at"), downloaded_by__isnull=False),
                name="return_package_saved_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=Q(sealed_password="") | Q(file__isnull=False), name="return_package_forgets_its_password"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="return_package_stays_as_made",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "kind", "fiscal_year", "name", "size", "sha256", "rows", "people", "made_at", "made_by"
                ),
            ),
            pgtrigger.Protect(
                name="return_package_leaves_with_a_provision",
                operation=pgtrigger.UpdateOf("downloaded_at"),
                condition=pgtrigger.Q(new__downloaded_at__isnull=False, new__provision__isnull=True),
            ),
            pgtrigger.Protect(name="return_package_never_deleted", operation=pgtrigger.Delete),
            never_emptied("return_packages_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.name


class ErasureCertificate(models.Model):
    """The certificate of an erasure as it was issued; signed with a key that the database does not have."""

    erasure = models.OneToOneField(Erasure, models.PROTECT, related_name="certificate", verbose_name="消去")
    number = models.PositiveIntegerField("番号", unique=True)
    content = models.JSONField("証明の内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    mark = models.CharField("署名", max_length=64)
    issued_on = models.DateField("発行日")
    issued_at = models.DateTimeField("発行日時", auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="発行した人"
    )

    class Meta:
        verbose_name = "消去の証明書"
        verbose_name_plural = "消去の証明書"
        ordering = ["-number"]
        triggers = [
            pgtrigger.Protect(name="erasure_certificate_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("erasure_certificates_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"消去証明 第{self.number}号"

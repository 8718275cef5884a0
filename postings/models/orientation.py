"""What a person who moves has told for the orientation about the relocation subsidy."""

from django.conf import settings
from django.db import models

from jobseekers.models import Jobseeker
from privacy.declarations import personal


class RelocationFacts(models.Model):
    """The facts that the book `relocation_person` reads, told once by the person; the verdict is never kept.

    `facts` holds plain values by the keys of the book's vocabulary; what is not known is absent.
    """

    jobseeker = models.OneToOneField(
        Jobseeker, models.CASCADE, primary_key=True, related_name="relocation_facts", verbose_name="就職希望者"
    )
    facts = models.JSONField("伺ったこと", default=dict)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人")
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(
        facts="移住支援金の要件の参考判定のために伺ったこと（居住・通勤・通学の期間など）",
        purpose="移住支援金の要件の案内（契約 8(5)）",
        keep="契約の終了まで（特記事項 第13）",
        readers="jobseekers.read",
    )

    class Meta:
        verbose_name = "移住支援金の参考判定"
        verbose_name_plural = "移住支援金の参考判定"

    def __str__(self) -> str:
        return f"{self.jobseeker_id}"

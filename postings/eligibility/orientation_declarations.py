"""The panel of the relocation subsidy on a person's page."""

from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.registry import Card, CardItem, RecordDocument, RecordPanel
from centre.roles import may
from jobseekers.models import Jobseeker
from postings.eligibility.orientation import counts_in_words, judged
from postings.eligibility.orientation_pdf import write_orientation
from postings.models import RelocationFacts


def _orientation(person: Jobseeker, user, today) -> Card | None:
    record = RelocationFacts.objects.filter(pk=person.pk).first()
    title = "移住支援金（参考）"
    if record is None:
        if not may(user, "jobseekers.edit"):
            return None
        ask = CardItem("居住・通勤・通学の期間を伺う", reverse("postings:orientation_edit", args=[person.pk]))
        return Card(title, items=(ask,))
    see = CardItem("参考判定と、伺ったことを見る", reverse("postings:orientation", args=[person.pk]))
    try:
        judgement = judged(record.facts, today)
    except DomainError as error:
        return Card(title, note=error.message, items=(see,))
    note = f"参考：{judgement.verdict_in_words}（{counts_in_words(judgement)}）。受給の可否は市町村が決めます。"
    return Card(title, note=note, items=(see,))


def _sheets(person: Jobseeker, user) -> list[tuple[str, str]]:
    told = RelocationFacts.objects.filter(pk=person.pk).exists()
    return [("now", "移住支援金の要件（参考）")] if told else []


def _sheet(person: Jobseeker, key: str) -> tuple[str, str, bytes]:
    record = RelocationFacts.objects.select_related("noted_by").filter(pk=person.pk).first()
    if record is None or key != "now":
        raise DomainError("この方の移住支援金の参考資料はありません。")
    content = write_orientation(person, record, judged(record.facts, timezone.localdate()))
    return "移住支援金の要件（参考）.pdf", "application/pdf", content


DECLARATIONS = (
    RecordPanel("jobseekers.Jobseeker", _orientation, "jobseekers.read", 20),
    RecordDocument("jobseekers.Jobseeker", "orientation", "jobseekers.read", _sheets, _sheet),
)

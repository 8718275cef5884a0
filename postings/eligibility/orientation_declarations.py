"""The panel of the relocation subsidy on a person's page."""

from django.urls import reverse

from centre.errors import DomainError
from centre.registry import Card, CardItem, RecordPanel
from centre.roles import may
from jobseekers.models import Jobseeker
from postings.eligibility.orientation import counts_in_words, judged
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


DECLARATIONS = (RecordPanel("jobseekers.Jobseeker", _orientation, "jobseekers.read", 20),)

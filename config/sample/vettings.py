"""Sample vettings: some signed, some waiting for a signature, one returned; made by the acts themselves."""

from centre.roles import Role
from config.sample import acceptances
from config.sample.world import World
from postings.eligibility import vetting
from postings.eligibility.evidence import Evidence
from postings.models import JobPosting

LISTED, WAITING = 6, 9
LOOKED_AT = {
    ("relocation_corporation", "C2"): Evidence("登記事項証明書（見本）"),
    ("relocation_corporation", "C5"): Evidence("雇用保険適用事業所設置届の控え（見本）"),
    ("relocation_posting", "J1"): Evidence("求人票の所定労働時間と契約の期間"),
}


def make(world: World) -> None:
    """Vet a few postings: those listed are signed; of those not listed yet some wait, and one goes back.

    What was taken in or refused, and what is certified, follows.
    """
    reviewer = world.staff[Role.REVIEWER]
    postings = JobPosting.objects.select_related("establishment").order_by("pk")
    for posting in postings.filter(listed_eligible=True, ended_on__isnull=True)[:LISTED]:
        vetting.approve(_prepared(world, posting), by=reviewer)
    for number, posting in enumerate(postings.filter(listed_from__isnull=True, weekly_hours__gte=20)[:WAITING]):
        prepared = _prepared(world, posting)
        if number % 3 == 0:
            vetting.approve(prepared, by=reviewer)
        elif number == 1:
            vetting.give_back(prepared, by=reviewer, note="株主の名簿を確かめてください。")
    acceptances.make(world)


def _prepared(world: World, posting: JobPosting):
    return vetting.prepare(posting, on=world.today, by=world.counsellors[0], evidence=LOOKED_AT)

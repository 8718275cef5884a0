"""Sample declarations, decisions on acceptance, certificates and a draft of a rule, made by the acts themselves."""

from datetime import date

from centre.roles import Role
from config.sample.world import World
from postings.eligibility import rule_drafts
from postings.labour_law.accepting import decide_acceptance
from postings.labour_law.declaring import declare
from postings.models import JobPosting
from postings.rulebooks.library import choose
from postings.site.certifying import certify

DECLARED, CERTIFIED = 6, 2
NOTHING_APPLIES = dict.fromkeys(
    ("repeated_violation", "referred_and_published", "published", "organised_crime", "refuses_report"), False
)
ADVICE = (
    "同じ地域・職種の求人と比べて休日が大きく少なくなっています。休日を見直していただけましたら、もう一度確かめます。"
)


def make(world: World) -> None:
    """The newest postings that nobody listed are taken in, but one that is refused until it is improved."""
    reviewer, counsellor = world.staff[Role.REVIEWER], world.counsellors[0]
    waiting = JobPosting.objects.filter(listed_from__isnull=True).select_related("establishment__corporation")
    for number, posting in enumerate(waiting.order_by("-received_on", "-pk")[:DECLARED]):
        corporation = posting.establishment.corporation
        if not corporation.self_declarations.exists():
            declare(
                corporation,
                declared_on=world.today,
                answers=NOTHING_APPLIES,
                declarant_role="人事担当",
                by=counsellor,
            )
        _decide(world, posting, by=reviewer if number == 0 else counsellor, is_refused=number == 0)
    listed = JobPosting.objects.filter(listed_eligible=True, ended_on__isnull=True).order_by("pk")
    for posting in listed[:CERTIFIED]:
        certify(posting, by=counsellor)
    _draft(world)


def _decide(world: World, posting: JobPosting, *, by, is_refused: bool) -> None:
    given = {"told_by": "phone", "told_on": world.today, "by": by}
    if is_refused:
        decide_acceptance(posting, decision="refused", is_inappropriate=True, grounds=["A2"], advice=ADVICE, **given)
    else:
        decide_acceptance(posting, decision="accepted", is_inappropriate=False, **given)


def _draft(world: World) -> None:
    """What if the least weekly hours rose with the next fiscal year."""
    year = world.today.year + (world.today.month >= 4)
    rule_drafts.draft(
        choose("relocation_posting", world.today),
        valid_from=date(year, 4, 1),
        parameters={"least_weekly_hours": 30},
        note="週30時間以上になったら、掲載中のどの求人が変わるか（見本）",
        by=world.staff[Role.REVIEWER],
    )

"""What the referrals hand over at the end of a contract: courses, hand-offs and retention checks that are open."""

from collections.abc import Iterator
from datetime import date

from centre.registry import HandoverList, registry
from centre.templatetags.display import day
from referrals.models import Handoff, Referral, RetentionCheck


def register() -> None:
    """Called once at start-up."""
    registry.add(
        HandoverList("進行中の応募", ("情報提供の日", "就職希望者", "求人", "段階"), _courses),
        HandoverList("回答のないつなぎ", ("つないだ日", "関係機関", "相手", "目的"), _handoffs),
        HandoverList("これからの定着確認", ("期限", "就職希望者", "事業所", "何か月"), _checks),
    )


def _courses(today: date) -> Iterator[tuple]:
    for one in Referral.objects.running().select_related("jobseeker", "posting").order_by("informed_on", "pk"):
        yield day(one.informed_on), one.jobseeker.name, one.posting.title, one.get_stage_display()


def _handoffs(today: date) -> Iterator[tuple]:
    waiting = Handoff.objects.waiting().select_related("agency", "jobseeker", "establishment")
    for one in waiting.order_by("handed_on", "pk"):
        yield day(one.handed_on), one.agency.name, one.jobseeker or one.establishment or "", one.purpose


def _checks(today: date) -> Iterator[tuple]:
    waiting = RetentionCheck.objects.waiting().select_related(
        "referral__jobseeker", "referral__posting__establishment"
    )
    for one in waiting.order_by("due_on", "pk"):
        employer = one.referral.posting.establishment.name
        yield day(one.due_on), one.referral.jobseeker.name, employer, f"{one.months}か月"

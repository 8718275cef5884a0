"""What the consultations hand over at the end of a contract: promises that are open."""

from collections.abc import Iterator
from datetime import date

from centre.registry import HandoverList, registry
from centre.templatetags.display import day
from consultations.models import FollowUp


def register() -> None:
    """Called once at start-up."""
    registry.add(HandoverList("約束", ("期限", "相手", "すること", "担当者", "延ばした回数"), _promises))


def _promises(today: date) -> Iterator[tuple]:
    open_ones = FollowUp.objects.open().select_related("establishment", "jobseeker", "assigned_to")
    for one in open_ones.order_by("due_on", "pk").iterator(chunk_size=2000):
        whom = one.jobseeker or one.establishment or ""
        yield day(one.due_on), whom, one.what, one.assigned_to.name, one.times_postponed

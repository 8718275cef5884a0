"""What the postings hand over at the end of a contract: listings that end soon, and courses that are open."""

from collections.abc import Iterator
from datetime import date, timedelta

from centre.registry import HandoverList, registry
from centre.templatetags.display import day
from postings.models import EligibilityCourse, JobPosting

SOON = timedelta(days=90)


def register() -> None:
    """Called once at start-up."""
    registry.add(
        HandoverList(
            "期限の近い求人", ("掲載の期限", "求人番号", "求人", "事業所", "対象"), _ending, names_people=False
        ),
        HandoverList("対象法人の手続", ("期限", "法人等", "状態", "登録日"), _courses, names_people=False),
    )


def _ending(today: date) -> Iterator[tuple]:
    live = JobPosting.objects.filter(listed_from__isnull=False, ended_on__isnull=True)
    ending = live.filter(listed_until__lte=today + SOON).select_related("establishment")
    for one in ending.order_by("listed_until", "pk").iterator(chunk_size=2000):
        eligible = "対象" if one.listed_eligible else "対象外"
        yield day(one.listed_until), one.site_number or "", one.title, one.establishment.name, eligible


def _courses(today: date) -> Iterator[tuple]:
    for one in EligibilityCourse.objects.open().select_related("corporation").order_by("due_on", "pk"):
        due = day(one.due_on) if one.due_on else ""
        yield due, one.corporation.name, one.get_state_display(), day(one.registered_on)

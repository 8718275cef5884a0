"""Which listings run out when, and which ran out without anybody's word (DOMAIN 2.3 J6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from postings.models import JobPosting, RenewalInquiry
from postings.renewal.querysets import newest_of

# Long enough that nobody finds the reminder gone after the New Year holidays with a weekend on either side.
REMINDED_FOR = timedelta(days=10)


@dataclass(frozen=True)
class Day:
    """How many listings run out on a day, and how many of them are listed as eligible."""

    day: date
    listings: int = 0
    eligible: int = 0


def by_day(first: date, last: date) -> dict[date, Day]:
    """The days between two days, both included, on which listings run out."""
    rows = (
        JobPosting.objects.expiring(first, last)
        .order_by()
        .values("listed_until")
        .annotate(listings=Count("pk"), eligible=Count("pk", filter=Q(listed_eligible=True)))
        .values_list("listed_until", "listings", "eligible")
    )
    return {day: Day(day, listings, eligible) for day, listings, eligible in rows}


def running_out(first: date, last: date) -> QuerySet[JobPosting]:
    """The listings themselves, with `asked_state` and `asked_answer` of the newest question about their end day."""
    inquiries = RenewalInquiry.objects.all()
    return (
        JobPosting.objects.expiring(first, last)
        .select_related("establishment")
        .annotate(asked_state=newest_of(inquiries, "state"), asked_answer=newest_of(inquiries, "answer"))
        .order_by("listed_until", "pk")
    )


def lapsed(today: date) -> QuerySet[JobPosting]:
    """Listings that ran out in the last days without the employer having said that they may end, the newest first."""
    meant_to = RenewalInquiry.objects.filter(
        posting=OuterRef("pk"), ends_on=OuterRef("listed_until"), answer=RenewalInquiry.Answer.END
    )
    found = JobPosting.objects.expiring(today - REMINDED_FOR, today - timedelta(days=1)).filter(~Exists(meant_to))
    return found.select_related("establishment").order_by("-listed_until", "-listed_eligible", "pk")


def said(state: str | None, answer: str | None) -> str:
    """How a question stands, in words; nobody asked is said, too."""
    if not state:
        return "まだ問い合わせていません"
    label = RenewalInquiry.State(state).label
    return f"{RenewalInquiry.Answer(answer).label}（{label}）" if answer else label


def with_words(postings: Iterable[JobPosting]) -> list[JobPosting]:
    """Postings of a page of `running_out`, each with `asked` in words."""
    found = list(postings)
    for posting in found:
        posting.asked = said(posting.asked_state, posting.asked_answer)
    return found

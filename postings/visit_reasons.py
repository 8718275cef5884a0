"""What postings say for a visit: listings that run out, and occupations that registered movers wish for."""

from datetime import date, timedelta

from django.db.models import Count, Min

from centre.registry import VisitReason
from jobseekers.models import Jobseeker
from postings.models import JobPosting

SOON = 30
WISHED = 3


def _expiring(today: date, candidates, limit: int):
    """Employers whose listings run out within SOON days, the first to run out first."""
    last = today + timedelta(days=SOON)
    found = (
        JobPosting.objects.expiring(today, last)
        .filter(establishment__in=candidates)
        .values("establishment")
        .annotate(postings=Count("pk"), first=Min("listed_until"))
        .order_by("first", "establishment")
    )
    for row in found[:limit]:
        words = f"掲載が{row['first']:%-m月%-d日}から切れる求人 {row['postings']}件"
        yield row["establishment"], words, 1 - (row["first"] - today).days / (SOON + 1)


def _wished(today: date, candidates, limit: int):
    """Employers that sought, within a year, people of the occupations that most registered movers wish for."""
    wishes = (
        Jobseeker.objects.open()
        .filter(wished_occupations__isnull=False)
        .values("wished_occupations", "wished_occupations__name")
        .annotate(people=Count("pk"))
        .order_by("-people", "wished_occupations")[:WISHED]
    )
    for place, wish in enumerate(wishes):
        sought = (
            JobPosting.objects.filter(
                occupation=wish["wished_occupations"], received_on__gt=today - timedelta(days=365)
            )
            .filter(establishment__in=candidates)
            .values("establishment")
            .annotate(postings=Count("pk"))
            .order_by("-postings", "establishment")
        )
        words = f"{wish['wished_occupations__name']}を希望する登録者 {wish['people']}人"
        for row in sought[: limit // WISHED]:
            yield row["establishment"], words, 1 - place / (WISHED + 1)


REASONS = (
    VisitReason("expiring", "掲載が切れる", 3.0, _expiring),
    VisitReason("wished", "希望者のいる職種", 1.5, _wished),
)

"""Matching: postings for a person and people for a posting, ranked by one question to the database each.

Both directions add up the same points (`referrals.matching.criteria`), so that a person and a posting have one score,
from whichever side they are looked at.
"""

from datetime import date
from functools import reduce
from operator import add

from django.db.models import F, Q, QuerySet

from centre.tabular.names import name_key
from jobseekers.models import Jobseeker, WishSummary
from postings.models import JobPosting
from referrals.matching import ranking_people, ranking_postings
from referrals.matching.criteria import CRITERIA, FULL, LEADING
from referrals.models import Referral

SHOWN = 20
# From how many of the 100 points a match is worth showing, and a posting worth suggesting, unless somebody asks.
WORTH_SHOWING, WORTH_SUGGESTING = 60, 40
BEST_POSTINGS = ("-score", "-listed_from", "-pk")
BEST_PEOPLE = ("-score", "-pk")


def points_name(criterion) -> str:
    """Under which name a ranked row carries the points of a criterion."""
    return f"points_{criterion.key}"


def postings_for(wishes: WishSummary, day: date) -> QuerySet[JobPosting]:
    """Postings with their points for a person: `score`, `leading` and one `points_...` per criterion.

    Which postings are compared (live ones, unseen ones) the caller narrows; the order is BEST_POSTINGS.
    """
    return _scored(JobPosting.objects.all(), ranking_postings.points(wishes, day)).order_by(*BEST_POSTINGS)


def people_for(posting: JobPosting, day: date) -> QuerySet[WishSummary]:
    """People (their summaries of wishes) with their points for a posting, in the order BEST_PEOPLE.

    Only those whose support goes on and whose consent is in force on the day.
    """
    people = WishSummary.objects.filter(is_open=True, consented_on__lte=day)
    return _scored(people, ranking_people.points(posting, day)).order_by(*BEST_PEOPLE)


def at_least(rows: QuerySet, least: int) -> QuerySet:
    """The ranked rows that reach a score.

    What the leading criteria cannot reach even with all other points is put aside before the rest is added up.
    """
    rest = FULL - sum(criterion.weight for criterion in LEADING)
    if least > rest:
        rows = rows.filter(leading__gte=least - rest)
    return rows.filter(score__gte=least)


def not_told(rows: QuerySet, *, jobseeker: int | None = None, posting: int | None = None) -> QuerySet:
    """Without those that were brought together before: informed, applied, hired, refused or withdrawn."""
    if jobseeker is not None:
        return rows.exclude(pk__in=Referral.objects.order_by().filter(jobseeker=jobseeker).values("posting"))
    return rows.exclude(pk__in=Referral.objects.order_by().filter(posting=posting).values("jobseeker"))


def candidates(person: Jobseeker, text: str, day: date) -> QuerySet[JobPosting]:
    """Up to SHOWN postings live on a day that the person has not been told about: those with the words, else the
    best matches."""
    ranked = not_told(postings_for(person.wish_summary, day).live_on(day), jobseeker=person.pk)
    ranked = ranked.select_related("establishment", "work_municipality", "occupation")
    if not text:
        return at_least(ranked, WORTH_SUGGESTING)[:SHOWN]
    for word in text.split():
        ranked = ranked.filter(
            Q(title__icontains=word)
            | Q(establishment__name_key__contains=name_key(word) or word)
            | Q(site_number__iexact=word)
        )
    return ranked[:SHOWN]


def _scored(rows: QuerySet, points: dict) -> QuerySet:
    named = {points_name(criterion): points[criterion.key] for criterion in CRITERIA}
    return rows.annotate(**named).annotate(
        leading=reduce(add, (F(points_name(criterion)) for criterion in LEADING)),
        score=reduce(add, (F(points_name(criterion)) for criterion in CRITERIA)),
    )

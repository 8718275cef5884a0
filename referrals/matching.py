"""Postings that may suit a person: by words, or by what the person wishes."""

from datetime import date

from django.db.models import Case, F, Q, QuerySet, When

from centre.tabular.names import name_key
from jobseekers.models import Jobseeker
from postings.models import JobPosting

SHOWN = 20


def candidates(person: Jobseeker, text: str, day: date) -> QuerySet:
    """Postings live on a day that the person has not been told about: those with the words, else the wished.

    Of the wished ones those of both a wished place and a wished occupation come first.
    """
    live = JobPosting.objects.live_on(day).exclude(referrals__jobseeker=person)
    live = live.select_related("establishment", "work_municipality", "occupation")
    if text:
        for word in text.split():
            live = live.filter(
                Q(title__icontains=word)
                | Q(establishment__name_key__contains=name_key(word) or word)
                | Q(site_number__iexact=word)
            )
        return _eligible_first(live)
    wished_places = list(person.wished_municipalities.values_list("pk", flat=True))
    wished_occupations = list(person.wished_occupations.values_list("pk", flat=True))
    if not wished_places and not wished_occupations:
        return _eligible_first(live)
    places, occupations = Q(work_municipality__in=wished_places), Q(occupation__in=wished_occupations)
    fit = Case(When(places & occupations, then=2), When(places | occupations, then=1), default=0)
    return _eligible_first(live.annotate(fit=fit).filter(fit__gt=0), "-fit")


def _eligible_first(postings: QuerySet, *before: str) -> QuerySet:
    return postings.order_by(*before, F("listed_eligible").desc(nulls_last=True), "-listed_from", "-pk")[:SHOWN]

"""Postings that may suit a person: by words, or by what the person wishes."""

from datetime import date

from django.db.models import Q, QuerySet

from centre.tabular.names import name_key
from jobseekers.models import Jobseeker
from postings.models import JobPosting

SHOWN = 20


def candidates(person: Jobseeker, text: str, day: date) -> QuerySet:
    """Postings live on a day that the person has not been told about: those with the words, else the wished ones."""
    live = JobPosting.objects.live_on(day).exclude(referrals__jobseeker=person)
    live = live.select_related("establishment", "work_municipality", "occupation")
    if text:
        for word in text.split():
            live = live.filter(
                Q(title__icontains=word)
                | Q(establishment__name_key__contains=name_key(word) or word)
                | Q(site_number__iexact=word)
            )
    else:
        wished = Q()
        if places := list(person.wished_municipalities.values_list("pk", flat=True)):
            wished &= Q(work_municipality__in=places)
        if occupations := list(person.wished_occupations.values_list("pk", flat=True)):
            wished &= Q(occupation__in=occupations)
        live = live.filter(wished)
    return live.order_by("-listed_eligible", "-listed_from", "-pk")[:SHOWN]

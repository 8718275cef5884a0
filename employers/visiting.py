"""Recording a trip to an establishment (contract 8(3))."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from employers import planning
from employers.models import Establishment, Visit


def record_visit(establishment: Establishment, *, visited_on: date, by: User, **learnt) -> Visit:
    """Record a visit; it also confirms the establishment's data on that day. Raises DomainError for a day to come."""
    if visited_on > timezone.localdate():
        raise DomainError("訪問日に先の日付は入れられません。", "visited_on")
    with transaction.atomic():
        visit = Visit.objects.create(establishment=establishment, visited_on=visited_on, visited_by=by, **learnt)
        Establishment.objects.filter(pk=establishment.pk).confirm(visited_on)
        planning.settle(visit)
    return visit

"""Incidents as figures: for the home page, the list and the reports of the room to the right."""

from datetime import date

from django.db.models import Max, QuerySet
from django.utils import timezone

from centre.filters import midnight, midnight_after
from privacy.models import Incident


def incidents_in(first: date, last: date) -> QuerySet[Incident]:
    """The incidents noticed between two days, both included; no exercise, nothing withdrawn, no blank draft."""
    return Incident.objects.filter(
        is_exercise=False,
        withdrawn_at__isnull=True,
        noticed_at__gte=midnight(first),
        noticed_at__lt=midnight_after(last),
    )


def open_incidents() -> QuerySet[Incident]:
    """What is neither closed nor withdrawn, exercises too; the oldest first."""
    return Incident.objects.filter(closed_at__isnull=True, withdrawn_at__isnull=True).order_by("pressed_at", "pk")


def last_exercise() -> date | None:
    """The day of the last exercise that was carried to its end."""
    found = Incident.objects.filter(is_exercise=True, closed_at__isnull=False).aggregate(last=Max("noticed_at"))
    return timezone.localtime(found["last"]).date() if found["last"] else None

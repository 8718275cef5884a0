"""Makers of incidents, by the acts the pages call."""

from datetime import timedelta

from django.utils import timezone

from centre.models import User
from privacy.incidents.freezing import freeze
from privacy.incidents.handling import tell
from privacy.incidents.pressing import describe_first, press
from privacy.models import Incident


def an_incident(by: User, *, is_exercise: bool = False, what: str = "別の方の書類を送った。") -> Incident:
    """Pressed now, noticed an hour ago, and said in a sentence."""
    noticed_at = timezone.now() - timedelta(hours=1)
    blank = press(by=by)
    return describe_first(blank, blank.version, what=what, noticed_at=noticed_at, is_exercise=is_exercise, by=by)


def a_told_incident(by: User, **more) -> Incident:
    """One that the prefecture was told of, by phone and on paper."""
    incident = an_incident(by, **more)
    freeze(incident, "immediate", by=by)
    return tell(incident, incident.version, told_at=timezone.now(), told_to="見本課", told_by_way="phone", by=by)

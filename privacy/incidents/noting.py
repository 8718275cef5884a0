"""The course of an incident, line by line."""

from django.db import transaction

from centre.models import User
from privacy.models import Incident, IncidentNote


@transaction.atomic
def write_note(incident: Incident, words: str, *, by: User, kind: str = IncidentNote.Kind.ACT) -> IncidentNote:
    """Add a line, also to one that has ended: what follows is written down too."""
    return IncidentNote.objects.create(incident=incident, kind=kind, words=words, by=by)

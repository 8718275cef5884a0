"""The course of an incident, line by line, and that it has not ended yet."""

from django.db import transaction

from centre.errors import DomainError
from centre.models import User
from privacy.models import Incident, IncidentNote


@transaction.atomic
def write_note(incident: Incident, words: str, *, by: User, kind: str = IncidentNote.Kind.ACT) -> IncidentNote:
    """Add a line, also to one that has ended: what follows is written down too."""
    return IncidentNote.objects.create(incident=incident, kind=kind, words=words, by=by)


def refuse_ended(incident: Incident) -> None:
    """Raise DomainError for an incident that is closed or withdrawn."""
    if not incident.is_open:
        raise DomainError(f"この{incident}は{incident.state}です。もう変えられません。")

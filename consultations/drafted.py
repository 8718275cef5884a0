"""What was typed beside a page, and the record it may have become already.

Two tabs can hold one draft, and an answer of the server can be lost on its way.
"""

import uuid

from django.urls import resolve

from centre.models import Submission, User
from consultations.models import Consultation
from consultations.picking import key_of

COMPARED = ("method", "topic", "summary", "note", "groups", "people")


def record_of(entry_key, user: User) -> Consultation | None:
    """The consultation that an entry of this user has become; None when it was not saved yet."""
    sent = Submission.objects.filter(pk=_uuid(entry_key), user=user).exclude(redirect_to="").first()
    return consultation_at(sent.redirect_to) if sent else None


def consultation_at(address: str) -> Consultation | None:
    """The consultation whose page an address opens; None for another page, to which the number of another form led."""
    page = resolve(address)
    if page.view_name != "consultations:detail":
        return None
    return Consultation.objects.select_related("jobseeker", "establishment").filter(pk=page.kwargs["pk"]).first()


def says_something_else(typed, record: Consultation) -> bool:
    """Whether what was typed (raw texts by field) is not what the record holds; an absent field is the same."""
    if any(name in typed and _plain(typed[name]) != _plain(getattr(record, name)) for name in COMPARED):
        return True
    if typed.get("picked") and typed["picked"] != key_of(record):
        return True
    promised = _plain(typed.get("next_action", ""))
    return bool(promised) and not record.follow_ups.filter(what=promised).exists()


def _plain(text) -> str:
    return str(text).replace("\r\n", "\n").strip()


def _uuid(text) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None

"""Minutes go to the prefecture, which agrees to them on screen or asks for a correction."""

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.models import User
from reports.files import PDF
from reports.meetings.minuting import writable
from reports.meetings.paper import minutes_of, write_pdf
from reports.models import Meeting


def submit_minutes(meeting: Meeting, version: int, *, by: User) -> Meeting:
    """Give the minutes to the prefecture: from now on they stay as they are, and their PDF is kept.

    Raises EditConflict, and DomainError when they have been submitted already and when they say nothing.
    """
    with transaction.atomic():
        record = writable(meeting, version)
        if not (record.discussion or record.decisions):
            raise DomainError("「協議の内容」か「決めたこと」を書いてから提出してください。")
        record.submitted_at, record.submitted_by, record.changed_by = timezone.now(), by, by
        record.answered_at = record.answered_by = None
        record.answer = ""
        name = f"議事録_{record.held_on:%Y%m%d}_{record.pk}.pdf"
        record.minutes = store(name, PDF, write_pdf(minutes_of(record)))
        record.state = Meeting.State.SUBMITTED
        record.save()
    return record


def acknowledge(meeting: Meeting, version: int, *, words: str = "", by: User) -> Meeting:
    """The prefecture agrees to the minutes. Raises EditConflict and DomainError for minutes that do not wait."""
    return _answer(meeting, version, Meeting.State.ACKNOWLEDGED, words, by)


def send_back(meeting: Meeting, version: int, *, words: str, by: User) -> Meeting:
    """The prefecture asks for a correction. Raises as `acknowledge` does, and DomainError without words."""
    if not words.strip():
        raise DomainError("直してほしいところを書いてください。", "words")
    return _answer(meeting, version, Meeting.State.RETURNED, words, by)


def _answer(meeting: Meeting, version: int, state: str, words: str, by: User) -> Meeting:
    with transaction.atomic():
        record = lock_for_edit(Meeting, meeting.pk, version)
        if record.state != Meeting.State.SUBMITTED:
            raise DomainError(f"この議事録は、すでに「{record.get_state_display()}」です。")
        record.state, record.answer, record.changed_by = state, words.strip(), by
        record.answered_at, record.answered_by = timezone.now(), by
        record.save()
    return record

"""The partner's word through its secret address: received, handled with a result, or not possible."""

from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from privacy.free_text import suspicions
from referrals.models import Handoff, HandoffLink, LinkUse

Answer = Handoff.Answer
# What may be answered after what; a finished hand-off is changed by telephone only.
STEPS = {
    Answer.WAITING: (Answer.RECEIVED, Answer.HANDLED, Answer.DECLINED),
    Answer.RECEIVED: (Answer.HANDLED, Answer.DECLINED),
}
RESULT_LENGTH = 300


class Shut(StrEnum):
    """Why an address shows nothing of the hand-off."""

    REPLACED = "replaced"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class Refused(StrEnum):
    """Why an answer was not taken, by what the page says."""

    CHOOSE = "choose"
    RESULT = "write_result"
    TOO_LONG = "too_long"
    PRIVATE = "private"


class AnswerRefused(DomainError):
    """An answer that cannot be taken; `why` names the words of the page."""

    def __init__(self, why: Refused):
        super().__init__(why.value)
        self.why = why


def shut(link: HandoffLink, today: date) -> Shut | None:
    """Why the address shows nothing any more; None while it is good."""
    handoff = link.handoff
    is_withdrawn = handoff.answer == Answer.WITHDRAWN or handoff.consent_withdrawn_on is not None
    has_consent = handoff.jobseeker_id is None or handoff.jobseeker.consents.filter(withdrawn_on__isnull=True).exists()
    if is_withdrawn or not has_consent:
        return Shut.WITHDRAWN
    if link.ended_at is not None:
        return Shut.REPLACED
    return Shut.OVER if today > link.expires_on else None


def note_look(link: HandoffLink, kind: str, *, language: str, address: str | None) -> LinkUse:
    """Keep that somebody opened the address; nothing else changes."""
    return LinkUse.objects.create(link=link, kind=kind, language=language, address=address)


def answer_by_link(link: HandoffLink, *, answer: str, result: str, language: str, address: str | None) -> bool:
    """Take the partner's answer; False when it was given before, or the address or the hand-off is closed.

    Raises AnswerRefused when no answer was chosen, a result is missing, too long, or looks like what nobody may
    write here (a personal number, health and the like).
    """
    text = result.strip()
    if answer not in STEPS[Answer.WAITING]:
        raise AnswerRefused(Refused.CHOOSE)
    if answer == Answer.HANDLED and not text:
        raise AnswerRefused(Refused.RESULT)
    if len(text) > RESULT_LENGTH:
        raise AnswerRefused(Refused.TOO_LONG)
    if suspicions(text):
        raise AnswerRefused(Refused.PRIVATE)
    today = timezone.localdate()
    with transaction.atomic():
        handoff = Handoff.objects.select_for_update().get(pk=link.handoff_id)
        current = HandoffLink.objects.select_related("handoff__jobseeker").get(pk=link.pk)
        if shut(current, today) or answer not in STEPS.get(handoff.answer, ()):
            return False
        handoff.answer, handoff.answered_on, handoff.answered_on_page = answer, today, True
        handoff.result = text or handoff.result
        handoff.version += 1
        handoff.save()
        note_look(link, answer, language=language, address=address)
    return True

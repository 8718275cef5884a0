"""Receiving somebody new at the counter: the consent, the registration and the consultation in one act."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from consultations.models import Consultation
from consultations.taking import PEOPLE, With, log
from jobseekers.registration import ConsentGiven, current_consent_text, register


@dataclass(frozen=True)
class Newcomer:
    """Whom the counter meets for the first time, and what they agreed to: the version shown, and how."""

    name: str
    phone: str
    consent_version: int
    consent_method: str


def receive(newcomer: Newcomer, *, party: str, held_at: datetime, by: User, **taken) -> Consultation:
    """Register a person with the consent to the wording that was shown, and take down the consultation.

    The consent and the registration are of the day of the consultation. Raises DomainError when the user may not
    register people, when the wording has changed since it was shown, and as `register` and `log` do.
    """
    if not may(by, "jobseekers.edit"):
        raise DomainError("あなたの役割では、就職希望者を登録できません。", "party")
    if party not in PEOPLE:
        raise DomainError("登録するのは、就職希望者・帰省者・保護者のときだけです。", "party")
    text = current_consent_text()
    if text.version != newcomer.consent_version:
        raise DomainError("同意の文面が新しくなりました。新しい文面を示して、もう一度確かめてください。", "agreed")
    day = timezone.localdate(held_at)
    with transaction.atomic():
        try:
            person = register(
                name=newcomer.name,
                phone=newcomer.phone,
                consent=ConsentGiven(text, day, newcomer.consent_method),
                registered_on=day,
                by=by,
            )
        except DomainError as error:
            fields = {"name": "caller", "given_on": "held_at", "registered_on": "held_at"}
            raise DomainError(error.message, fields.get(error.field, error.field)) from error
        return log(With(party, jobseeker=person), held_at=held_at, by=by, **taken)

"""Keeping phrases: own ones and shared ones."""

from django.db import IntegrityError, transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.roles import Role
from consultations.models import Phrase

BLANK = "＿"


def add_phrase(*, text: str, is_shared: bool, place: int, by: User) -> Phrase:
    """Keep a phrase. Raises DomainError for one that its owner has already."""
    try:
        with transaction.atomic():
            return Phrase.objects.create(owner=by, text=text, is_shared=is_shared, place=place)
    except IntegrityError as error:
        raise _twice() from error


def change_phrase(phrase: Phrase, version: int, *, by: User, **changed) -> Phrase:
    """Change a phrase. Raises EditConflict when it was saved after `version`, DomainError for another's."""
    try:
        with transaction.atomic():
            record = lock_for_edit(Phrase, phrase.pk, version)
            _check_owner(record, by)
            for field, value in changed.items():
                setattr(record, field, value)
            record.save()
    except IntegrityError as error:
        raise _twice() from error
    return record


def drop_phrase(phrase: Phrase, *, by: User) -> None:
    """Forget a phrase; what was written with it stays. Raises DomainError for another's."""
    _check_owner(phrase, by)
    Phrase.objects.filter(pk=phrase.pk).delete()


def may_change(phrase: Phrase, user: User) -> bool:
    """Its owner may, and a supervisor those that everybody uses."""
    return phrase.owner_id == user.pk or (phrase.is_shared and user.role == Role.SUPERVISOR)


def _check_owner(phrase: Phrase, by: User) -> None:
    if not may_change(phrase, by):
        raise DomainError("ほかの職員の定型句は変えられません。")


def _twice() -> DomainError:
    return DomainError("同じ定型句があります。", "text")

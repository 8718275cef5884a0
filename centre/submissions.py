"""The same form sent five times makes one record (DESIGN §4.6)."""

import uuid
from collections.abc import Callable

from django.db import transaction

from centre.errors import DomainError
from centre.models import Submission


def once(key: str, by, act: Callable[[], str]) -> str:
    """Run `act` unless the form with this key has been acted on already; answer the address to go to.

    `act` does its work in the same transaction and returns the address of what it made. A second submission
    waits for the first on the unique key and then answers the first one's address. Raises DomainError when
    the key is not one the product gave out, or belongs to somebody else.
    """
    try:
        submission_key = uuid.UUID(key)
    except (ValueError, TypeError, AttributeError) as error:
        raise DomainError("画面の送信番号が読めません。画面を開き直して、もう一度送信してください。") from error
    with transaction.atomic():
        submission, is_first = Submission.objects.get_or_create(key=submission_key, defaults={"user": by})
        if submission.user_id != by.pk:
            raise DomainError("画面の送信番号がほかの人のものです。画面を開き直してください。")
        if is_first:
            submission.redirect_to = act()
            submission.save(update_fields=["redirect_to"])
    return submission.redirect_to

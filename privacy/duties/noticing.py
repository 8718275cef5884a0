"""The notice of secrecy and penalties: its versions, and who has acknowledged it (別記 第14)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from centre.errors import DomainError
from centre.models import User
from privacy.models import NoticeAcknowledgement, NoticeText


def acknowledge(text: NoticeText, *, by: User) -> NoticeAcknowledgement:
    """Note that a person has read the notice and will keep it; twice is once."""
    found, _ = NoticeAcknowledgement.objects.get_or_create(user=by, text=text)
    return found


def revise_notice(*, body: str, articles: str, valid_from: date, by: User) -> NoticeText:
    """A new version of the notice; from its day everybody acknowledges anew. Raises DomainError for an earlier day."""
    newest = NoticeText.objects.first()
    if newest and valid_from < newest.valid_from:
        raise DomainError("使い始める日を、いまの版より前にできません。", "valid_from")
    number = (NoticeText.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            return NoticeText.objects.create(version=number, body=body, articles=articles, valid_from=valid_from)
    except IntegrityError as error:
        raise DomainError("ほかの職員が同時に改めました。もう一度保存してください。") from error

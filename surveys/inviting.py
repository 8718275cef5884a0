"""Handing out single-use links: made as a batch for one group, printed or merged into a mail."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from surveys.making import untranslated
from surveys.models import Invitation, InvitationBatch, Survey
from surveys.tokens import token_of

MOST = 500


def invite(survey: Survey, *, count: int, group: str = "", expires_on: date, by: User) -> InvitationBatch:
    """Make single-use links for one group, good until the end of a day in Japan.

    Raises DomainError without a product's address, for another number than 1 to 500, a day outside the survey, an
    unknown group, or a question that lacks its words in a language that is offered.
    """
    if not settings.SITE_URL:
        raise DomainError("回答のページのアドレス（SITE_URL）が決まっていません。システム管理者に知らせてください。")
    if not 1 <= count <= MOST:
        raise DomainError(f"1枚から{MOST}枚までにしてください。", "count")
    if group and group not in survey.groups:
        raise DomainError("区分を選び直してください。", "group")
    if not max(survey.opens_on, timezone.localdate()) <= expires_on <= survey.closes_on:
        raise DomainError("今日からアンケートの終わりの日までの日を入れてください。", "expires_on")
    if missing := untranslated(survey):
        language, words = missing[0]
        raise DomainError(f"{language}の文がない質問や選択肢があります（「{words}」など{len(missing)}か所）。")
    with transaction.atomic():
        batch = InvitationBatch.objects.create(
            survey=survey, count=count, group=group, expires_on=expires_on, made_by=by
        )
        Invitation.objects.bulk_create(Invitation(batch=batch, number=number) for number in range(1, count + 1))
    return batch


def links_of(batch: InvitationBatch) -> Iterator[tuple[int, str]]:
    """(number, address) of the links of a batch that nobody has used yet."""
    for number in batch.unused.order_by("number").values_list("number", flat=True):
        yield number, f"{settings.SITE_URL}{reverse('survey', args=[token_of(batch, number)])}"


def last_day(batch: InvitationBatch) -> date:
    """The last day on which its links take answers."""
    return min(batch.expires_on, batch.survey.closes_on)

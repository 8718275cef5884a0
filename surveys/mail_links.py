"""The one link of a mail that asks somebody to answer a questionnaire: drawn when the mail leaves, kept nowhere.

All links of a day that go by mail to one questionnaire stand in one batch, so that no batch tells whose link it holds.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.registry import MailLink
from jobseekers.models import Jobseeker
from surveys.inviting import MOST
from surveys.making import untranslated
from surveys.models import Invitation, InvitationBatch, Survey
from surveys.tokens import token_of

GONE = "アンケートの期間が終わったため、送りませんでした。"


def open_surveys(record) -> list[tuple[str, str]]:
    """(key, title) of the questionnaires for such a record that take answers today."""
    audience = Survey.Audience.MOVERS if isinstance(record, Jobseeker) else Survey.Audience.EMPLOYERS
    today = timezone.localdate()
    found = Survey.objects.filter(audience=audience, opens_on__lte=today, closes_on__gte=today)
    return [(str(pk), title) for pk, title in found.values_list("pk", "title")]


def draw(key: str, by: User) -> str:
    """A new single-use address of a questionnaire. Raises DomainError when it is over or not ready."""
    today = timezone.localdate()
    with transaction.atomic():
        survey = Survey.objects.select_for_update().filter(pk=int(key)).first()
        if survey is None or not survey.opens_on <= today <= survey.closes_on:
            raise DomainError(GONE)
        if untranslated(survey):
            raise DomainError("アンケートに、ことばの訳がない質問があります。")
        if not settings.SITE_URL:
            raise DomainError("回答のページのアドレス（SITE_URL）が決まっていません。")
        batch = _batch_of_today(survey, by)
        number = batch.count
        Invitation.objects.create(batch=batch, number=number)
    return f"{settings.SITE_URL.rstrip('/')}{reverse('survey', args=[token_of(batch, number)])}"


def _batch_of_today(survey: Survey, by: User) -> InvitationBatch:
    batches = survey.batches.filter(by_mail=True, made_at__date=timezone.localdate(), count__lt=MOST)
    batch = batches.order_by("made_at").last()
    if batch is None:
        return InvitationBatch.objects.create(
            survey=survey, by_mail=True, count=1, expires_on=survey.closes_on, made_by=by
        )
    InvitationBatch.objects.filter(pk=batch.pk).update(count=F("count") + 1)
    batch.refresh_from_db()
    return batch


DECLARATIONS = (MailLink("survey", "survey", open_surveys, draw),)

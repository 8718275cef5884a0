"""Mails of a campaign: prepared by one person, released by another, sent one envelope per employer (DESIGN 4.6)."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.models import Job, User
from employers.call_rules import Tried, state_after
from employers.envelopes import (
    HANDED_OVER,
    NOT_TAKEN,
    POSTPONED,
    RECALL_FOR,
    SENT,
    NotHandedOver,
    hand_over,
    resting,
    send_each,
)
from employers.merge_fields import fill, main_contact
from employers.models import Attempt, Campaign, CampaignCase, CampaignMail, Establishment
from privacy.access import write_line
from privacy.models import AccessLog

JOB = "send_campaign_mails"
BATCH = 500


def prepare(campaign: Campaign, *, by: User) -> int:
    """Write one mail for each open case that has none; answers how many. Raises DomainError when there is none."""
    with transaction.atomic():
        record = _running(campaign)
        cases = (
            record.cases.filter(state=CampaignCase.State.OPEN, mail__isnull=True)
            .select_related("variant", "establishment__corporation")
            .prefetch_related("establishment__contacts")
        )
        made = 0
        mails = []
        for case in cases.iterator(BATCH):
            if address := address_of(case.establishment):
                mails.append(_written(case, address, by))
            if len(mails) == BATCH:
                made += len(CampaignMail.objects.bulk_create(mails))
                mails = []
        made += len(CampaignMail.objects.bulk_create(mails))
    if not made:
        raise DomainError("新しく用意するメールはありません。")
    return made


def release(campaign: Campaign, *, by: User) -> int:
    """Let the prepared mails go, after a minute in which they can be recalled; answers how many.

    Raises DomainError for the one who prepared them, and when none waits.
    """
    with transaction.atomic():
        record = _running(campaign)
        waiting = unsent(record).filter(released_at__isnull=True)
        if waiting.filter(prepared_by=by).exists():
            raise DomainError("メールを用意した人は、送信を認められません。ほかの職員が確かめて認めてください。")
        count = waiting.update(released_by=by, released_at=timezone.now())
        if not count:
            raise DomainError("送信を待っているメールはありません。")
        write_line(
            by, AccessLog.Action.MAIL, Campaign._meta.label, subject_id=record.pk, detail=f"{count}通の送信を認めた"
        )
    return count


def recall(campaign: Campaign, *, by: User) -> int:
    """Hold back what is released and has not left; answers how many mails that were."""
    with transaction.atomic():
        count = unsent(campaign).filter(released_at__isnull=False).update(released_by=None, released_at=None)
        if count:
            detail = f"{count}通の送信を取り消した"
            write_line(by, AccessLog.Action.MAIL, Campaign._meta.label, subject_id=campaign.pk, detail=detail)
    return count


def unsent(campaign: Campaign) -> QuerySet:
    """Mails of a campaign that have neither left nor failed, and whose employer has not answered otherwise."""
    return CampaignMail.objects.filter(
        case__campaign=campaign, case__state=CampaignCase.State.OPEN, sent_at__isnull=True, failure=""
    )


def ask_for_due() -> list[Job]:
    """Ask for the sending of every campaign whose minute of recall is over.

    A campaign whose last try failed (the mail server was away) is asked for again after five minutes.
    """
    now = timezone.now()
    campaigns = Campaign.objects.filter(pk__in=_due(now).values("case__campaign")).order_by("pk")
    waiting = set(resting(JOB, now).values_list("key", flat=True))
    return [
        jobs.ask(JOB, str(campaign.pk), {"campaign": campaign.pk}, None)
        for campaign in campaigns
        if str(campaign.pk) not in waiting
    ]


def carry(job: Job, progress) -> dict:
    """Send the due mails of one campaign, each in its own envelope to one recipient.

    Raises DomainError when the mail server cannot be used or asks to come back later; what has not left waits for
    the next job.
    """
    campaign = Campaign.objects.get(pk=job.params["campaign"])
    due = list(_due(timezone.now()).filter(case__campaign=campaign).order_by("pk").values_list("pk", flat=True))
    became = send_each(due, send_one, progress)
    sent, failed = became[Attempt.Outcome.SENT], became[Attempt.Outcome.RETURNED]
    return {
        "message": f"{sent}通を送りました。" + (f"{failed}通は送れませんでした。" if failed else ""),
        "result": {"sent": sent, "failed": failed},
        "result_url": campaign.get_absolute_url(),
    }


def send_one(pk: int, server) -> str:
    """Send one mail if it is still due: claim the row, hand it over, mark it.

    Answers the outcome, POSTPONED when the recipient's server asks to come back later, "" when it is not due any
    more. Errors of the server itself are raised; when they leave open whether the mail went, its row keeps the claim.
    """
    if not _due(timezone.now()).filter(pk=pk).update(failure=HANDED_OVER):
        return ""
    mail = CampaignMail.objects.select_related("case__campaign", "released_by").get(pk=pk)
    try:
        became = hand_over(mail.subject, mail.body, mail.to_address, server)
    except NotHandedOver:
        CampaignMail.objects.filter(pk=pk).update(failure="")
        raise
    if became == POSTPONED:
        CampaignMail.objects.filter(pk=pk).update(failure="")
        return POSTPONED
    if became == SENT:
        return _mark(mail, Attempt.Outcome.SENT, sent_at=timezone.now())
    return _mark(mail, Attempt.Outcome.RETURNED, failure=NOT_TAKEN)


def address_of(establishment: Establishment) -> str:
    """The address of the workplace, or of its main contact when it has none."""
    if establishment.email:
        return establishment.email
    contact = main_contact(establishment)
    return contact.email if contact else ""


def _due(now) -> QuerySet:
    return CampaignMail.objects.filter(
        sent_at__isnull=True,
        failure="",
        released_at__lte=now - RECALL_FOR,
        case__state=CampaignCase.State.OPEN,
        case__campaign__state=Campaign.State.RUNNING,
    )


def _running(campaign: Campaign) -> Campaign:
    record = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if record.state != Campaign.State.RUNNING or record.method != Campaign.Method.MAIL:
        raise DomainError("この企画では、いまメールを送れません。")
    return record


def _written(case: CampaignCase, address: str, by: User) -> CampaignMail:
    contact = main_contact(case.establishment)
    subject = fill(case.variant.subject, case.establishment, contact)
    return CampaignMail(
        case=case,
        to_address=address,
        subject=" ".join(subject.split())[:200],
        body=fill(case.variant.body, case.establishment, contact),
        prepared_by=by,
    )


def _mark(mail: CampaignMail, outcome: str, *, failure: str = "", sent_at=None) -> str:
    """Write down what became of a mail, with its attempt and its line in the access log."""
    now = timezone.now()
    with transaction.atomic():
        CampaignMail.objects.filter(pk=mail.pk).update(failure=failure, sent_at=sent_at)
        Attempt.objects.create(case=mail.case, made_at=now, made_by=mail.released_by, outcome=outcome, note=failure)
        if outcome == Attempt.Outcome.RETURNED:
            state = state_after([Tried(outcome, timezone.localtime(now))])
            CampaignCase.objects.filter(pk=mail.case_id).update(state=state, closed_at=now)
        write_line(
            mail.released_by,
            AccessLog.Action.MAIL,
            Establishment._meta.label,
            subject_id=mail.case.establishment_id,
            detail=f"企画「{mail.case.campaign.title}」のメール：{Attempt.Outcome(outcome).label}",
        )
    return outcome

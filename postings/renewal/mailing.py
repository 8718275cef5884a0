"""Mails about listings that run out: let go by a person, sent one envelope per employer (DESIGN 4.6)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.models import Job, User
from centre.roles import may
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
from employers.models import Establishment
from postings.models import RenewalInquiry, RenewalMail
from postings.renewal.asking import ANSWER_ADDRESS
from postings.renewal.tokens import new_secret
from privacy.access import write_line
from privacy.models import AccessLog

JOB, KEY = "send_renewal_mails", "renewals"
# After so long nobody is still handing the mail over: whether it arrived is asked by phone.
IN_DOUBT_AFTER = timedelta(minutes=10)


def unsent() -> QuerySet[RenewalMail]:
    """Mails that have neither left nor failed and still ask something."""
    asks = RenewalInquiry.objects.unanswered().filter(mail=OuterRef("pk"))
    return RenewalMail.objects.filter(Exists(asks), sent_at__isnull=True, failure="")


def prepared() -> QuerySet[RenewalMail]:
    """Mails that wait for somebody to let them go."""
    return unsent().filter(released_at__isnull=True)


def release(mail: RenewalMail, *, by: User) -> int:
    """Let one mail go, after a minute in which it can be recalled; raises DomainError when it waits no more."""
    with transaction.atomic():
        return _let_go(prepared().filter(pk=mail.pk), by)


def release_all(*, by: User) -> int:
    """Let every prepared mail go; answers how many. The product prepared them, a person entitled to it lets them go.

    Raises DomainError when none waits, and for two or more by somebody who may release single mails only.
    """
    with transaction.atomic():
        waiting = prepared()
        if waiting.count() > 1 and not may(by, "renewals.release"):
            raise DomainError("2通以上をまとめて送るには、精査担当者か統括責任者が認めます。")
        return _let_go(waiting, by)


def _let_go(mails: QuerySet[RenewalMail], by: User) -> int:
    if not settings.SITE_URL:
        raise DomainError("回答のページのアドレス（SITE_URL）が決まっていません。システム管理者に知らせてください。")
    count = mails.update(released_by=by, released_at=timezone.now())
    if not count:
        raise DomainError("送信を待っているメールはありません。")
    detail = f"掲載期限の問合せ {count}通の送信を認めた"
    write_line(by, AccessLog.Action.MAIL, RenewalMail._meta.label, detail=detail)
    return count


def recallable() -> QuerySet[RenewalMail]:
    """Mails that were let go and have not left."""
    return unsent().filter(released_at__isnull=False)


def recall(*, by: User) -> int:
    """Hold back what was let go and has not left; answers how many mails that were."""
    with transaction.atomic():
        count = recallable().update(released_by=None, released_at=None)
        if count:
            detail = f"掲載期限の問合せ {count}通の送信を取り消した"
            write_line(by, AccessLog.Action.MAIL, RenewalMail._meta.label, detail=detail)
    return count


def ask_for_due() -> Job | None:
    """Ask for the sending of what is due, and let mails whose worker died become calls.

    After a failed try (the mail server was away) it is asked for again after five minutes.
    """
    now = timezone.now()
    call_about_doubtful(now)
    if resting(JOB, now).exists() or not _due(now).exists():
        return None
    return jobs.ask(JOB, KEY, {}, None)


def carry(job: Job, progress) -> dict:
    """Send the due mails, each in its own envelope to one recipient.

    Raises DomainError when the mail server cannot be used or asks to come back later; what has not left waits for
    the next job.
    """
    due = list(_due(timezone.now()).order_by("pk").values_list("pk", flat=True))
    became = send_each(due, send_one, progress)
    refused = sum(became.values()) - became[SENT] - became[""]
    return {
        "message": f"{became[SENT]}通を送りました。" + (f"{refused}通は届かず、電話に回しました。" if refused else ""),
        "result": {"sent": became[SENT], "failed": refused},
        "result_url": reverse("postings:renewals"),
    }


def send_one(pk: int, server) -> str:
    """Send one mail if it is still due: claim the row with the hash of a new secret, hand it over, mark it.

    Answers what became of it, "" when it is not due any more. When the server leaves open whether the mail went, the
    row keeps the claim, and after ten minutes its employer is called.
    """
    token, kept = new_secret()
    now = timezone.now()
    if not _due(now).filter(pk=pk).update(failure=HANDED_OVER, handed_over_at=now, token_hash=kept):
        return ""
    mail = RenewalMail.objects.select_related("released_by").get(pk=pk)
    body = mail.body.replace(ANSWER_ADDRESS, f"{settings.SITE_URL.rstrip('/')}{reverse('answer', args=[token])}")
    try:
        became = hand_over(mail.subject, body, mail.to_address, server)
    except NotHandedOver:
        _take_back(pk)
        raise
    if became == POSTPONED:
        _take_back(pk)
        return POSTPONED
    return _mark(mail, became)


def call_about_doubtful(now) -> int:
    """Mails that may or may not have arrived: their employers are called, so that nothing is lost in silence."""
    doubtful = RenewalMail.objects.filter(sent_at__isnull=True, handed_over_at__lt=now - IN_DOUBT_AFTER)
    inquiries = RenewalInquiry.objects.unanswered().filter(mail__in=doubtful, call_on__isnull=True)
    return _call(inquiries, {})


def _due(now) -> QuerySet[RenewalMail]:
    return unsent().filter(released_at__lte=now - RECALL_FOR)


def _take_back(pk: int) -> None:
    RenewalMail.objects.filter(pk=pk).update(failure="", handed_over_at=None, token_hash="")


def _mark(mail: RenewalMail, became: str) -> str:
    """Write down what became of a mail, with its line in the access log; one that was refused becomes a call."""
    with transaction.atomic():
        if became == SENT:
            RenewalMail.objects.filter(pk=mail.pk).update(failure="", sent_at=timezone.now())
        else:
            RenewalMail.objects.filter(pk=mail.pk).update(failure=NOT_TAKEN)
            inquiries = RenewalInquiry.objects.unanswered().filter(mail=mail)
            _call(inquiries, {"state": RenewalInquiry.State.UNDELIVERABLE})
        write_line(
            mail.released_by,
            AccessLog.Action.MAIL,
            Establishment._meta.label,
            subject_id=mail.establishment_id,
            detail=f"掲載期限の問合せのメール：{'送信' if became == SENT else '不達'}",
        )
    return became


def _call(inquiries: QuerySet[RenewalInquiry], also: dict) -> int:
    keys = list(inquiries.values_list("pk", flat=True))
    return RenewalInquiry.objects.filter(pk__in=keys).update(call_on=timezone.localdate(), **also)

"""Handing envelopes to the mail server: each to one recipient, and never a second time without looking (DESIGN 4.6).

Every kind of bulk mail of the product has this life: prepared, released, recalled or due after RECALL_FOR, handed
over, then sent or refused. Its own file says what is due and what becomes of it.
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet

from centre.errors import DomainError
from centre.models import Job

Attached = Iterable[tuple[str, bytes, str]]

RECALL_FOR = timedelta(seconds=60)
TRY_AGAIN_AFTER = timedelta(minutes=5)
SENT, REFUSED, POSTPONED = "sent", "refused", "postponed"
# What a mail says of itself from the moment it is handed over until the server has answered: a worker that dies in
# between leaves these words, and nobody sends the mail a second time without looking.
HANDED_OVER = "送信の途中で処理が止まりました。届いたかどうかを相手に確かめてください。"
NOT_TAKEN = "宛先またはメールの内容を、サーバーが受け付けませんでした。"

logger = logging.getLogger(__name__)


class NotHandedOver(Exception):
    """The server took nothing: the mail may be sent again. The cause says why."""


def send_each(due: list[int], send_one: Callable[[int, object], str], progress) -> Counter[str]:
    """Send mails by their keys over one connection, each by `send_one(key, server)`; counts what became of them.

    Raises DomainError when the mail server cannot be used or asks to come back later; what has not left waits for
    the next job.
    """
    became: Counter[str] = Counter()
    try:
        with get_connection() as server:
            for number, key in enumerate(due):
                progress(number, len(due), f"{number}通を処理しました")
                became[send_one(key, server)] += 1
    except (NotHandedOver, smtplib.SMTPException, OSError) as error:
        raise DomainError("メールサーバーにつながりません。5分ほど後に続きを送ります。") from error
    if became[POSTPONED]:
        raise DomainError(f"{became[POSTPONED]}通は、相手のサーバーが後にするよう求めました。5分ほど後に送ります。")
    return became


def resting(kind: str, now: datetime) -> QuerySet[Job]:
    """Jobs of a kind that failed a moment ago (the mail server was away): they are asked for again later."""
    return Job.objects.filter(kind=kind, state=Job.State.FAILED, finished_at__gt=now - TRY_AGAIN_AFTER)


def hand_over(subject: str, body: str, to_address: str, server, attached: Attached = ()) -> str:
    """Hand one mail to the server: SENT, REFUSED for good, or POSTPONED when it asks to come back later.

    `attached` are (name, content, content type). Raises NotHandedOver when the server itself cannot be used; any
    other error leaves open whether the mail went.
    """
    try:
        EmailMessage(subject, body, to=[to_address], connection=server, attachments=list(attached)).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError) as error:
        if 400 <= _code(error) < 500:
            return POSTPONED
        logger.warning("a mail was refused: %s", type(error).__name__)
        return REFUSED
    except (smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError) as error:
        raise NotHandedOver from error
    return SENT


def _code(error: Exception) -> int:
    """The number the server answered with; 0 when the mail never came so far."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return getattr(error, "smtp_code", 0)

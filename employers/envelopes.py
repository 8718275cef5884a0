"""Handing one envelope to the mail server: to one recipient, and never a second time without looking (DESIGN 4.6)."""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage

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


def hand_over(subject: str, body: str, to_address: str, server) -> str:
    """Hand one mail to the server: SENT, REFUSED for good, or POSTPONED when it asks to come back later.

    Raises NotHandedOver when the server itself cannot be used; any other error leaves open whether the mail went.
    """
    try:
        EmailMessage(subject, body, to=[to_address], connection=server).send()
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

"""Tables of the consultations."""

from consultations.models.log import Consultation, Topic
from consultations.models.mails import MailAttachment, MailRound, MailTemplate, RecordDocument, RecordMail
from consultations.models.phrases import Phrase
from consultations.models.promises import FollowUp, PromiseMail, PromiseMailOff

__all__ = [
    "Consultation",
    "FollowUp",
    "MailAttachment",
    "MailRound",
    "MailTemplate",
    "Phrase",
    "PromiseMail",
    "PromiseMailOff",
    "RecordDocument",
    "RecordMail",
    "Topic",
]

"""Tables of the consultations."""

from consultations.models.log import Consultation, Topic
from consultations.models.phrases import Phrase
from consultations.models.promises import FollowUp, PromiseMail, PromiseMailOff

__all__ = ["Consultation", "FollowUp", "Phrase", "PromiseMail", "PromiseMailOff", "Topic"]

"""Tables of the centre: people, contract, calendar, master data, and the records that writing without losing needs."""

from centre.models.calendar import Closure, Contract
from centre.models.duty import Duty, Training
from centre.models.masters import Industry, Municipality, Occupation, PartnerAgency, Prefecture, TokyoWard
from centre.models.people import User
from centre.models.work import Draft, Job, StoredFile, Submission

__all__ = [
    "Closure",
    "Contract",
    "Draft",
    "Duty",
    "Industry",
    "Job",
    "Municipality",
    "Occupation",
    "PartnerAgency",
    "Prefecture",
    "StoredFile",
    "Submission",
    "TokyoWard",
    "Training",
    "User",
]

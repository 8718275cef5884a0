"""Tables of the centre: people, contract, calendar, master data, and the records that writing without losing needs."""

from centre.models.calendar import Closure, Contract, Recommendation
from centre.models.duty import Duty, Training
from centre.models.lists import CalendarFeed, ExportLayout, SavedFilter
from centre.models.masters import Industry, Municipality, Occupation, PartnerAgency, Prefecture, TokyoWard
from centre.models.people import User
from centre.models.work import Draft, Job, StoredFile, Submission

__all__ = [
    "CalendarFeed",
    "Closure",
    "Contract",
    "Draft",
    "Duty",
    "ExportLayout",
    "Industry",
    "Job",
    "Municipality",
    "Occupation",
    "PartnerAgency",
    "Prefecture",
    "Recommendation",
    "SavedFilter",
    "StoredFile",
    "Submission",
    "TokyoWard",
    "Training",
    "User",
]

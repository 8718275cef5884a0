"""Tables of the centre: people, contract, calendar, master data, and the records that writing without losing needs."""

from centre.models.backups import Backup, KeyDestruction
from centre.models.calendar import Closure, Contract, Recommendation
from centre.models.duty import Duty, DutyChange
from centre.models.lists import CalendarFeed, ExportLayout, SavedFilter
from centre.models.masters import Industry, Municipality, Occupation, PartnerAgency, Prefecture, TokyoWard
from centre.models.people import User
from centre.models.staff import Appointment, Attendance, Qualification, Training
from centre.models.work import Draft, Job, StoredFile, Submission

__all__ = [
    "Appointment",
    "Attendance",
    "Backup",
    "CalendarFeed",
    "Closure",
    "Contract",
    "Draft",
    "Duty",
    "DutyChange",
    "ExportLayout",
    "Industry",
    "Job",
    "KeyDestruction",
    "Municipality",
    "Occupation",
    "PartnerAgency",
    "Prefecture",
    "Qualification",
    "Recommendation",
    "SavedFilter",
    "StoredFile",
    "Submission",
    "TokyoWard",
    "Training",
    "User",
]

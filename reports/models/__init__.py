"""Tables of the room `reports`, one file per family."""

from reports.models.costs import Cost, Labour, Work
from reports.models.life import BridgeTerm, ExcelForm, FileSettings, MonthNote, ReportMessage
from reports.models.meetings import Meeting, MeetingAction, MeetingAttendance
from reports.models.past import RecordPast
from reports.models.plans import PlanItem
from reports.models.report import Figure, Report
from reports.models.year import AnnualText, CompletionNotice, Deliverable, DeliveryPackage, Equipment

__all__ = [
    "AnnualText",
    "BridgeTerm",
    "CompletionNotice",
    "Cost",
    "Deliverable",
    "DeliveryPackage",
    "Equipment",
    "ExcelForm",
    "Figure",
    "FileSettings",
    "Labour",
    "Meeting",
    "MeetingAction",
    "MeetingAttendance",
    "MonthNote",
    "PlanItem",
    "RecordPast",
    "Report",
    "ReportMessage",
    "Work",
]

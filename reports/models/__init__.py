"""Tables of the room `reports`, one file per family."""

from reports.models.life import BridgeTerm, ExcelForm, FileSettings, MonthNote, ReportMessage
from reports.models.past import RecordPast
from reports.models.report import Figure, Report

__all__ = ["BridgeTerm", "ExcelForm", "Figure", "FileSettings", "MonthNote", "RecordPast", "Report", "ReportMessage"]

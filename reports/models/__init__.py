"""Tables of the room `reports`, one file per family."""

from reports.models.past import RecordPast
from reports.models.report import Figure, Report

__all__ = ["Figure", "RecordPast", "Report"]

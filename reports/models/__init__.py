"""Tables of the room `reports`, one file per family."""

from reports.models.costs import Cost, Labour, Work
from reports.models.plans import PlanItem
from reports.models.report import Figure, Report
from reports.models.year import AnnualText, CompletionNotice, Deliverable, DeliveryPackage, Equipment

__all__ = [
    "AnnualText",
    "CompletionNotice",
    "Cost",
    "Deliverable",
    "DeliveryPackage",
    "Equipment",
    "Figure",
    "Labour",
    "PlanItem",
    "Report",
    "Work",
]

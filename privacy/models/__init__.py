"""Tables of the room `privacy`, one file per family."""

from privacy.models.checklists import ChecklistRecord
from privacy.models.duties import Designation, NoticeAcknowledgement, NoticeText, Workplace
from privacy.models.erasing import Erasable, ErasedLogLine, Erasure
from privacy.models.incidents import (
    ExercisePlan,
    Incident,
    IncidentAffected,
    IncidentEvidence,
    IncidentMeasure,
    IncidentNote,
    IncidentReport,
)
from privacy.models.inspections import Inspection, InspectionPaper
from privacy.models.looking import AccessLog, ConsentText
from privacy.models.registers import EntryDocument, RegisterBook, RegisterEntry, RegisterTerm
from privacy.models.retention import DeletionBatch, DeletionItem, RetentionHold
from privacy.models.returning import ErasureCertificate, ReturnPackage
from privacy.models.rights import RightsCorrection, RightsRequest, UseStop
from privacy.models.sealing import LogCheck, LogSeal
from privacy.models.sharing import ExportedFile, Provision

__all__ = [
    "AccessLog",
    "ChecklistRecord",
    "ConsentText",
    "DeletionBatch",
    "DeletionItem",
    "Designation",
    "EntryDocument",
    "Erasable",
    "ErasedLogLine",
    "Erasure",
    "ErasureCertificate",
    "ExercisePlan",
    "ExportedFile",
    "Incident",
    "IncidentAffected",
    "IncidentEvidence",
    "IncidentMeasure",
    "IncidentNote",
    "IncidentReport",
    "Inspection",
    "InspectionPaper",
    "LogCheck",
    "LogSeal",
    "NoticeAcknowledgement",
    "NoticeText",
    "Provision",
    "RegisterBook",
    "RegisterEntry",
    "RegisterTerm",
    "RetentionHold",
    "ReturnPackage",
    "RightsCorrection",
    "RightsRequest",
    "UseStop",
    "Workplace",
]

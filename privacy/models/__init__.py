"""Tables of the room `privacy`, one file per family."""

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
from privacy.models.looking import AccessLog, ConsentText
from privacy.models.sealing import LogCheck, LogSeal
from privacy.models.sharing import ExportedFile, Provision

__all__ = [
    "AccessLog",
    "ConsentText",
    "Designation",
    "Erasable",
    "ErasedLogLine",
    "Erasure",
    "ExercisePlan",
    "ExportedFile",
    "Incident",
    "IncidentAffected",
    "IncidentEvidence",
    "IncidentMeasure",
    "IncidentNote",
    "IncidentReport",
    "LogCheck",
    "LogSeal",
    "NoticeAcknowledgement",
    "NoticeText",
    "Provision",
    "Workplace",
]

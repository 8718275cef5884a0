"""Tables of the room `privacy`, one file per family."""

from privacy.models.duties import Designation, NoticeAcknowledgement, NoticeText, Workplace
from privacy.models.looking import AccessLog, ConsentText
from privacy.models.registers import EntryDocument, RegisterBook, RegisterEntry, RegisterTerm
from privacy.models.sealing import LogCheck, LogSeal

__all__ = [
    "AccessLog",
    "ConsentText",
    "Designation",
    "EntryDocument",
    "LogCheck",
    "LogSeal",
    "NoticeAcknowledgement",
    "NoticeText",
    "RegisterBook",
    "RegisterEntry",
    "RegisterTerm",
    "Workplace",
]

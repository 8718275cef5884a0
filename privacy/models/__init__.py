"""Tables of the room `privacy`, one file per family."""

from privacy.models.looking import AccessLog, ConsentText
from privacy.models.sealing import LogCheck, LogSeal

__all__ = ["AccessLog", "ConsentText", "LogCheck", "LogSeal"]

"""Tables of the room `privacy`, one file per family."""

from privacy.models.looking import AccessLog, ConsentText

__all__ = ["AccessLog", "ConsentText"]

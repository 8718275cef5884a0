"""How the answers to surveys are erased: what was written in free words goes; no answer leads to a person."""

from privacy.erasing.ways import blanked, declare
from surveys.models import AnswerItem


def register() -> None:
    """Free words only."""
    declare([blanked(AnswerItem, {"text": ""})])

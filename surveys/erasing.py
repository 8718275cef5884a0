"""How the answers to surveys are erased: what was written in free words goes; no answer leads to a person."""

from privacy.erasing.ways import blanked, declare, gone_if_said
from surveys.models import AnswerItem


def register() -> None:
    """Free words only; that something was said stays, for an answer of nothing is none."""
    declare([blanked(AnswerItem, gone_if_said("text"))])

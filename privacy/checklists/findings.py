"""What an answer to a point of a checklist is."""

from dataclasses import dataclass
from datetime import date

OK, ASK, NO = "適", "要確認", "否"
VERDICTS = (OK, ASK, NO)


@dataclass(frozen=True)
class Finding:
    """A verdict with the sentence that carries it; `view_name` is the page where the evidence stands."""

    verdict: str
    words: str
    view_name: str = ""


@dataclass(frozen=True)
class Looking:
    """What a live check looks from: the day, and the profile of the contract."""

    day: date
    profile: str

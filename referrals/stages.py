"""The stages of a course to a hiring as one small table: what may follow, and what each step needs. No database.

情報提供 → 応募 → 書類選考 → 面接 → 内定 → 入社, with 辞退 or 不採用 on the way (DOMAIN 7.2, table 8). Nobody has to
pass the screening of papers or an interview: what the counter was not told of is skipped, never invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from centre.errors import DomainError


class Stage(StrEnum):
    """How far a person and a posting have come."""

    INFORMED = "informed"
    APPLIED = "applied"
    DOCUMENTS = "documents"
    INTERVIEWED = "interviewed"
    OFFERED = "offered"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


NAMES: dict[Stage, str] = {
    Stage.INFORMED: "情報提供",
    Stage.APPLIED: "応募",
    Stage.DOCUMENTS: "書類選考",
    Stage.INTERVIEWED: "面接",
    Stage.OFFERED: "内定",
    Stage.JOINED: "入社",
    Stage.WITHDRAWN: "辞退",
    Stage.REJECTED: "不採用",
}
CHOICES = [(stage.value, name) for stage, name in NAMES.items()]

# The stages of the way in their order, each with the field that keeps its day; both ends share `closed_on`.
DAYS: dict[Stage, str] = {
    Stage.INFORMED: "informed_on",
    Stage.APPLIED: "applied_on",
    Stage.DOCUMENTS: "documents_on",
    Stage.INTERVIEWED: "interviewed_on",
    Stage.OFFERED: "offered_on",
    Stage.JOINED: "joined_on",
}
WAY = tuple(DAYS)
ENDS = (Stage.WITHDRAWN, Stage.REJECTED)
CLOSED = (Stage.JOINED, *ENDS)
OPEN = tuple(stage for stage in Stage if stage not in CLOSED)

# From a stage to those that may follow it; a second interview follows an interview.
NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.INFORMED: (Stage.APPLIED, Stage.WITHDRAWN),
    Stage.APPLIED: (Stage.DOCUMENTS, Stage.INTERVIEWED, Stage.OFFERED, *ENDS),
    Stage.DOCUMENTS: (Stage.INTERVIEWED, Stage.OFFERED, *ENDS),
    Stage.INTERVIEWED: (Stage.INTERVIEWED, Stage.OFFERED, *ENDS),
    Stage.OFFERED: (Stage.JOINED, *ENDS),
    Stage.JOINED: (),
    Stage.WITHDRAWN: (),
    Stage.REJECTED: (),
}
# What the counsellor does next while a course stands at a stage.
NEXT_ACTION: dict[Stage, str] = {
    Stage.INFORMED: "応募したか、本人に確かめる",
    Stage.APPLIED: "書類選考・面接の予定を確かめる",
    Stage.DOCUMENTS: "書類選考の結果を確かめる",
    Stage.INTERVIEWED: "面接の結果を確かめる",
    Stage.OFFERED: "入社日を確かめる",
}

OTHER = "other"
REASON_NAMES: dict[str, str] = {
    "another_job": "ほかの就職先に決まった",
    "terms": "労働条件が合わなかった",
    "work": "仕事の内容が合わなかった",
    "no_move": "移住をやめた・延ばした",
    "no_contact": "連絡がとれなくなった",
    "skills": "経験・資格が合わなかった",
    "another_applicant": "ほかの応募者に決まった",
    "no_opening": "募集が終わった",
    "not_told": "理由は知らされていない",
    OTHER: "その他",
}
REASONS: dict[Stage, tuple[str, ...]] = {
    Stage.WITHDRAWN: ("another_job", "terms", "work", "no_move", "no_contact", "not_told", OTHER),
    Stage.REJECTED: ("skills", "terms", "another_applicant", "no_opening", "not_told", OTHER),
}


@dataclass(frozen=True)
class Stand:
    """A course as the rules read it: its stage and the days that are known of the stages it has passed."""

    stage: Stage
    days: Mapping[Stage, date]

    @property
    def last_day(self) -> date:
        """The latest day that is known."""
        return max(self.days.values())

    @property
    def before(self) -> Stage | None:
        """The stage the course had before its last one; None when it has only begun."""
        passed = [stage for stage in WAY if stage in self.days and stage != self.stage]
        return passed[-1] if passed else None


def check_step(stand: Stand, to: Stage, on: date, today: date, *, reason: str = "", note: str = "") -> None:
    """Refuse a step that may not follow, on an impossible day, or an end without a reason. Raises DomainError."""
    if to not in NEXT[stand.stage]:
        raise DomainError(
            f"いまの段階は「{NAMES[stand.stage]}」です。「{NAMES[to]}」には進めません。画面を開き直して確かめてください。"
        )
    if not stand.last_day <= on <= today:
        raise DomainError(
            f"{NAMES[to]}の日は、前の段階の日（{_day(stand.last_day)}）から今日までの日を入れてください。", "on"
        )
    if to not in ENDS:
        return
    if reason not in REASONS[to]:
        raise DomainError(f"{NAMES[to]}の理由を選んでください。", "reason")
    if reason == OTHER and not note.strip():
        raise DomainError("「その他」のときは、理由を備考に書いてください。", "note")


def check_day(stand: Stand, stage: Stage, on: date, today: date, closed_on: date | None) -> None:
    """Refuse a corrected day that would not lie between the days beside it. Raises DomainError."""
    if stage not in stand.days:
        raise DomainError("この段階の日は、まだ記録されていません。", "stage")
    place = WAY.index(stage)
    earlier = [stand.days[one] for one in WAY[:place] if one in stand.days]
    later = [stand.days[one] for one in WAY[place + 1 :] if one in stand.days]
    first, last = max(earlier, default=date.min), min([*later, closed_on or today, today])
    if not first <= on <= last:
        between = f"{_day(first)}から{_day(last)}まで" if earlier else f"{_day(last)}まで"
        raise DomainError(f"{NAMES[stage]}の日は、前後の段階の日に合うよう、{between}の日を入れてください。", "on")


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"

"""The steps by which a corporation comes to be a 対象法人, and what each of them lacks; pure, by plain values.

The order follows the procedure of Shizuoka (県サイトの登録 → 書類 → 市町村の推薦 → 県の認定 → 求人の入稿); whether
Kumamoto asks for the municipality's recommendation is not known and is a setting of the contract.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from centre.errors import DomainError
from postings.rulebooks.book import Outcome, Phase, judge
from postings.rulebooks.library import choose
from postings.rulebooks.wording import japanese_day


class State(StrEnum):
    """Where a course stands."""

    REGISTERED = "registered"
    DOCUMENTS = "documents"
    RECOMMENDED = "recommended"
    CERTIFIED = "certified"
    LISTABLE = "listable"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"


NAMES = {
    State.REGISTERED: "登録済",
    State.DOCUMENTS: "書類受領",
    State.RECOMMENDED: "市町村推薦",
    State.CERTIFIED: "認定",
    State.LISTABLE: "掲載可",
    State.RENEWED: "更新に引継ぎ",
    State.WITHDRAWN: "取下げ",
}
# From a state to those that may follow it; papers that are refused lead back to the beginning.
NEXT: dict[State, tuple[State, ...]] = {
    State.REGISTERED: (State.DOCUMENTS, State.WITHDRAWN),
    State.DOCUMENTS: (State.REGISTERED, State.RECOMMENDED, State.CERTIFIED, State.WITHDRAWN),
    State.RECOMMENDED: (State.CERTIFIED, State.WITHDRAWN),
    State.CERTIFIED: (State.LISTABLE, State.RENEWED, State.WITHDRAWN),
    State.LISTABLE: (State.RENEWED, State.WITHDRAWN),
    State.RENEWED: (State.WITHDRAWN,),
    State.WITHDRAWN: (),
}
CLOSED = (State.RENEWED, State.WITHDRAWN)


class Act(StrEnum):
    """What somebody does next; the page has one button for it."""

    RECEIVE = "receive"
    CHECK = "check"
    SETTLE = "settle"
    RECOMMEND = "recommend"
    CERTIFY = "certify"
    CLEAR = "clear"
    RENEW = "renew"


@dataclass(frozen=True)
class Paper:
    """One paper of a course: `state` is asked, received, checked or refused; `valid_until` its last good day."""

    number: int
    kind: str
    name: str
    state: str
    valid_until: date | None = None

    def is_in(self, on: date) -> bool:
        """Whether it has come and is still good on a day."""
        return self.state in ("received", "checked") and self.valid_until is not None and on <= self.valid_until


@dataclass(frozen=True)
class Stand:
    """A course as the rules read it.

    `required` names the kinds of paper nobody does without; `recommendation` says whether the municipality must
    recommend (None: not known); `renewable_from` is the first day of the renewal.
    """

    state: State
    required: Mapping[str, str]
    papers: tuple[Paper, ...] = ()
    recommendation: bool | None = None
    valid_until: date | None = None
    renewable_from: date | None = None


def kinds_not_in(stand: Stand, on: date) -> list[str]:
    """The required kinds of which no good paper has come."""
    there = {paper.kind for paper in stand.papers if paper.is_in(on)}
    return [kind for kind in stand.required if kind not in there]


def papers_not_in(stand: Stand, on: date) -> list[str]:
    """What must still come, in words: required kinds without a good paper, and what was asked for."""
    asked = [paper for paper in stand.papers if paper.state == "asked"]
    came = {paper.kind for paper in stand.papers if paper.state in ("received", "checked")}
    absent = [kind for kind in kinds_not_in(stand, on) if kind not in {paper.kind for paper in asked}]
    words = {True: "の期限が切れています", False: "を受け取っていません"}
    waited_for = [f"{paper.name}を依頼しています（まだ届いていません）" for paper in asked]
    return [stand.required[kind] + words[kind in came] for kind in absent] + waited_for


def papers_not_checked(stand: Stand) -> list[str]:
    """What has come and whose content nobody has checked yet, in words."""
    return [f"{paper.name}の中身を確かめていません" for paper in stand.papers if paper.state == "received"]


def lacking(stand: Stand, to: State, on: date) -> list[str]:
    """What a step still lacks on the day it is taken, in words; nothing when it may be taken."""
    match to:
        case State.DOCUMENTS | State.RECOMMENDED:
            return papers_not_in(stand, on)
        case State.CERTIFIED:
            return papers_not_in(stand, on) + papers_not_checked(stand) + _recommendation_lacking(stand)
        case State.LISTABLE if stand.valid_until is None or stand.valid_until < on:
            return ["認定の期限が切れています"]
        case State.RENEWED if stand.renewable_from and on < stand.renewable_from:
            return [f"更新の手続は、期限が近づく{japanese_day(stand.renewable_from)}から始められます"]
    return []


def _recommendation_lacking(stand: Stand) -> list[str]:
    if stand.state == State.RECOMMENDED or stand.recommendation is False:
        return []
    if stand.recommendation is None:
        return ["市町村の推薦が要るかどうか、県に確かめていません"]
    return ["市町村の推薦がまだです"]


def check_step(stand: Stand, to: State, on: date) -> None:
    """Refuse a step that may not follow, or that something is lacking for. Raises DomainError with all of it."""
    if to not in NEXT[stand.state]:
        raise DomainError(
            f"いまの段階は「{NAMES[stand.state]}」です。「{NAMES[to]}」には進めません。画面を開き直して確かめてください。"
        )
    if missing := lacking(stand, to, on):
        raise DomainError(f"「{NAMES[to]}」に進めません。{'。'.join(missing)}。")


def next_state(stand: Stand) -> State | None:
    """The step that comes next, as far as is known; None where the course is over."""
    match stand.state:
        case State.REGISTERED:
            return State.DOCUMENTS
        case State.DOCUMENTS:
            return State.RECOMMENDED if stand.recommendation else State.CERTIFIED
        case State.RECOMMENDED:
            return State.CERTIFIED
        case State.CERTIFIED:
            return State.LISTABLE
        case State.LISTABLE:
            return State.RENEWED
    return None


def next_act(stand: Stand, on: date) -> Act | None:
    """What somebody does next; None while there is only waiting."""
    if stand.state in CLOSED:
        return None
    if stand.state in (State.CERTIFIED, State.LISTABLE):
        if not lacking(stand, State.RENEWED, on):
            return Act.RENEW
        return Act.CLEAR if stand.state == State.CERTIFIED else None
    if papers_not_in(stand, on):
        return Act.RECEIVE
    if any(paper.state == "received" for paper in stand.papers):
        return Act.CHECK
    if stand.state == State.RECOMMENDED or stand.recommendation is False:
        return Act.CERTIFY
    return Act.SETTLE if stand.recommendation is None else Act.RECOMMEND


def progress(stand: Stand) -> tuple[list[str], int]:
    """The steps of this course by name, and the place of the one it stands at (from 1; 0 once it is withdrawn)."""
    steps = [State.REGISTERED, State.DOCUMENTS, State.RECOMMENDED, State.CERTIFIED, State.LISTABLE]
    if stand.recommendation is False:
        steps.remove(State.RECOMMENDED)
    names = [NAMES[step] for step in steps]
    if stand.recommendation is None:
        names[steps.index(State.RECOMMENDED)] += "（要るか確認）"
    at = State.LISTABLE if stand.state == State.RENEWED else stand.state
    return names, steps.index(at) + 1 if at in steps else 0


def recommendation_decides(facts: dict, on: date) -> bool | None:
    """Whether the exception of C2 or C3x applies, so that the corporation qualifies by a recommendation only.

    The rule book is asked twice, without and with the recommendation. None when a fact is missing or impossible.
    """
    try:
        without, recommended = (_large(facts | {"governor_recommendation": flag}, on) for flag in (False, True))
    except DomainError:
        return None
    if any(without[key] == Outcome.NOT_MET and recommended[key] == Outcome.MET for key in without):
        return True
    outcomes = set(without.values())
    return False if Outcome.UNKNOWN not in outcomes else None


def _large(facts: dict, on: date) -> dict[str, Outcome]:
    judged = judge(choose("relocation_corporation", on), facts, on=on, phases=[Phase.VETTING])
    return {finding.key: finding.outcome for finding in judged.findings if finding.key in ("C2", "C3")}


def needs_recommendation(*, by_exception: bool | None, by_procedure: bool | None, found_out: bool | None):
    """Whether the municipality must recommend: True, False, or None while nobody knows.

    `by_exception` from the rule book, `by_procedure` from the contract's settings, `found_out` what somebody asked the
    prefecture about this corporation. The exception cannot be talked away; what is unknown is not taken for "no".
    """
    if by_exception:
        return True
    if found_out is not None:
        return found_out
    if by_procedure:
        return True
    return False if by_procedure is False and by_exception is False else None


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day (民法143条2項)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def renewable_from(valid_until: date | None, remind_days: int) -> date | None:
    """The first day of the renewal: when the first reminder is given."""
    return valid_until - timedelta(days=remind_days) if valid_until else None

"""The count toward the year's target: one pure function over the lines of the publication ledger (contract 9).

For fiscal year Y: postings live throughout the turn from 31 March to 1 April, plus the additions (new, extended,
changed, relisted) with effect from 1 April to 31 March. `corrected` and `ended` never count. The page, the report and
the command use this function; `postings.toward_target.target_sql` counts the same by SQL, and both must agree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

NEW, EXTENDED, CHANGED, RELISTED, CORRECTED, ENDED = "new", "extended", "changed", "relisted", "corrected", "ended"
KINDS = (NEW, EXTENDED, CHANGED, RELISTED, CORRECTED, ENDED)
# Several additions of one posting on one day count once, under the first of these.
ADDITIONS = (NEW, RELISTED, EXTENDED, CHANGED)
NAMES = {NEW: "新規", EXTENDED: "延長", CHANGED: "変更", RELISTED: "再掲載", CORRECTED: "訂正", ENDED: "取下げ"}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger.

    `effective_on` of `ended` is the first day no longer listed. `listed_until` is the last day listed; empty means
    open-ended, and for `changed` and `corrected` that it stays as it was. `number` is the row of the file or the id.
    """

    posting: str
    kind: str
    effective_on: date
    listed_until: date | None
    eligible: bool
    number: int = 0


class ImpossibleSequence(Exception):
    """A line that cannot follow the ones before it; `number` names it, `message` is Japanese."""

    def __init__(self, line: LedgerLine, message: str):
        super().__init__(message)
        self.number, self.message = line.number, message


@dataclass(frozen=True)
class Policy:
    """How several additions of one posting count (DOMAIN 7.3)."""

    key: str
    label: str
    once_a_day: bool = True
    short_gap_days: int | None = None


POLICIES = {
    policy.key: policy
    for policy in (
        Policy("per_posting_per_day", "同じ求人は1日に1件まで"),
        Policy("every_event", "出来事ごとに1件", once_a_day=False),
        Policy("relisted_within_30_as_extension", "30日以内の再掲載は延長、超えたら新規とする", short_gap_days=30),
    )
}
DEFAULT_POLICY = POLICIES["per_posting_per_day"]


@dataclass
class TargetCount:
    """The count of a fiscal year: of eligible lines, and of all lines beside it.

    `by_month` is {month: {kind: count}} of eligible additions; `counted` holds the eligible lines that were counted
    with the kind they count under, `standing` the latest line before the turn of each posting of the baseline.
    """

    year: int
    baseline: int = 0
    additions: dict[str, int] = field(default_factory=lambda: dict.fromkeys((NEW, EXTENDED, CHANGED, RELISTED), 0))
    baseline_all: int = 0
    additions_all: int = 0
    by_month: dict[int, dict[str, int]] = field(default_factory=dict)
    counted: list[tuple[LedgerLine, str]] = field(default_factory=list)
    standing: list[LedgerLine] = field(default_factory=list)

    def add_standing(self, stands: "Standing") -> None:
        """Put a posting that stands at the turn into the baseline."""
        self.baseline_all += 1
        if stands.eligible:
            self.baseline += 1
            self.standing.append(stands.line)

    @property
    def count(self) -> int:
        """Baseline and additions of eligible lines: what is held against the target."""
        return self.baseline + sum(self.additions.values())

    @property
    def count_all(self) -> int:
        """The same for all corporations."""
        return self.baseline_all + self.additions_all


@dataclass
class Listing:
    """Where a posting stands after some of its lines."""

    begun: bool = False
    listed: bool = False
    until: date | None = None
    gone_on: date | None = None
    eligible: bool = False

    def gone_before(self, day: date) -> date | None:
        """The first day without the listing, when that is on or before a day."""
        if not self.listed:
            return self.gone_on
        return self.until + DAY if self.until is not None and self.until < day else None


def count_year(lines: Iterable[LedgerLine], year: int, policy: Policy = DEFAULT_POLICY) -> TargetCount:
    """Count a ledger for the fiscal year that begins in `year`.

    Lines may come in any order; of one posting and day they keep the order in which they were written. Raises
    ImpossibleSequence for a ledger that cannot have happened.
    """
    return count_policies(lines, year, (policy,))[policy.key]


def count_policies(lines: Iterable[LedgerLine], year: int, policies: Iterable[Policy]) -> dict[str, TargetCount]:
    """The same count under several policies by one walk over the ledger: {key of the policy: count}."""
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    results = [(policy, TargetCount(year)) for policy in policies]
    for history in histories(lines).values():
        stands, additions = _walk(history, first, last)
        for policy, result in results:
            if stands.listed:
                result.add_standing(stands)
            _add(result, [(line, _kind(line, gone, policy)) for line, gone in additions], policy)
    return {policy.key: result for policy, result in results}


def histories(lines: Iterable[LedgerLine]) -> dict[str, list[LedgerLine]]:
    """The lines of each posting in the order of their effect."""
    found: dict[str, list[LedgerLine]] = defaultdict(list)
    for line in lines:
        found[line.posting].append(line)
    for history in found.values():
        history.sort(key=lambda line: line.effective_on)
    return found


def follow(listing: Listing, line: LedgerLine) -> date | None:
    """Move a listing on by one line and answer since when it had been gone before it.

    Raises ImpossibleSequence when the line cannot follow.
    """
    gone = listing.gone_before(line.effective_on)
    refusal = _refusal(listing, line, gone)
    if refusal:
        raise ImpossibleSequence(line, refusal)
    _apply(listing, line, gone)
    return gone


def _refusal(listing: Listing, line: LedgerLine, gone: date | None) -> str:
    """Why a line cannot follow; empty when it can. `gone` is the first day without the listing, if it is over."""
    if line.kind != ENDED and line.listed_until is not None and line.listed_until < line.effective_on:
        return "掲載期限が効力の日より前です。"
    if line.kind == NEW:
        return "この求人はすでに新規で掲載されています。" if listing.begun else ""
    if not listing.begun:
        return f"最初の掲載より前の{NAMES[line.kind]}です。先に新規の掲載が要ります。"
    # The day after the last listed day still joins: an extension or an end may take effect then.
    joins = listing.listed and (gone is None or line.effective_on <= gone)
    if line.kind == RELISTED and gone is None:
        return "掲載が終わっていない求人の再掲載です。延長か変更ではありませんか。"
    if line.kind == EXTENDED and not joins:
        return "掲載が終わった求人の延長です。掲載期限の翌日を過ぎたら再掲載にします。"
    if line.kind == ENDED and not joins:
        return "掲載されていない求人の取下げです。"
    if line.kind == CHANGED and gone is not None:
        return "掲載されていない求人の変更です。"
    return ""


def _apply(listing: Listing, line: LedgerLine, gone: date | None) -> None:
    listing.eligible = line.eligible
    if line.kind == ENDED:
        listing.listed, listing.gone_on = False, line.effective_on
    elif line.kind in (NEW, RELISTED, EXTENDED):
        listing.begun = listing.listed = True
        listing.until, listing.gone_on = line.listed_until, None
    elif gone is None and line.listed_until is not None:
        listing.until = line.listed_until


@dataclass(frozen=True, slots=True)
class Standing:
    """How a posting stands at the turn of the year, and its latest line before it."""

    listed: bool
    eligible: bool
    line: LedgerLine | None


def _walk(history: list[LedgerLine], first: date, last: date) -> tuple[Standing, list[tuple[LedgerLine, date | None]]]:
    """Follow a posting's lines: how it stands at the turn, and the year's additions with the gap before each."""
    listing, stands, before = Listing(), None, None
    additions = []
    for line in history:
        if line.effective_on < first:
            follow(listing, line)
            before = line
            continue
        if stands is None:
            stands = _stands(listing, first, before)
        gone = follow(listing, line)
        if line.effective_on == first and line.kind == ENDED:
            stands = replace(stands, listed=False)
        if line.kind in ADDITIONS and line.effective_on <= last:
            additions.append((line, gone))
    return stands or _stands(listing, first, before), additions


def _stands(listing: Listing, first: date, before: LedgerLine | None) -> Standing:
    """Whether a listing begun before the turn still stands on the first day, and whether it is eligible."""
    listed = listing.listed and (listing.until is None or listing.until >= first)
    return Standing(listed, listing.eligible, before)


def _kind(line: LedgerLine, gone: date | None, policy: Policy) -> str:
    if line.kind == RELISTED and policy.short_gap_days is not None and gone is not None:
        return EXTENDED if (line.effective_on - gone).days <= policy.short_gap_days else NEW
    return line.kind


def _add(result: TargetCount, additions: list[tuple[LedgerLine, str]], policy: Policy) -> None:
    """Count the additions of one posting within the year."""
    if not additions:
        return
    eligible = [(line, kind) for line, kind in additions if line.eligible]
    result.additions_all += len(_counted(additions, policy))
    for line, kind in _counted(eligible, policy):
        result.additions[kind] += 1
        month = result.by_month.setdefault(line.effective_on.month, dict.fromkeys(result.additions, 0))
        month[kind] += 1
        result.counted.append((line, kind))


def _counted(additions: list[tuple[LedgerLine, str]], policy: Policy) -> list[tuple[LedgerLine, str]]:
    if not policy.once_a_day:
        return additions
    best: dict[date, tuple[LedgerLine, str]] = {}
    for line, kind in additions:
        known = best.get(line.effective_on)
        if known is None or ADDITIONS.index(kind) < ADDITIONS.index(known[1]):
            best[line.effective_on] = (line, kind)
    return list(best.values())
